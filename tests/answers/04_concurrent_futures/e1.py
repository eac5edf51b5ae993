# %% [markdown]
# # Answers to exercise 1 of 04_concurrent_futures
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
answers = [False, False, True, True, True]

# %% wrong, keeps 0: all can be cancelled
answers = [True] * 5

# %% wrong, keeps 0: none can
answers = [False] * 5

# %% wrong, keeps 0: one thread
answers = [False, True, True, True, True]

# %% wrong, keeps 0: the other way round
answers = [True, True, False, False, False]

# %% wrong, keeps 0: four tasks
answers = [False, False, True, True]

# %% wrong, keeps 0: a tuple
answers = (False, False, True, True, True)

# %% wrong, keeps 0: a number
answers = 3

# %% wrong, keeps 0: texts
answers = ["False", "False", "True", "True", "True"]

# %% wrong, keeps 0: None
answers = None
