# %% [markdown]
# # Answers to exercise 5 of 12_arrays
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
def in_blocks(steps, numbers, out, size):
    for first in range(0, len(numbers), size):
        part = numbers[first : first + size]
        for step in steps:
            part = step(part)
        out[first : first + size] = part


# %% right: reduced
from functools import reduce


def in_blocks(steps, numbers, out, size):
    for first in range(0, len(numbers), size):
        block = slice(first, first + size)
        out[block] = reduce(lambda part, step: step(part), steps, numbers[block])


# %% right: both arrays are split
import numpy as np


def in_blocks(steps, numbers, out, size):
    places = range(size, len(numbers), size)
    parts = zip(np.split(numbers, places), np.split(out, places), strict=True)
    for part, out_part in parts:
        out_part[:] = part
        for step in steps:
            out_part[:] = step(out_part)


# %% wrong, keeps 0: the last block is missing
def in_blocks(steps, numbers, out, size):
    for first in range(0, len(numbers) - size + 1, size):
        part = numbers[first : first + size]
        for step in steps:
            part = step(part)
        out[first : first + size] = part


# %% wrong, keeps 0: nothing is written
def in_blocks(steps, numbers, out, size):
    for first in range(0, len(numbers), size):
        out_part = numbers[first : first + size]
        for step in steps:
            out_part = step(out_part)


# %% wrong, keeps 0: each step gets the numbers
def in_blocks(steps, numbers, out, size):
    for first in range(0, len(numbers), size):
        for step in steps:
            out[first : first + size] = step(numbers[first : first + size])


# %% wrong, keeps 1: the whole array
def in_blocks(steps, numbers, out, size):
    part = numbers
    for step in steps:
        part = step(part)
    out[:] = part


# %% wrong, keeps 1: as many blocks as a block has numbers
import numpy as np


def in_blocks(steps, numbers, out, size):
    parts = zip(np.array_split(numbers, size), np.array_split(out, size), strict=True)
    for part, out_part in parts:
        for step in steps:
            part = step(part)
        out_part[:] = part


# %% wrong, keeps 1: number by number
def in_blocks(steps, numbers, out, size):
    for i in range(len(numbers)):
        part = numbers[i : i + 1]
        for step in steps:
            part = step(part)
        out[i : i + 1] = part


# %% wrong, keeps 2: step after step
def in_blocks(steps, numbers, out, size):
    out[:] = numbers
    for step in steps:
        for first in range(0, len(numbers), size):
            out[first : first + size] = step(out[first : first + size])


# %% right: a walrus, a partial and slices
from functools import partial, reduce


def in_blocks(steps, numbers, out, size):
    main = partial(reduce, lambda block, step: step(block))
    start = 0
    while (block := slice(start, start + size)).start < len(numbers):
        out[block] = main(steps, numbers[block])
        start = block.stop


# %% wrong, keeps 0: all blocks but for what is left over
import numpy as np


def in_blocks(steps, numbers, out, size):
    n = len(numbers) // size * size
    for block, to in zip(numbers[:n].reshape(-1, size), out[:n].reshape(-1, size)):
        for step in steps:
            block = step(block)
        to[:] = block


# %% wrong, keeps 2: each first step for two blocks
import numpy as np


def in_blocks(steps, numbers, out, size):
    starts = range(0, len(numbers), size)
    firsts = [steps[0](numbers[i : i + size]) for i in starts]
    for i, block in zip(starts, firsts):
        for step in steps[1:]:
            block = step(block)
        out[i : i + size] = block


# %% wrong, keeps 1: each step is called twice
def in_blocks(steps, numbers, out, size):
    for i in range(0, len(numbers), size):
        block = numbers[i : i + size]
        for step in steps:
            step(block)
            block = step(block)
        out[i : i + size] = block


# %% wrong, keeps 0: two steps, whatever there are
def in_blocks(steps, numbers, out, size):
    for i in range(0, len(numbers), size):
        out[i : i + size] = steps[1](steps[0](numbers[i : i + size]))


# %% wrong, keeps 0: the numbers themselves are changed
def in_blocks(steps, numbers, out, size):
    for i in range(0, len(numbers), size):
        for step in steps:
            numbers[i : i + size] = step(numbers[i : i + size])
    out[:] = numbers
