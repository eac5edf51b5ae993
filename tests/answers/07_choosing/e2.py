# %% [markdown]
# # Answers to exercise 2 of 07_choosing
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says. What is right follows from the number in it.

# %% right
student_number = 7
line = 12
why = "C"

# %% right: it waits for more threads than there are
student_number = 2
line = 10
why = "C"

# %% right: a thread asks for a lock that it holds itself, further up
student_number = 102
line = 9
why = "A"

# %% right: a lock is not given back, because an error came between
student_number = 103
line = 11
why = "B"

# %% right: what it waits for was set too early, and taken back
student_number = 106
line = 13
why = "C"

# %% right: nobody puts what would tell the thread that no more comes
student_number = 107
line = 9
why = "D"

# %% right: a small letter
student_number = 2
line = 10
why = " c"

# %% wrong, keeps 1: another reason
student_number = 7
line = 12
why = "A"

# %% wrong, keeps 1: one more reason
student_number = 7
line = 12
why = "B"

# %% wrong, keeps 1: a letter that is none
student_number = 7
line = 12
why = "E"

# %% wrong, keeps 1: the reason in words
student_number = 7
line = 12
why = "Two threads take the same two locks in different orders."

# %% wrong, keeps 0: the line after
student_number = 7
line = 13
why = "C"

# %% wrong, keeps 0: the last line
student_number = 2
line = 19
why = "C"

# %% wrong, keeps 0: counted from 0
student_number = 7
line = 11
why = "C"

# %% wrong, keeps 0: the text of a number
student_number = 7
line = "12"
why = "C"

# %% wrong, keeps 0: no number
line = 12
why = "C"
