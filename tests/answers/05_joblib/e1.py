# %% [markdown]
# # Answers to exercise 1 of 05_joblib
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
lengths = [0, 4, 4]

# %% wrong, keeps 0: all share
lengths = [4, 4, 4]

# %% wrong, keeps 0: nobody shares
lengths = [0, 0, 0]

# %% wrong, keeps 0: a single worker is a process too
lengths = [0, 4, 0]

# %% wrong, keeps 0: the wrong way round
lengths = [4, 0, 4]

# %% wrong, keeps 0: threads have copies
lengths = [0, 0, 4]

# %% wrong, keeps 0: a tuple
lengths = (0, 4, 4)

# %% wrong, keeps 0: one number
lengths = 4

# %% wrong, keeps 0: None
lengths = None
