"""helpers.labs.gil_lab: threads that hand the interpreter over."""

import pytest

from helpers import labs

pytestmark = pytest.mark.usefixtures("nothing_left")


@pytest.fixture
def gil_lab():
    lab = labs.gil()
    yield lab
    lab.close()


def test_the_gil_lab_records_what_its_controls_say(gil_lab):
    slices = gil_lab.wait(timeout_s=60)
    assert {s.worker for s in slices} == {0, 1}
    gil_lab.n_threads.value = 3
    gil_lab.switch_interval.value = 1
    assert {s.worker for s in gil_lab.wait(timeout_s=60)} == {0, 1, 2}
    for kind in gil_lab.kind.options:
        gil_lab.kind.value = kind
        gil_lab.wait(timeout_s=60)
        assert kind in gil_lab.picture.caption
        assert "at the same time" in gil_lab.status.value


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ({"kind": "x"}, "kind"),
        ({"n_threads": 0}, "n_threads"),
        ({"switch_interval_ms": 0}, "switch_interval_ms"),
    ],
)
def test_a_bad_argument_of_the_gil_lab_is_named(options, name):
    with pytest.raises(ValueError, match=name):
        labs.gil(**options)
