# %% [markdown]
# # Answers to exercise 0 of 06_asyncio
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says. What is right follows from the number in it.

# %% right
student_number = 7
order = "AEBFC"

# %% right: for another number
student_number = 2
order = "EDACB"

# %% right: a text as number
student_number = "s1234"
order = "BDEAF"

# %% right: small letters with commas
student_number = 7
order = "a, e, b, f, c"

# %% right: the list of results first
student_number = 2
order = "DEACB"

# %% wrong, keeps 1: awaits outside of the loop
student_number = 7
order = "AEFBC"

# %% wrong, keeps 1: the list is made too late
student_number = 2
order = "EACDB"

# %% wrong, keeps 1: returns before it awaits
student_number = 7
order = "AECBF"

# %% wrong, keeps 0: one after the other
student_number = 2
order = "FDACB"

# %% wrong, keeps 0: results that have not come
student_number = 7
order = "AEBGC"

# %% wrong, keeps 0: one is missing
student_number = 7
order = "EBFC"

# %% wrong, keeps 0: all of them
student_number = 7
order = "AEBFCGD"

# %% wrong, keeps 0: one that does not belong
student_number = 2
order = "EDACGB"

# %% wrong, keeps 0: one twice
student_number = 7
order = "AEBFCA"

# %% wrong, keeps 0: a list of lines
student_number = 7
order = [1, 2, 3, 4]

# %% wrong, keeps 0: no number
order = "AEBFC"
