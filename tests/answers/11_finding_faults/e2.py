# %% [markdown]
# # Answers to exercise 2 of 11_finding_faults
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
heard = [False, False, True, False]

# %% right: a tuple made a list
heard = list((False, False, True, False))

# %% wrong, keeps 0: everybody hears
heard = [True, True, True, True]

# %% wrong, keeps 0: nobody hears
heard = [False, False, False, False]

# %% wrong, keeps 0: join raises it
heard = [True, False, True, False]

# %% wrong, keeps 0: a pool raises it when it ends
heard = [False, True, True, True]

# %% wrong, keeps 0: map raises it by itself
heard = [False, False, True, True]

# %% wrong, keeps 0: submit raises it
heard = [False, True, True, False]

# %% wrong, keeps 0: in words
heard = ["no", "no", "yes", "no"]

# %% wrong, keeps 0: how many hear
heard = 1
