# %% [markdown]
# # Answers to exercise 4 of 12_arrays
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
from helpers import laws


def speedups(operations, one, together):
    def rate(k, roof):
        return laws.roofline(k / 16, *roof)

    return [rate(k, together) / rate(k, one) for k in operations]


# %% right: the smaller of two rates
def speedups(operations, one, together):
    def rate(k, roof):
        return min(roof[0], k / 16 * roof[1])

    return [rate(k, together) / rate(k, one) for k in operations]


# %% right: the longer of two times
def speedups(operations, one, together):
    def seconds(k, roof):
        operations_per_s, bytes_per_s = roof
        return max(k / operations_per_s, 16 / bytes_per_s)

    return [seconds(k, one) / seconds(k, together) for k in operations]


# %% wrong, keeps 0: only computing counts
def speedups(operations, one, together):
    return [together[0] / one[0] for _ in operations]


# %% wrong, keeps 0: the larger of two rates
def speedups(operations, one, together):
    def rate(k, roof):
        return max(roof[0], k / 16 * roof[1])

    return [rate(k, together) / rate(k, one) for k in operations]


# %% wrong, keeps 0: upside down
def speedups(operations, one, together):
    def rate(k, roof):
        return min(roof[0], k / 16 * roof[1])

    return [rate(k, one) / rate(k, together) for k in operations]


# %% wrong, keeps 0: a dict
def speedups(operations, one, together):
    def rate(k, roof):
        return min(roof[0], k / 16 * roof[1])

    return {k: rate(k, together) / rate(k, one) for k in operations}


# %% wrong, keeps 1: only the memory counts
def speedups(operations, one, together):
    return [together[1] / one[1] for _ in operations]


# %% wrong, keeps 1: what is written is forgotten
def speedups(operations, one, together):
    def rate(k, roof):
        return min(roof[0], k / 8 * roof[1])

    return [rate(k, together) / rate(k, one) for k in operations]


# %% wrong, keeps 1: whole numbers
def speedups(operations, one, together):
    def rate(k, roof):
        return min(roof[0], k / 16 * roof[1])

    return [round(rate(k, together) / rate(k, one)) for k in operations]


# %% right: in billions, as the lesson's axes have it
def speedups(operations, one, together):
    def gflops(k, roofs):
        compute, memory = (roof / 1e9 for roof in roofs)
        return min(compute, k / 16 * memory)

    return [gflops(k, together) / gflops(k, one) for k in operations]


# %% right: NumPy
import numpy as np


def speedups(operations, one, together):
    main = np.asarray(operations, dtype=float)
    seconds = [np.maximum(main / roofs[0], 16 / roofs[1]) for roofs in (one, together)]
    return (seconds[0] / seconds[1]).tolist()


# %% right: fractions
from fractions import Fraction


def speedups(operations, one, together):
    def rate(k, roofs):
        return min(Fraction(roofs[0], k), Fraction(roofs[1], 16))

    return [rate(k, together) / rate(k, one) for k in operations]


# %% right: the laws of the course
from helpers import laws


def speedups(operations, one, together):
    def reached(k, roofs):
        return min(roofs[0], roofs[1] * (k / (8 + 8)))

    return list(map(lambda k: reached(k, together) / reached(k, one), operations))


# %% right: nanoseconds a number
def speedups(operations, one, together):
    def ns(k, roofs):
        return max(1e9 / roofs[0] * k, 1e9 / roofs[1] * 16)

    return [ns(k, one) / ns(k, together) for k in operations]


# %% wrong, keeps 0: bytes read only, of both
def speedups(operations, one, together):
    return [
        max(k / one[0], 8 / one[1]) / max(k / together[0], 16 / together[1]) for k in operations
    ]


# %% wrong, keeps 1: the speedup of each roof, and the smaller one
def speedups(operations, one, together):
    return [min(together[0] / one[0], together[1] / one[1]) for _ in operations]


# %% wrong, keeps 1: the roofline of one decides for both
def speedups(operations, one, together):
    return [
        together[0] / one[0] if k / one[0] > 16 / one[1] else together[1] / one[1]
        for k in operations
    ]
