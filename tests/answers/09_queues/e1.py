# %% [markdown]
# # Answers to exercise 1 of 09_queues
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
n_items_put = 5

# %% wrong, keeps 0: the queue only
n_items_put = 2

# %% wrong, keeps 0: the workers only
n_items_put = 3

# %% wrong, keeps 0: one more that waits
n_items_put = 6

# %% wrong, keeps 0: two for each worker
n_items_put = 2 * 3 + 2

# %% wrong, keeps 0: a list
n_items_put = [5]

# %% wrong, keeps 0: None
n_items_put = None
