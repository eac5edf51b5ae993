"""helpers.measure.builds and children: the same threads under several Pythons, some of them made up."""

import threading

import pytest

from helpers import workloads
from helpers.measure import builds
from helpers.measure.builds import Build, builds_of
from helpers.processes import interpreters
from helpers.processes.interpreters import Interpreter
from helpers.worker import contended
from helpers.worker.stop_flag import StopFlag, Stopped
from tests.interpreters import answering, fake, posing


def made_up(release, built_free=False):
    version = tuple(map(int, release.split(".")))
    return Interpreter(f"/{release}", version, release, built_free, not built_free)


@pytest.fixture(scope="module")
def here():
    return interpreters.this_one()


@pytest.fixture
def ordinary(here):
    """This Python, as a build."""
    return Build("here", here)


def names_of(*found):
    return [build.name for build in builds_of(list(found))]


def test_a_free_threaded_one_comes_twice_and_interpreters_once():
    found = [made_up("3.13.1"), made_up("3.15.0", True), made_up("3.15.0"), made_up("3.14.0")]
    assert names_of(*found) == [
        "3.13",
        "3.15t, GIL off",
        "3.15t, GIL on",
        "3.15",
        "3.15, interpreters",
        "3.14",
    ]


def test_where_only_a_free_threaded_one_has_interpreters_they_are_its():
    its = builds_of([made_up("3.13.1"), made_up("3.14.0", True), made_up("3.15.0", True)])
    names = [build.name for build in its]
    assert names[1:4] == ["3.14t, GIL off", "3.14t, GIL on", "3.14t, interpreters"]
    assert (its[3].gil, its[3].workers) == (False, "interpreters")
    assert names_of(made_up("3.13.1"), made_up("3.13.1", True))[-1] == "3.13t, GIL on"


def test_of_many_those_stay_that_show_more():
    free = [made_up("3.15.0", True), made_up("3.14.0", True)]
    others = [made_up(f"3.{minor}.0") for minor in (16, 15, 14, 13)]
    names = names_of(made_up("3.12.1"), *others, *free)
    assert names == [
        "3.12",
        "3.16, interpreters",
        "3.15t, GIL off",
        "3.15t, GIL on",
        "3.14t, GIL off",
        "3.14t, GIL on",
    ]
    assert len(names) == builds.MOST_BUILDS


def test_this_one_stays_if_it_is_free_threaded_itself():
    free = [made_up(f"3.{minor}.0", True) for minor in (14, 17, 16, 15)]
    names = names_of(*free)
    assert names[:2] == ["3.14t, GIL off", "3.14t, GIL on"]
    assert len(names) == builds.MOST_BUILDS


def test_interpreters_share_no_object():
    pool = builds_of([made_up("3.14.0")])[1]
    assert pool.workers == "interpreters"
    assert builds.suits(pool, workloads.count_primes)
    assert not builds.suits(pool, contended.count_up)
    with pytest.raises(ValueError, match="builds has none that can run count_up"):
        builds.iter_builds([pool], contended.count_up, [1], [2])


@pytest.mark.parametrize("task", builds.TASKS.values(), ids=list(builds.TASKS))
def test_every_task_runs_in_a_child_and_gives_the_same_results(ordinary, task):
    inputs = [100, 110, 120]
    m = builds.sweep_builds([ordinary], task, inputs, [2], n_rounds=1)["here"]
    assert m.results == [task(value) for value in inputs]
    assert (m.n_workers, len(m.baselines_s), len(m.runs[0])) == ([2], 1, 1)
    run = m.runs[0][0]
    assert len(run.spans) == 3
    assert all(0 <= span.start_s <= span.end_s <= run.elapsed_s for span in run.spans)
    is_shared = contended.is_shared(task)
    assert m.n_updates == (sum(inputs) if is_shared else 0)
    assert (m.lost is None) is not is_shared


