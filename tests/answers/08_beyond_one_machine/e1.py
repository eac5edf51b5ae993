# %% [markdown]
# # Answers to exercise 1 of 08_beyond_one_machine
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says. What is right follows from the number in it.

# %% right
student_number = 7
each_mb = 12 * 20
once_mb = 20
each_s = 0.96

# %% right: for another number
student_number = 2
each_mb = 132
once_mb = 12
each_s = 1.056

# %% right: a text as number
student_number = "s1234"
each_mb = 352
once_mb = 32
each_s = 2.82

# %% right: MB of 1024 times 1024 bytes
student_number = 7
each_mb = 229
once_mb = 19
each_s = 0.916

# %% wrong, keeps 2: bits for bytes
student_number = 7
each_mb = 240
once_mb = 20
each_s = 7.68

# %% wrong, keeps 2: the time of the second way
student_number = 2
each_mb = 132
once_mb = 12
each_s = 0.096

# %% wrong, keeps 2: milliseconds
student_number = 7
each_mb = 240
once_mb = 20
each_s = 960

# %% wrong, keeps 1: once a worker
student_number = 7
each_mb = 240
once_mb = 60
each_s = 0.96

# %% wrong, keeps 1: nothing
student_number = 7
each_mb = 240
once_mb = 0
each_s = 0.96

# %% wrong, keeps 1: once a worker, for another number
student_number = 2
each_mb = 132
once_mb = 36
each_s = 1.056

# %% wrong, keeps 0: once a worker, from the start
student_number = 7
each_mb = 60
once_mb = 20
each_s = 0.96

# %% wrong, keeps 0: numbers for bytes
student_number = 7
each_mb = 30
once_mb = 2.5
each_s = 0.12

# %% wrong, keeps 0: bytes
student_number = 7
each_mb = 2.4e08
once_mb = 2e07
each_s = 0.96

# %% wrong, keeps 0: None
student_number = 7
each_mb = None
once_mb = None
each_s = None

# %% wrong, keeps 0: what is right for a neighbour
student_number = 7
each_mb = 132
once_mb = 12
each_s = 1.056
