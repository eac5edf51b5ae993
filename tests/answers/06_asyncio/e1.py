# %% [markdown]
# # Answers to exercise 1 of 06_asyncio
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
order = "cdaeb"

# %% wrong, keeps 0: a task begins when it is made
order = "acdbe"

# %% wrong, keeps 0: as it stands there
order = "abcde"

# %% wrong, keeps 0: nobody pauses
order = "cdeab"

# %% wrong, keeps 0: the task has its turn before what is awaited
order = "cadbe"

# %% wrong, keeps 0: the task ends first
order = "cdabe"

# %% wrong, keeps 0: a list
order = ["c", "d", "a", "e", "b"]

# %% wrong, keeps 0: None
order = None

# %% wrong, keeps 0: the coroutine itself
order = letters()
order.close()
