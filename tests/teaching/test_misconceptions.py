"""helpers.teaching.misconceptions: what many of a class got wrong is listed, and what few did is not."""

from dataclasses import replace

from helpers.reader import handed_in as files
from helpers.reader import intuition, vocabulary
from helpers.teaching.classroom import Member
from helpers.teaching.misconceptions import left
from tests.reader.test_handed_in import CHOICE, ENTRY, NUMBER, answer


def a_class(*handed_in):
    return [Member(number, one) for number, one in enumerate(handed_in, start=1)]


def of(*answers, measurements=()):
    return files.without_names(measurements, answers)


def lab(predicted, **changes):
    entry = replace(ENTRY, kind="computing", workers="threads", predicted=predicted, **changes)
    return replace(entry, speedup=1.0, low=0.9, high=1.1)


HIGH, LOW, RIGHT = answer(NUMBER, 6, 2), answer(NUMBER, 1, 2), answer(NUMBER, 2, 2)
SAID, WAS = CHOICE.choices[:2]


def test_a_number_that_many_got_wrong_is_listed_with_how_far_off():
    (one,) = left(a_class(of(HIGH), of(HIGH), of(LOW), of(RIGHT))).wrong
    assert (one.question, one.lesson, one.cell) == (NUMBER.question, NUMBER.lesson, NUMBER.cell)
    assert (one.n_wrong, one.n_asked) == (3, 4)
    assert one.how == "2 too high, 1 too low, half of them 3 times or more"


def test_a_choice_is_listed_with_what_most_said():
    (one,) = left(a_class(*[of(answer(CHOICE, SAID, WAS))] * 3)).wrong
    assert one.how == f"3 said “{SAID}”, and mostly it was “{WAS}”"


def test_what_few_got_wrong_is_no_misconception_of_a_class():
    assert left(a_class(of(HIGH), of(HIGH), of(RIGHT))).wrong == ()
    assert left(a_class(*[of(HIGH)] * 3, *[of(RIGHT)] * 9)).wrong == ()
    assert len(left(a_class(*[of(HIGH)] * 3, *[of(RIGHT)] * 9), least=0.2).wrong) == 1


def test_who_answers_twice_counts_once_by_the_first():
    assert left(a_class(*[of(RIGHT, HIGH)] * 4)).wrong == ()


def test_of_labs_the_first_counts_and_who_expected_too_much():
    over = of(measurements=[lab(4.0), lab(1.0)])
    under = of(measurements=[lab(0.2), lab(4.0)])
    (one,) = left(a_class(over, over, over, under)).wrong
    assert one.question == "threads make Python code that computes faster"
    assert (one.n_wrong, one.n_asked, one.lesson, one.cell) == (3, 4, "01_gil", "")


def test_a_number_that_has_no_ratio_is_listed_too():
    never = answer(NUMBER, 5, 0)
    (one,) = left(a_class(*[of(never)] * 3)).wrong
    assert one.how == "3 too high, 0 too low"


def test_what_most_got_wrong_comes_first_and_leads_to_its_cell():
    both = of(HIGH, answer(CHOICE, SAID, WAS))
    found = left(a_class(both, both, both, of(HIGH)))
    assert [one.n_wrong for one in found.wrong] == [4, 3]
    shown = found._repr_html_()
    assert f'href="../{NUMBER.lesson}.ipynb#cell-id={NUMBER.cell}"' in shown
    assert str(found).splitlines()[0].startswith(f"{NUMBER.question}: 4 of 4 wrong; ")


def test_an_empty_class_has_none():
    assert "by many" in str(left([]))
    assert "by many" in left([])._repr_html_()


def test_every_belief_of_labs_names_a_lesson():
    from helpers.teaching.misconceptions import _IN_LABS  # noqa: PLC0415

    assert {lesson for _, lesson in _IN_LABS.values()} <= set(vocabulary.lessons())
    assert intuition.TOPICS[0] == "speedups"  # of which labs are


def test_a_list_to_discuss_is_short_and_says_how_many_more_there_are():
    asked = [one for one in vocabulary.questions().values() if not one.choices][:15]
    wrong = of(*[answer(one, 6, 2) for one in asked])
    found = left(a_class(wrong, wrong, wrong))
    assert (len(found.wrong), found.n_more) == (12, 3)
    for shown in (str(found), found._repr_html_()):
        assert "Not listed: 3 questions more" in shown
    everything = left(a_class(wrong, wrong, wrong), most=15)
    assert (len(everything.wrong), everything.n_more) == (15, 0)
    assert "Not listed" not in str(everything)
