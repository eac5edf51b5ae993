# %% [markdown]
# # Answers to exercise 1 of 01_gil
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
length = 400

# %% wrong, keeps 0: one thread's appends only
length = 100

# %% wrong, keeps 0: some are lost
length = 399

# %% wrong, keeps 0: a text
length = "400"

# %% wrong, keeps 0: None
length = None

# %% wrong, keeps 0: True
length = True

# %% wrong, keeps 0: a float
length = 400.0


# %% right: NumPy counts
import numpy as np

length = np.full((4, 100), 1).sum()


# %% right: what the program says
length = length_of_shared_list(n_threads=4, n_numbers=100)