def test_a_lock_and_a_list_lose_nothing(ordinary):
    for name in ("shared counter, locked", "shared list"):
        m = builds.sweep_builds([ordinary], builds.TASKS[name], [5000] * 4, [2, 4], n_rounds=2)
        assert m["here"].lost == (0, 0)


def test_what_is_lost_is_what_is_missing():
    contended.reset()
    contended.count_up(10)
    assert contended.lost(contended.count_up, 30) == 20
    assert contended.lost(contended.count_up_locked, 30) == 20
    contended.count_in_dict(17)
    assert contended.lost(contended.count_in_dict, 20) == 3
    contended._shared.items += [1, 2]
    assert contended.lost(contended.append_and_pop, 5) == 2
    contended.reset()
    assert contended.lost(contended.append_and_pop, 5) == 0
    assert contended.lost(contended.count_up, 30) == 30


def test_a_loss_that_a_child_tells_is_kept(ordinary, monkeypatch):
    run = builds_child_run(monkeypatch, lambda answer: {**answer, "lost": 7})
    m = builds.sweep_builds([ordinary], contended.count_up, [10, 10], [1, 2], n_rounds=2)["here"]
    assert m.lost == (7, 7)  # those of the runs with two threads
    assert len(run) >= 6


def builds_child_run(monkeypatch, change):
    """Let every child answer otherwise; return the list of what it was asked."""
    from helpers.measure.children import Child  # noqa: PLC0415

    asked, plain = [], Child.run

    def run(self, *arguments):
        asked.append(arguments)
        return change(plain(self, *arguments))

    monkeypatch.setattr(Child, "run", run)
    return asked


def test_each_round_begins_with_another_build_and_number(ordinary, monkeypatch):
    asked = builds_child_run(monkeypatch, lambda answer: answer)
    two = [ordinary, ordinary._replace(name="again")]
    measured = builds.sweep_builds(two, contended.count_up, [10], [1, 2], n_rounds=2)
    assert [len(m.baselines_s) for m in measured.values()] == [2, 2]
    order = [(workers, n) for _, _, workers, n in asked[2:]]  # less a first call of each
    first = [("loop", 1), ("threads", 1), ("threads", 2)]
    second = [("threads", 1), ("threads", 2), ("loop", 1)]
    assert order == [*first, *first, *second, *second]


def test_one_is_yielded_for_each_step_also_when_a_build_fails(ordinary, tmp_path):
    broken = ordinary._replace(
        name="broken", interpreter=ordinary.interpreter._replace(path=fake(tmp_path / "p", "no"))
    )
    failures, steps = [], []
    yielded = list(
        builds.iter_builds(
            [broken, ordinary],
            contended.count_up,
            [10],
            [2],
            n_rounds=2,
            on_step=steps.append,
            on_failure=lambda build, told: failures.append((build.name, told)),
        )
    )
    assert len(yielded) == 2 * 2 * 2
    assert failures == [("broken", "Python broken does not answer as it should: no.")]
    assert all(set(known) == {"here"} for known in yielded)
    assert steps[0].what == "the start of Python broken"
    assert steps[-1].expected_s > 0


@pytest.mark.parametrize(
    ("answer", "told"),
    [("no", "does not answer as it should: no"), ("{", "does not answer"), ("[1]", "does not")],
)
def test_a_build_that_cannot_do_it_is_told(ordinary, tmp_path, answer, told):
    path = fake(tmp_path / "python", answer)
    build = ordinary._replace(interpreter=ordinary.interpreter._replace(path=path))
    with pytest.raises(RuntimeError, match=f"^Python here {told}"):
        builds.sweep_builds([build], contended.count_up, [10], [2])


