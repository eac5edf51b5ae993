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
