# %% [markdown]
# # Answers to exercise 1 of 02_multiprocessing
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
lengths = [1, 0]

# %% wrong, keeps 0: both share
lengths = [1, 1]

# %% wrong, keeps 0: neither shares
lengths = [0, 0]

# %% wrong, keeps 0: the wrong way round
lengths = [0, 1]

# %% wrong, keeps 0: a tuple
lengths = (1, 0)

# %% wrong, keeps 0: one number
lengths = 1

# %% wrong, keeps 0: None
lengths = None