def test_one_that_ends_says_why(ordinary, tmp_path):
    path = fake(tmp_path / "python", "", code=3)
    silent = ordinary._replace(interpreter=ordinary.interpreter._replace(path=path))
    told = "Python here does not answer as it should: exit code 3"
    with pytest.raises(RuntimeError, match=told):
        builds.sweep_builds([silent], contended.count_up, [10], [2])
    gone = ordinary._replace(interpreter=ordinary.interpreter._replace(path="/nowhere/python"))
    with pytest.raises(RuntimeError, match="Python here could not be started"):
        builds.sweep_builds([gone], contended.count_up, [10], [2])


def test_a_task_that_is_not_there_is_told(ordinary):
    def nobody_knows(n):
        return n

    with pytest.raises(RuntimeError, match=r"could not run .*nobody_knows: .*Error: "):
        builds.sweep_builds([ordinary], nobody_knows, [10], [2])


def test_other_results_are_no_measurement(ordinary, monkeypatch):
    answers = iter([[1], [1], [2]])  # a first call, the loop, two threads
    builds_child_run(monkeypatch, lambda answer: {**answer, "results": next(answers)})
    with pytest.raises(RuntimeError, match="has other results of count_up than another Python"):
        builds.sweep_builds([ordinary], contended.count_up, [10], [2], n_rounds=1)


def test_the_gil_is_asked_for(tmp_path):
    answer = answering("3.14.0", built_free=True, gil=False)
    one = interpreters.ask(posing(tmp_path / "python3.14t", answer))
    off, on, *_ = builds_of([one])
    measured = builds.sweep_builds([off, on], workloads.add_up, [10, 20], [2], n_rounds=1)
    assert list(measured) == ["3.14t, GIL off", "3.14t, GIL on"]


def test_one_that_has_its_gil_all_the_same_is_left_out(tmp_path, capsys):
    answer = answering("3.14.0", built_free=True, gil=False)
    off, on, *_ = builds_of(
        [interpreters.ask(posing(tmp_path / "python3.14t", answer, gil="True"))]
    )
    told = "Python 3.14t, GIL off has its GIL on all the same."
    assert list(builds.sweep_builds([off, on], workloads.add_up, [10], [2])) == ["3.14t, GIL on"]
    assert capsys.readouterr().out == f"{told}\n"
    with pytest.raises(RuntimeError, match=told):
        builds.sweep_builds([off], workloads.add_up, [10], [2])


def test_stop_ends_the_children(ordinary, monkeypatch):
    from helpers.measure import children  # noqa: PLC0415

    started, plain = [], children.subprocess.Popen

    def noted(*arguments, **options):
        started.append(plain(*arguments, **options))
        return started[-1]

    monkeypatch.setattr(children.subprocess, "Popen", noted)
    with StopFlag() as stop:
        timer = threading.Timer(0.5, stop.set)
        timer.start()
        # Hours of adding up, in one call of C that keeps the GIL.
        with pytest.raises(Stopped):
            list(builds.iter_builds([ordinary], workloads.add_up, [10**13], [2], stop=stop))
        timer.join()
    assert started
    assert all(process.poll() is not None for process in started)


def test_who_takes_no_further_step_leaves_nothing(ordinary, monkeypatch):
    from helpers.measure import children  # noqa: PLC0415

    ended, plain = [], children.Child.end

    def end(self):
        plain(self)
        ended.append(self._process.wait(30))

    monkeypatch.setattr(children.Child, "end", end)
    steps = builds.iter_builds([ordinary], contended.count_up, [10], [2])
    next(steps)
    steps.close()
    assert len(ended) == 1


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ({"inputs": 5}, "inputs"),
        ({"n_threads": [0]}, "n_threads"),
        ({"n_rounds": 0}, "n_rounds"),
        ({"budget_s": -1}, "budget_s"),
        ({"builds": []}, "builds"),
    ],
)
def test_a_bad_argument_is_named(ordinary, options, name):
    given = {"builds": [ordinary], "inputs": [10], "n_threads": [2], **options}
    with pytest.raises((TypeError, ValueError), match=name):
        builds.iter_builds(given.pop("builds"), contended.count_up, **given)
