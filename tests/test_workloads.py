"""helpers.workloads: known answers, and what a task says of itself."""

import hashlib
import math
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import workloads


@pytest.mark.parametrize(
    ("n", "count"),
    [(-5, 0), (0, 0), (2, 0), (3, 1), (4, 2), (10, 4), (100, 25), (1000, 168), (10_000, 1229)],
)
def test_count_primes_known_values(n, count):
    assert workloads.count_primes(n) == count


@given(st.integers(0, 400))
def test_count_primes_against_the_definition(n):
    primes = [p for p in range(2, n) if all(p % d for d in range(2, p))]
    assert workloads.count_primes(n) == len(primes)


@pytest.mark.parametrize(
    ("n_rounds", "key"),
    [
        (1, "120fb6cffcf8b32c43e7225256c4f837a86548c92ccc35480805987cb70be17b"),
        (4096, "c5e478d59288c841aa530db6845c4c8d962893a001ce4e11a4963873aa98134a"),
    ],
)
def test_derive_key_published_vectors(n_rounds, key):
    assert workloads.derive_key(n_rounds) == key
    assert key == hashlib.pbkdf2_hmac("sha256", b"password", b"salt", n_rounds).hex()


@given(st.integers(0, 10_000))
def test_add_up_is_gauss_sum(n):
    assert workloads.add_up(n) == n * (n - 1) // 2


def test_waiting_tasks(monkeypatch):
    slept = []
    monkeypatch.setattr(time, "sleep", slept.append)
    assert workloads.wait_for(0.25) == 0.25
    assert workloads.slow_square(12) == 144
    assert slept == [0.25, 0.1]


@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=50))
def test_sum_of_squares(values):
    total = workloads.sum_of_squares(np.array(values))
    assert total == sum(v * v for v in values)
    assert isinstance(total, int)


@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=20))
def test_sum_of_waves(values):
    total = workloads.sum_of_waves(np.array(values) / 8)
    waves = [math.sin(k * value / 8) for value in values for k in range(1, 51)]
    assert total == pytest.approx(math.fsum(waves), abs=1e-8)
    assert isinstance(total, float)


def test_the_growth_of_count_primes_by_counting_its_divisions():
    def divisions(n):
        return sum(
            next((d - 1 for d in range(3, c, 2) if d * d > c or c % d == 0), c) // 2
            for c in range(3, n, 2)
        )

    n_small, n_large = 2_000, 60_000
    exponent = math.log(divisions(n_large) / divisions(n_small), n_large / n_small)
    assert exponent == pytest.approx(workloads.count_primes.growth, abs=0.05)


def test_a_task_says_what_a_lab_needs_to_know_of_it():
    assert {name for name in workloads.__all__ if hasattr(getattr(workloads, name), "growth")} == {
        "add_up",
        "count_primes",
        "derive_key",
        "wait_for",
    }
    waits = [
        name for name in workloads.__all__ if getattr(getattr(workloads, name), "waits", False)
    ]
    assert waits == ["slow_square", "wait_for"]
