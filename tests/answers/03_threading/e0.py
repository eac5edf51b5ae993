# %% [markdown]
# # Answers to exercise 0 of 03_threading
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says. What is right follows from the number in it.

# %% right
student_number = 7
order = "CHGADB"

# %% right: for another number
student_number = 2
order = "FGDEBC"

# %% right: a text as number
student_number = "s1234"
order = "DGCBHA"

# %% right: small letters with commas
student_number = 7
order = "c, h, g, a, d, b"

# %% right: the function first
student_number = 2
order = "GFDEBC"

# %% right: the list of results last
student_number = 7
order = "HGCADB"

# %% wrong, keeps 1: joined before they are started
student_number = 2
order = "FGDBEC"

# %% wrong, keeps 1: nobody is waited for
student_number = 7
order = "CHGABD"

# %% wrong, keeps 1: started before they are made
student_number = 2
order = "FGEDBC"

# %% wrong, keeps 0: run in place of start
student_number = 7
order = "CHGFB"

# %% wrong, keeps 0: the results go nowhere
student_number = 2
order = "FHDEBC"

# %% wrong, keeps 0: one is missing
student_number = 7
order = "HGADB"

# %% wrong, keeps 0: all of them
student_number = 7
order = "CHGADBFE"

# %% wrong, keeps 0: one that does not belong
student_number = 2
order = "FGDEBAC"

# %% wrong, keeps 0: one twice
student_number = 7
order = "CHGADBC"

# %% wrong, keeps 0: a list of lines
student_number = 7
order = [1, 2, 3, 4]

# %% wrong, keeps 0: no number
order = "CHGADB"
