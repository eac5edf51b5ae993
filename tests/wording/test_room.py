"""helpers.wording.room: which kind of room is lacking, in words that others go on after."""

import errno
import os

import pytest

from helpers.wording.errors import short_error
from helpers.wording.room import lack_of_room

LACKS = [errno.ENOSPC, errno.EDQUOT, errno.EFBIG]


def no_room(number):
    return OSError(number, os.strerror(number), "/tmp/x")


def test_a_limit_is_not_called_a_full_disk():
    told = [lack_of_room(no_room(number)) for number in LACKS]
    beginnings = "the disk is full", "your share of the disk", "no file may grow any further"
    assert [t.startswith(b) for t, b in zip(told, beginnings, strict=True)] == [True] * len(LACKS)


@pytest.mark.parametrize("number", LACKS)
def test_others_go_on_after_it(number):
    told = lack_of_room(no_room(number))
    assert told[0].islower()
    assert told[-1] not in ".,;:"
    assert "\n" not in told
    assert short_error(no_room(number)) == f"OSError: {told}; /tmp/x could not be written."


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.EMFILE, "Too many open files"),
        OSError("no number"),
        MemoryError(),
        KeyError(1),
    ],
)
def test_of_anything_else_nothing_is_said(error):
    assert lack_of_room(error) is None
