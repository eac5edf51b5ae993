# %% [markdown]
# # Answers to exercise 1 of capstone
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
requests_and_in_flight = [6, 2]

# %% wrong, keeps 0: the limit is taken for what was in flight
requests_and_in_flight = [6, 4]

# %% wrong, keeps 0: a request for each link
requests_and_in_flight = [16, 2]

# %% wrong, keeps 0: one after the other
requests_and_in_flight = [6, 1]

# %% wrong, keeps 0: the number of rounds
requests_and_in_flight = [4, 2]

# %% wrong, keeps 0: the wrong way round
requests_and_in_flight = [2, 6]

# %% wrong, keeps 0: a tuple
requests_and_in_flight = (6, 2)

# %% wrong, keeps 0: None
requests_and_in_flight = None
