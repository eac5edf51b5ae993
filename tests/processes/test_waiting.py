"""helpers.processes.waiting: what is waited for comes true, or is given up."""

import math
import time

import pytest

from helpers.processes import waiting


@pytest.fixture
def pauses(monkeypatch):
    """A clock on which only pauses take time; returns these."""
    slept = []
    monkeypatch.setattr(waiting, "perf_counter", lambda: sum(slept))
    monkeypatch.setattr(waiting, "_sleep", slept.append)
    return slept


def test_what_is_true_is_not_waited_for(pauses):
    assert waiting.until(lambda: "yes", patience_s=0) == "yes"
    assert pauses == []


def test_what_comes_true_is_returned(pauses):
    looks = [7, 0, None]
    assert waiting.until(looks.pop, patience_s=1, every_s=0.25) == 7
    assert pauses == [0.25, 0.25]


def test_what_does_not_come_true_is_given_up_after_one_more_look(pauses):
    looks = []

    def never():
        looks.append(sum(pauses))
        return 0

    assert waiting.until(never, patience_s=1, every_s=0.25) == 0
    assert looks == [0, 0.25, 0.5, 0.75, 1, 1.25]


def test_nothing_is_given_up_when_there_is_no_limit(pauses):
    assert waiting.until(lambda: len(pauses) == 10_000, math.inf, every_s=1e9)


def test_a_look_may_take_the_time_itself(pauses):
    assert waiting.until(lambda: len(pauses) == 3, patience_s=1, every_s=0)
    assert pauses == [0, 0, 0]


def test_the_sleep_that_a_student_has_replaced_is_not_used(monkeypatch):
    def refuses(seconds):
        raise AssertionError("time.sleep")

    monkeypatch.setattr(time, "sleep", refuses)
    looks = [True, False, False]
    assert waiting.until(looks.pop, patience_s=60)
    assert looks == []


def test_an_error_may_pass(pauses):
    errors = [OSError("second"), OSError("first")]

    def call():
        if errors:
            raise errors.pop()

    assert waiting.retry(call, OSError, patience_s=1, every_s=0.25) is None
    assert pauses == [0.25, 0.25]


def test_the_last_error_is_raised_and_another_at_once(pauses):
    def call():
        raise ConnectionRefusedError(f"after {len(pauses)} pauses")

    with pytest.raises(ConnectionRefusedError, match="after 5 pauses"):
        waiting.retry(call, ConnectionRefusedError, patience_s=1, every_s=0.25)
    pauses.clear()
    with pytest.raises(ConnectionRefusedError, match="after 0 pauses"):
        waiting.retry(call, BlockingIOError, patience_s=1, every_s=0.25)
