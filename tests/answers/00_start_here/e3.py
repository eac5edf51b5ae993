# %% [markdown]
# # Answers to exercise 3 of 00_start_here
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says. What is right follows from the number in it.

# %% right
student_number = 7
carried = "CDEF"

# %% right: for another number
student_number = 6
carried = "ABD"

# %% right: a text as number
student_number = "s1234"
carried = "ACDF"

# %% right: small letters in another order, with commas
student_number = 7
carried = "f, e, d, c"

# %% wrong, keeps 2: one too many
student_number = 7
carried = "CDEFA"

# %% wrong, keeps 2: another one too many
student_number = 7
carried = "BCDEF"

# %% wrong, keeps 2: one missing
student_number = 7
carried = "DEF"

# %% wrong, keeps 2: one missing, for another number
student_number = 6
carried = "AB"

# %% wrong, keeps 0: one in the place of another
student_number = 7
carried = "DEFA"

# %% wrong, keeps 0: all that are not carried
student_number = 7
carried = "AB"

# %% wrong, keeps 0: none
student_number = 7
carried = ""

# %% wrong, keeps 0: all of them
student_number = 7
carried = "ABCDEF"

# %% wrong, keeps 0: a letter that is none
student_number = 7
carried = "CDEFX"

# %% wrong, keeps 0: a list
student_number = 7
carried = ["C", "D", "E", "F"]

# %% wrong, keeps 0: no number
carried = "CDEF"

# %% wrong, keeps 0: what is right for a neighbour
student_number = 6
carried = "CDEF"
