"""helpers.checks.pictures: what a picture carries follows from its intervals."""

import pytest

from helpers.checks import pictures

NAMES = ("threads", "processes")


@pytest.mark.parametrize("number", range(200))
def test_the_intervals_bear_out_what_is_said_of_the_claims(number):
    picture = pictures.drawn(number, "a", NAMES)
    assert list(picture.series) == list(NAMES)
    assert 2 <= len(picture.carried) <= 4
    assert picture.letters == "ABCDEF"
    rises = max(NAMES, key=lambda name: picture.series[name][4][1])
    (flat,) = set(NAMES) - {rises}
    up, level = picture.series[rises], picture.series[flat]
    assert up[4][0] > max(1, level[4][2])  # beside the loop, and beside the other
    assert up[2][0] > up[1][2]
    assert up[8][0] < up[4][1] < up[8][2]  # with 8 workers, nobody knows
    assert level[2][0] < 1 < level[2][2]
    assert up[8][2] - up[8][0] > up[2][2] - up[2][0]
    assert up[8][2] < 8 / 2  # its efficiency is below one half
    assert up[4][2] < 4
    for text, _ in picture.claims:
        assert rises in text or flat in text


def test_both_names_rise_and_every_claim_comes_up():
    drawn = [pictures.drawn(number, "a", NAMES) for number in range(200)]
    assert {max(NAMES, key=lambda name: d.series[name][4][1]) for d in drawn} == set(NAMES)
    assert len({d.carried for d in drawn}) > 20
    for number, letter in enumerate("ABCDEF"):
        carried = sum(letter in d.carried for d in drawn)
        assert 50 < carried < 150, number


def test_it_is_shown_with_a_table():
    shown = pictures.shown(7, "a", NAMES)
    assert len(shown.rows) == 8
    low, middle, high = pictures.drawn(7, "a", NAMES).series["threads"][4]
    assert f"threads, 4: {middle:.2f} ({low:.2f} to {high:.2f})" in shown.chart.caption
    assert "4 CPUs" in shown.chart.caption
    assert str(pictures.shown(..., "a", NAMES)).startswith("Not attempted yet.")
