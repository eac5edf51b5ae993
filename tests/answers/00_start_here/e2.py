# %% [markdown]
# # Answers to exercise 2 of 00_start_here
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says. What is right follows from the number in it.

# %% right
student_number = 7
estimate = 540 / 210

# %% right: for another number
student_number = 2
estimate = 2

# %% right: a text as number
student_number = "s1234"
estimate = 2.33

# %% right: a little too high
student_number = 7
estimate = 2.8

# %% right: a little too low
student_number = 7
estimate = 2.36

# %% wrong, keeps 1: near
student_number = 7
estimate = 3.34

# %% wrong, keeps 1: near, too low
student_number = 2
estimate = 1.54

# %% wrong, keeps 0: as many as threads
student_number = 7
estimate = 5

# %% wrong, keeps 0: as many as threads, for another number
student_number = 2
estimate = 4

# %% wrong, keeps 0: as many as tasks
student_number = 7
estimate = 14

# %% wrong, keeps 0: the seconds
student_number = 7
estimate = 0.21

# %% wrong, keeps 0: no gain
student_number = 7
estimate = 1.0

# %% wrong, keeps 0: a text
student_number = 7
estimate = "2.57"

# %% wrong, keeps 0: not a number
student_number = 7
estimate = float("nan")

# %% wrong, keeps 0: True
student_number = 7
estimate = True

# %% wrong, keeps 0: no number of one's own
estimate = 2.57


# %% right: as a fraction
from fractions import Fraction

student_number = 1
work = checks.estimates.waits(student_number, "00_start_here:e2")
estimate = Fraction(work.speedup).limit_denominator(1000)


# %% right: as a decimal
from decimal import Decimal

student_number = 1
work = checks.estimates.waits(student_number, "00_start_here:e2")
estimate = Decimal(str(round(work.speedup, 3)))


# %% right: NumPy's short number
import numpy as np

student_number = np.int64(1)
work = checks.estimates.waits(student_number, "00_start_here:e2")
estimate = np.float32(work.speedup)


# %% right: an array of one number
import numpy as np

student_number = 1
work = checks.estimates.waits(student_number, "00_start_here:e2")
estimate = np.array(work.speedup)
