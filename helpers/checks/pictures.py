"""Pictures of measurements that were never made, drawn for students, and claims that they carry or not."""

from typing import NamedTuple

from helpers.checks import draws

__all__ = ["Picture", "drawn", "shown"]

_N_CPUS = 4
_LETTERS = "ABCDEF"


class Picture(NamedTuple):
    """What is drawn, and what is claimed of it.

    Attributes
    ----------
    series : dict of str to dict of int to (float, float, float)
        As for `tabled.intervals`.
    claims : tuple of (str, bool)
        Each with whether the picture carries it; they are lettered from A on.
    """

    series: dict
    claims: tuple

    @property
    def letters(self):
        """The letters of all claims."""
        return _LETTERS[: len(self.claims)]

    @property
    def carried(self):
        """The letters of the claims that the picture carries."""
        return "".join(a for a, (_, holds) in zip(_LETTERS, self.claims, strict=False) if holds)

    def __str__(self):
        return "\n".join(
            f"{a}  {text}" for a, (text, _) in zip(_LETTERS, self.claims, strict=False)
        )


def drawn(number, exercise, names):
    """Draw a picture and six claims for a student.

    Parameters
    ----------
    number, exercise
        As for `draws.drawing_from`.
    names : (str, str)
        Of what was measured; one of the two gains from workers.

    Returns
    -------
    Picture
    """
    by = draws.drawing_from(number, exercise)
    rises, flat = by.sample(names, 2)
    series = {rises: _rising(by), flat: _flat(by)}
    n_carried = by.randint(2, 4)
    claims = [(text, True) for text in by.sample(_carried(rises, flat), n_carried)]
    others = _not_carried(rises, flat, series)
    claims += [(text, False) for text in by.sample(others, len(_LETTERS) - n_carried)]
    by.shuffle(claims)
    return Picture({name: series[name] for name in names}, tuple(claims))


def shown(number, exercise, names):
    """Show the picture that is drawn for a student, or say that a number is missing.

    Parameters
    ----------
    number, exercise, names
        As for `drawn`.

    Returns
    -------
    tabled.Tabled or draws.Told
    """
    from helpers.drawing import tabled  # noqa: PLC0415  checks that show no picture need not wait for it

    return draws.shown_to(
        number, lambda: tabled.intervals(drawn(number, exercise, names).series, _N_CPUS)
    )


def _around(middle, half):
    return (round(middle - half, 2), round(middle, 2), round(middle + half, 2))


def _some(by, low, high):
    """Draw a number between two, in steps of 0.05."""
    return by.randint(round(20 * low), round(20 * high)) / 20


def _rising(by):
    four = _some(by, 2.4, 3.0)
    return {
        1: _around(_some(by, 0.9, 1.0), 0.1),
        2: _around(_some(by, 1.5, 1.75), _some(by, 0.15, 0.2)),
        4: _around(four, _some(by, 0.2, 0.3)),
        8: _around(four + by.choice([-0.2, -0.15, 0.2, 0.25]), _some(by, 0.5, 0.7)),
    }


def _flat(by):
    return {
        1: _around(_some(by, 0.9, 1.0), 0.1),
        2: _around(1.05, _some(by, 0.15, 0.25)),
        4: _around(_some(by, 0.95, 1.1), _some(by, 0.2, 0.3)),
        8: _around(_some(by, 0.9, 1.1), _some(by, 0.3, 0.4)),
    }


def _carried(rises, flat):
    return [
        f"With 4 workers, {rises} was faster than the loop.",
        f"With 4 workers, {rises} was faster than {flat}.",
        f"{rises} was faster with 2 workers than with 1.",
        f"Whether {rises} is faster with 8 workers than with 4 cannot be told from this picture.",
        f"Whether {flat} with 2 workers is faster than the loop cannot be told from this picture.",
        f"The speedup of {rises} is known less exactly for 8 workers than for 2.",
        f"With 8 workers, the efficiency of {rises} was below one half.",
    ]


def _not_carried(rises, flat, series):
    more = series[rises][8][1] > series[rises][4][1]
    one = 100 * (2 / series[rises][2][1] - 1)
    return [
        f"{rises} was {'faster' if more else 'slower'} with 8 workers than with 4.",
        f"The point of {rises} at 2 workers alone shows that {one:.0f} % of the work is serial code.",
        f"On a machine with 8 CPUs, 8 workers of {rises} are at least 4 times as fast as the loop.",
        f"With 2 workers, {flat} was faster than the loop.",
        f"Whatever the tasks are, {rises} is a better choice than {flat}.",
        f"Measured again, {rises} with 4 workers is {series[rises][4][1]:.2f} times as fast as the loop.",
        f"With 4 workers, {rises} made full use of each worker.",
    ]
