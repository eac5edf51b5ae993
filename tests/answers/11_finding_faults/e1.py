# %% [markdown]
# # Answers to exercise 1 of 11_finding_faults
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says. What is right follows from the number in it.

# %% right
student_number = 7
line = 11
why = "B"

# %% right: two threads take the same two locks in different orders
student_number = "s1234"
line = 13
why = "B"

# %% right: nobody puts what would tell the thread that no more comes
student_number = 100
line = 13
why = "D"

# %% right: a thread asks for a lock that it holds itself
student_number = 101
line = 9
why = "D"

# %% right: a lock is not given back, because an error came between
student_number = 102
line = 11
why = "C"

# %% right: what it waits for was set too early, and taken back
student_number = 104
line = 12
why = "C"

# %% right: a small letter
student_number = 7
line = 11
why = " b"

# %% wrong, keeps 1: another reason
student_number = 7
line = 11
why = "A"

# %% wrong, keeps 1: one more reason
student_number = 7
line = 11
why = "C"

# %% wrong, keeps 1: a letter that is none
student_number = 7
line = 11
why = "E"

# %% wrong, keeps 1: the reason in words
student_number = 7
line = 11
why = "It waits for more threads than there are."

# %% wrong, keeps 0: the line after
student_number = 7
line = 12
why = "B"

# %% wrong, keeps 0: counted from 0
student_number = 7
line = 10
why = "B"

# %% wrong, keeps 0: the answer of a neighbour
student_number = "s1234"
line = 11
why = "B"

# %% wrong, keeps 0: the text of a number
student_number = 7
line = "11"
why = "B"

# %% wrong, keeps 0: no number
line = 11
why = "B"
