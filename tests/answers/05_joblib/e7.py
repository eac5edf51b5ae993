# %% [markdown]
# # Answers to exercise 7 of 05_joblib
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says. What is right follows from the number in it.

# %% right
student_number = 5
carried = "BDEF"

# %% right: for another number
student_number = 3
carried = "ABCF"

# %% right: a text as number
student_number = "s1234"
carried = "BCD"

# %% right: small letters in another order, with commas
student_number = 5
carried = "f, e, d, b"

# %% wrong, keeps 2: one too many
student_number = 5
carried = "BDEFA"

# %% wrong, keeps 2: another one too many
student_number = 5
carried = "CBDEF"

# %% wrong, keeps 2: one missing
student_number = 5
carried = "DEF"

# %% wrong, keeps 2: one missing, for another number
student_number = 3
carried = "ABC"

# %% wrong, keeps 0: one in the place of another
student_number = 5
carried = "DEFA"

# %% wrong, keeps 0: all that are not carried
student_number = 5
carried = "AC"

# %% wrong, keeps 0: none
student_number = 5
carried = ""

# %% wrong, keeps 0: all of them
student_number = 5
carried = "ABCDEF"

# %% wrong, keeps 0: a letter that is none
student_number = 5
carried = "BDEFX"

# %% wrong, keeps 0: a list
student_number = 5
carried = ["B", "D", "E", "F"]

# %% wrong, keeps 0: no number
carried = "BDEF"

# %% wrong, keeps 0: what is right for a neighbour
student_number = 3
carried = "BDEF"
