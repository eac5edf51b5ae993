"""helpers.labs.view: what controls stand for."""

import pytest

from helpers.labs import view


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5, 8, 32, 64, 100])
def test_the_numbers_of_workers_end_with_the_one_asked_for(n):
    numbers = view.numbers_up_to(n)
    assert numbers[-1] == n
    assert numbers == sorted(set(numbers))
    assert numbers[0] == 1
    assert len(numbers) <= 8
