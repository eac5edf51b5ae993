# %% [markdown]
# # Answers to exercise 0 of 02_multiprocessing
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says. What is right follows from the number in it.

# %% right
student_number = 7
order = "HABDCG"

# %% right: for another number
student_number = 2
order = "EGADCH"

# %% right: a text as number
student_number = "s1234"
order = "CGFEBD"

# %% right: small letters with commas
student_number = 7
order = "h, a, b, d, c, g"

# %% right: closed after the results
student_number = 2
order = "EGDACH"

# %% right: joined before the results
student_number = 7
order = "HABCDG"

# %% wrong, keeps 1: closed before anything is handed over
student_number = 2
order = "EAGDCH"

# %% wrong, keeps 1: joined before it is closed
student_number = 7
order = "HACBDG"

# %% wrong, keeps 1: results before they are asked for
student_number = 2
order = "EDGACH"

# %% wrong, keeps 0: one call after the other
student_number = 7
order = "HEBCG"

# %% wrong, keeps 0: one is missing
student_number = 7
order = "ABDCG"

# %% wrong, keeps 0: all of them
student_number = 7
order = "HABDCGEF"

# %% wrong, keeps 0: one that does not belong
student_number = 2
order = "EGADCFH"

# %% wrong, keeps 0: one twice
student_number = 7
order = "HABDCGH"

# %% wrong, keeps 0: a list of lines
student_number = 7
order = [1, 2, 3, 4]

# %% wrong, keeps 0: no number
order = "HABDCG"
