# %% [markdown]
# # Answers to exercise 3 of 07_choosing
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says. What is right follows from the number in it.

# %% right
student_number = 7
break_even_ms = 13.3

# %% right: for another number
student_number = 2
break_even_ms = 15

# %% right: a text as number, rather high
student_number = "s1234"
break_even_ms = 14

# %% right: rather low
student_number = 7
break_even_ms = 9.52

# %% wrong, keeps 1: far too small
student_number = 7
break_even_ms = 0.05

# %% wrong, keeps 1: far too small, for another number
student_number = 2
break_even_ms = 0.1

# %% wrong, keeps 0: far too large
student_number = 7
break_even_ms = 200

# %% wrong, keeps 0: far too large, for another number
student_number = 2
break_even_ms = 200.0

# %% wrong, keeps 2: twice as large
student_number = 7
break_even_ms = 26.7

# %% wrong, keeps 0: seconds that are no number
student_number = 7
break_even_ms = "0.015"

# %% wrong, keeps 0: no size at all
student_number = 7
break_even_ms = 0

# %% wrong, keeps 0: less than nothing
student_number = 7
break_even_ms = -3

# %% wrong, keeps 0: beyond what was asked for
student_number = 7
break_even_ms = 5000

# %% wrong, keeps 0: None
student_number = 7
break_even_ms = None

# %% wrong, keeps 0: no number
break_even_ms = 13.3
