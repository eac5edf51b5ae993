"""helpers.worker.returned: what is no result yet is told with the way to one."""

from concurrent.futures import ThreadPoolExecutor
from multiprocessing.pool import ThreadPool

import numpy as np
import pytest

from helpers import checks
from helpers.worker.returned import no_result_yet


def promises():
    with ThreadPool(1) as pool:
        return [pool.apply_async(abs, (1,))]


def futures():
    with ThreadPoolExecutor(1) as pool:
        return {"a": pool.submit(abs, 1)}


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (promises, "a list of ApplyResult objects, not of what .get() gives"),
        (futures, "a dict of Future objects, not of what .result() gives"),
        (lambda: iter([1]), "a list_iterator, which has given no result yet; list() asks"),
        (lambda: map(abs, [1]), "a map, which has given no result yet"),
        (lambda: {"a": promises()}, "a list of ApplyResult objects"),
        (lambda: {"a": 1}.values(), "a dict_values, which shows the dict"),
    ],
)
def test_what_has_to_be_asked_for_a_result_is_told(make, words):
    assert f"It returned {words}" in checks.observe(lambda _: make()).returned([1]).sentence


@pytest.mark.parametrize("value", [None, 1, "text", [1], {"a": [1]}, np.zeros(2), [], {1}, int])
def test_a_result_is_none_of_these(value):
    assert no_result_yet(value) == ""
