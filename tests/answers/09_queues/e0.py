# %% [markdown]
# # Answers to exercise 0 of 09_queues
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says. What is right follows from the number in it.

# %% right
student_number = 7
per_s = 33.3
slowest = "parse"
per_s_then = 50

# %% right: another stage is the slowest then
student_number = 10
per_s = 50
slowest = "fetch"
per_s_then = 60

# %% right: a text as number
student_number = "s1234"
per_s = 25
slowest = "Fetch "
per_s_then = 28.6

# %% right: as arithmetic writes it
student_number = 12
per_s = 2 / 0.07
slowest = "store"
per_s_then = 3 / 0.07

# %% wrong, keeps 2: twice as many as one worker
student_number = 7
per_s = 33.3
slowest = "parse"
per_s_then = 66.7

# %% wrong, keeps 2: the same stage stays the slowest
student_number = 10
per_s = 50
slowest = "fetch"
per_s_then = 75

# %% wrong, keeps 2: one worker more brings nothing
student_number = 7
per_s = 33.3
slowest = "parse"
per_s_then = 33.3

# %% wrong, keeps 1: the stage in which an item takes longest
student_number = 7
per_s = 33.3
slowest = "store"
per_s_then = 50

# %% wrong, keeps 1: no stage of this name
student_number = 7
per_s = 33.3
slowest = "second"
per_s_then = 50

# %% wrong, keeps 1: no stage
student_number = 7
per_s = 33.3
slowest = ...
per_s_then = 50

# %% wrong, keeps 0: the longest time, whatever the workers
student_number = 7
per_s = 12.5
slowest = "parse"
per_s_then = 50

# %% wrong, keeps 0: as in a loop
student_number = 7
per_s = 5.6
slowest = "parse"
per_s_then = 50

# %% wrong, keeps 0: in a millisecond
student_number = 7
per_s = 0.0333
slowest = "parse"
per_s_then = 0.05
