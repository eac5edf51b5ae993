# %% [markdown]
# # Answers to exercise 1 of 12_arrays
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
predicted_numbers = [2, 1, 1, 0, 1, 0]

# %% right: from a text
predicted_numbers = [int(digit) for digit in "211010"]

# %% wrong, keeps 0: a list of places is taken for a view
predicted_numbers = [2, 1, 2, 1, 1, 0]

# %% wrong, keeps 0: the copy is taken for a view
predicted_numbers = [2, 1, 1, 0, 2, 1]

# %% wrong, keeps 0: every way is taken for a view
predicted_numbers = [2, 1, 2, 1, 2, 1]

# %% wrong, keeps 0: every second number is taken for a copy
predicted_numbers = [1, 1, 0, 0, 0, 0]

# %% wrong, keeps 0: a tuple
predicted_numbers = (2, 1, 1, 0, 1, 0)

# %% wrong, keeps 0: no prediction
predicted_numbers = ...
