# %% [markdown]
# # Answers to exercise 1 of 10_without_the_gil
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
found = ["CA", "CB", "CC"]

# %% wrong, keeps 0: each its own, both ways
found = ["AA", "BB", "CC"]

# %% wrong, keeps 0: the last one, both ways
found = ["CC", "CC", "CC"]

# %% wrong, keeps 0: the two are mistaken for each other
found = ["AC", "BC", "CC"]

# %% wrong, keeps 0: the context only
found = ["A", "B", "C"]

# %% wrong, keeps 0: one text
found = "CACBCC"

# %% wrong, keeps 0: the order of the ends reversed
found = ["CC", "CB", "CA"]

# %% wrong, keeps 0: None
found = None
