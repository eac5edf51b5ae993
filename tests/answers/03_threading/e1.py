# %% [markdown]
# # Answers to exercise 1 of 03_threading
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
at_once_and_threads = [4, 4]

# %% wrong, keeps 0: a thread for each task
at_once_and_threads = [4, 12]

# %% wrong, keeps 0: all at once
at_once_and_threads = [12, 4]

# %% wrong, keeps 0: one after the other
at_once_and_threads = [1, 4]

# %% wrong, keeps 0: one number
at_once_and_threads = 4

# %% wrong, keeps 0: a tuple
at_once_and_threads = (4, 4)

# %% wrong, keeps 0: None
at_once_and_threads = None
