# %% [markdown]
# # Answers to exercise 6 of 05_joblib
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says. What is right follows from the number in it.

# %% right
student_number = 7
at_once = 4
estimate = 4

# %% right: more chunks than workers
student_number = 10
at_once = 4
estimate = 2.64

# %% right: a text as number
student_number = "s1234"
at_once = 5
estimate = 3

# %% right: a little too high
student_number = 7
at_once = 4
estimate = 4.36

# %% wrong, keeps 2: near
student_number = 7
at_once = 4
estimate = 5.2

# %% wrong, keeps 1: as many as workers, where one chunk is left over
student_number = 10
at_once = 4
estimate = 4

# %% wrong, keeps 1: as many as rows
student_number = 7
at_once = 4
estimate = 12

# %% wrong, keeps 1: no gain
student_number = 7
at_once = 4
estimate = 1

# %% wrong, keeps 1: no estimate
student_number = 7
at_once = 4
estimate = ...

# %% wrong, keeps 0: as many as workers
student_number = 7
at_once = 5
estimate = 4

# %% wrong, keeps 0: the rows of a chunk
student_number = 7
at_once = 3
estimate = 4

# %% wrong, keeps 0: all chunks
student_number = 10
at_once = 5
estimate = 2.64

# %% wrong, keeps 0: None
student_number = 7
at_once = None
estimate = None
