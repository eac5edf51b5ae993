"""tests.commands.quietness: what other programs use is told from what we use, on a clock made up."""

import itertools

import pytest

from tests.commands import quietness
from tests.commands.quietness import Machine, Use, Watch


class Pretended:
    """A machine of two CPUs whose use and ceiling are given, and whose clock moves when one sleeps.

    Parameters
    ----------
    by_others : iterable of float
        CPUs that others use, one for each sleep; the last holds on.
    ceilings : iterable of float, optional
        What is measured, one after the other; the last holds on.
    by_us : bool, optional
        Whether the system tells what we use.
    """

    n_cpus = 2

    def __init__(self, by_others=(0,), ceilings=(1.95,), by_us=True):
        self._others = itertools.chain(by_others, itertools.repeat(by_others[-1]))
        self._ceilings = itertools.chain(ceilings, itertools.repeat(ceilings[-1]))
        self.when_s, self.by_all_s, self.by_us_s = 0.0, 0.0, 0.0 if by_us else None

    def sleep(self, seconds):
        self.pass_by(seconds, next(self._others))

    def pass_by(self, seconds, by_others=0.0, by_us=0.0):
        """Let time pass while others and we use so many CPUs."""
        self.when_s += seconds
        self.by_all_s += seconds * (by_others + by_us)
        if self.by_us_s is not None:
            self.by_us_s += seconds * by_us

    def use(self):
        return Use(self.when_s, self.by_all_s, self.by_us_s)

    def ceiling(self):
        return next(self._ceilings)


def test_what_we_use_ourselves_is_not_noise():
    here = Pretended()
    watch = Watch(here)
    here.pass_by(5, by_others=0.1, by_us=1.8)
    watch.look()
    assert watch.by_others() == pytest.approx(0.1)
    assert quietness.by_others(watch, here) == ""


def test_a_burst_between_quiet_cells_is_found():
    here = Pretended()
    watch = Watch(here)
    for by_others in [0] * 10 + [0.9] * 3 + [0] * 10:
        here.pass_by(1, by_others, by_us=1)
        watch.look()
    assert watch.by_others() == pytest.approx(0.9)
    assert quietness.by_others(watch, here) == "other programs used 0.90 of 2 CPUs"


def test_a_short_burst_is_judged_by_the_stretch_around_it():
    here = Pretended()
    watch = Watch(here)
    for by_others in [1] + [0] * 9:
        here.pass_by(quietness.STRETCH_S / 10, by_others)
        watch.look()
    assert watch.by_others() == pytest.approx(0.1)
    assert quietness.by_others(watch, here) == ""


def test_a_worker_whose_parent_has_ended_is_not_taken_for_another_program():
    here = Pretended()
    watch = Watch(here)
    here.pass_by(3, by_us=2)
    watch.look()
    here.by_us_s -= 5  # its time stands nowhere now
    here.pass_by(3, by_us=2)
    watch.look()
    here.pass_by(3, by_us=2)
    watch.look()
    assert watch.by_others() <= 5 / 3  # what cannot be seen in the stretch of its end, and no more
    late = Watch(here)
    here.pass_by(3, by_us=2)
    late.look()
    assert late.by_others() == 0


def test_where_the_system_does_not_tell_ours_nothing_is_said_of_others():
    here = Pretended(by_us=False)
    watch = Watch(here)
    here.pass_by(3, by_others=2)
    watch.look()
    assert watch.by_others() is None
    assert quietness.by_others(watch, here) == ""


def test_a_low_ceiling_is_noise_though_nobody_is_seen():
    assert quietness.noise(Pretended()) == ""
    assert (
        quietness.noise(Pretended(ceilings=[1.6]))
        == "2 processes do only 1.60 times the work of one"
    )
    assert quietness.noise(Pretended(by_others=[1])) == "other programs used 1.00 of 2 CPUs"


def test_it_waits_until_it_is_quiet_and_says_for_what():
    said = []
    here = Pretended(by_others=[1.5, 0, 0, 0, 0], ceilings=[1.5, 1.9])
    assert quietness.wait_for_quiet(here, 600, said.append) == ""
    assert said == [
        "other programs used 1.50 of 2 CPUs",
        "2 processes do only 1.50 times the work of one",
    ]


def test_it_waits_no_longer_than_the_limit():
    said = []
    here = Pretended(by_others=[1])
    assert "used 1.00" in quietness.wait_for_quiet(here, 60, said.append)
    assert 2 <= len(said) <= 6
    assert here.when_s <= 60 + quietness.STRETCH_S
    assert "used 1.00" in quietness.wait_for_quiet(here, 0, said.append)


def test_the_real_machine_counts_and_its_counts_rise():
    here = Machine()
    assert here.n_cpus >= 1
    before = here.use()
    sum(range(3_000_000))
    after = here.use()
    assert after.when_s > before.when_s
    assert after.by_all_s >= before.by_all_s
    if before.by_us_s is not None:
        assert after.by_us_s > before.by_us_s
