# %% [markdown]
# # Answers to exercise 5 of 02_multiprocessing
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says. What is right follows from the number in it.

# %% right
student_number = "s1234"
at_once = 4
idlest = 3
bound = "a straggler"

# %% right: too few tasks, for another number
student_number = 5
at_once = 4
idlest = 3
bound = "too few tasks"

# %% right: turns, for another number
student_number = 7
at_once = 1
idlest = 1
bound = "turns"

# %% right: start-up, for another number
student_number = "ada"
at_once = 4
idlest = 4
bound = "start-up"

# %% right: the number as a text, in capitals and blanks
student_number = "s1234"
import numpy as np

at_once = np.int64(4)
idlest = 3
bound = " A STRAGGLER "

# %% wrong, keeps 2: another cause
student_number = "s1234"
at_once = 4
idlest = 3
bound = "too few tasks"

# %% wrong, keeps 2: no such cause
student_number = "s1234"
at_once = 4
idlest = 3
bound = "bad luck"

# %% wrong, keeps 2: the last one not answered
student_number = "s1234"
at_once = 4
idlest = 3
bound = ...

# %% wrong, keeps 1: another worker
student_number = "s1234"
at_once = 4
idlest = 4
bound = "a straggler"

# %% wrong, keeps 1: counted from 0
student_number = "s1234"
at_once = 4
idlest = 2
bound = "a straggler"

# %% wrong, keeps 0: one too many
student_number = 5
at_once = 5
idlest = 3
bound = "too few tasks"

# %% wrong, keeps 0: True
student_number = 5
at_once = True
idlest = 3
bound = "too few tasks"

# %% wrong, keeps 0: a text
student_number = 5
at_once = "4"
idlest = 3
bound = "too few tasks"

# %% wrong, keeps 0: what is right for a neighbour
student_number = 5
at_once = 1
idlest = 1
bound = "turns"

# %% wrong, keeps 0: no number
at_once = 4
idlest = 3
bound = "too few tasks"

# %% wrong, keeps 0: a number that is none
student_number = 3.5
at_once = 4
idlest = 3
bound = "too few tasks"
