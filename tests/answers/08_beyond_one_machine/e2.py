# %% [markdown]
# # Answers to exercise 2 of 08_beyond_one_machine
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says. What is right follows from the number in it.

# %% right
student_number = 7
bound = "scheduler"
estimate = 5 / 1

# %% right: bound by workers
student_number = 5
bound = "workers"
estimate = 15.8

# %% right: as many as workers, where they bound it
student_number = 5
bound = "Workers"
estimate = 16

# %% right: a text as number
student_number = "s1234"
bound = "scheduler"
estimate = 3.92

# %% wrong, keeps 2: near
student_number = 7
bound = "scheduler"
estimate = 6.38

# %% wrong, keeps 2: near, for another number
student_number = 5
bound = "workers"
estimate = 12.1

# %% wrong, keeps 1: as many as workers, where the scheduler bounds it
student_number = 7
bound = "scheduler"
estimate = 20

# %% wrong, keeps 1: as many as tasks
student_number = 5
bound = "workers"
estimate = 256

# %% wrong, keeps 1: no estimate
student_number = 5
bound = "workers"
estimate = ...

# %% wrong, keeps 0: workers, where the scheduler bounds it
student_number = 7
bound = "workers"
estimate = 4.91

# %% wrong, keeps 0: the scheduler, where the workers bound it
student_number = 5
bound = "scheduler"
estimate = 15.8

# %% wrong, keeps 0: neither
student_number = 5
bound = "network"
estimate = 15.8

# %% wrong, keeps 0: a number
student_number = 5
bound = 16
estimate = 15.8
