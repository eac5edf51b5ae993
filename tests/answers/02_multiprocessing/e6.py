# %% [markdown]
# # Answers to exercise 6 of 02_multiprocessing
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says. What is right follows from the number in it.

# %% right
student_number = 7
line = 7
why = "D"

# %% right: the worker waits for a lock that the main program holds
student_number = 2
line = 7
why = "B"

# %% right: the worker ends only when somebody takes what it has put
student_number = "s1234"
line = 10
why = "D"

# %% right: the end of the messages never shows: somebody could still send
student_number = 100
line = 12
why = "D"

# %% right: nobody says that what was taken is done with
student_number = 104
line = 12
why = "A"

# %% right: it waits for more processes than there are
student_number = 105
line = 8
why = "A"

# %% right: a small letter
student_number = 2
line = 7
why = " b"

# %% wrong, keeps 1: another reason
student_number = 7
line = 7
why = "A"

# %% wrong, keeps 1: one more reason
student_number = 7
line = 7
why = "B"

# %% wrong, keeps 1: a letter that is none
student_number = 7
line = 7
why = "E"

# %% wrong, keeps 1: the reason in words
student_number = 7
line = 7
why = "What the worker returns goes nowhere, and nobody puts anything."

# %% wrong, keeps 0: the line after
student_number = 7
line = 8
why = "D"

# %% wrong, keeps 0: the last line
student_number = 2
line = 8
why = "B"

# %% wrong, keeps 0: counted from 0
student_number = 7
line = 6
why = "D"

# %% wrong, keeps 0: the text of a number
student_number = 7
line = "7"
why = "D"

# %% wrong, keeps 0: no number
line = 7
why = "D"
