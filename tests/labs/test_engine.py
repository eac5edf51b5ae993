"""helpers.labs.engine: the newest request wins, in one thread, one engine at a time."""

import signal
import threading
from asyncio import CancelledError

import pytest

from helpers.labs.engine import Engine

pytestmark = pytest.mark.usefixtures("nothing_left")


@pytest.fixture
def make_engine():
    engines = []

    def make(work, **options):
        engines.append(Engine(work, **{"debounce_s": 0.01, **options}))
        return engines[-1]

    yield make
    for engine in engines:
        engine.close()
        if engine.thread:
            engine.thread.join(10)


def test_a_request_is_worked_on_and_its_outcome_kept(make_engine):
    engine = make_engine(lambda settings, stop: settings * 2)
    engine.request(21)
    assert engine.wait(30) == (21, 42, None)
    assert not engine.busy


def test_it_is_busy_also_while_a_request_becomes_work(make_engine):
    seen, looked = [], threading.Event()

    def look():
        looked.set()
        seen.append(engine.busy)

    def make_stop():
        onlooker.start()
        assert looked.wait(30)
        onlooker.join(0.2)  # time to look; it may have to wait until there is a flag
        return threading.Event()

    onlooker = threading.Thread(target=look)
    engine = make_engine(lambda settings, stop: stop.wait(30), make_stop=make_stop)
    engine.request(0)
    assert looked.wait(30)
    onlooker.join(30)
    engine.stop()
    assert seen == [True]


def test_the_newest_of_many_requests_wins(make_engine):
    begun, go = [], threading.Event()

    def work(settings, stop):
        begun.append(settings)
        if settings == 0:
            go.set()
            assert stop.wait(30)  # asked to stop by the requests that follow
            return None
        return settings

    engine = make_engine(work, debounce_s=0.05)
    engine.request(0)
    assert go.wait(30)
    for settings in range(1, 51):
        engine.request(settings)
    assert engine.wait(30) == (50, 50, None)
    assert begun[0] == 0
    assert begun[-1] == 50
    assert len(begun) <= 3  # one more at most, had this thread been held up between two requests


def test_an_error_is_kept_and_the_next_request_works(make_engine):
    engine = make_engine(lambda settings, stop: 1 // settings)
    engine.request(0)
    settings, outcome, error = engine.wait(30)
    assert (settings, outcome) == (0, None)
    assert isinstance(error, ZeroDivisionError)
    engine.request(1)
    assert engine.wait(30) == (1, 1, None)


def test_stop_reaches_the_work_and_drops_what_waits(make_engine):
    begun = threading.Event()

    def work(settings, stop):
        begun.set()
        assert stop.wait(30)

    engine = make_engine(work)
    engine.request(1)
    assert begun.wait(30)
    engine.stop()
    assert engine.wait(30) is None


@pytest.mark.parametrize("outcome", ["fails", "returns"])
def test_work_that_was_asked_to_stop_settles_nothing(make_engine, outcome):
    begun = threading.Event()

    def work(settings, stop):
        begun.set()
        assert stop.wait(30)
        if outcome == "fails":
            raise OSError("broke while it was being stopped")
        return settings

    engine = make_engine(work)
    engine.request(1)
    assert begun.wait(30)
    engine.stop()
    assert engine.wait(30) is None


def test_a_failure_can_be_dropped_while_it_is_new(make_engine):
    engine = make_engine(lambda settings, stop: 1 // settings)
    engine.request(1)
    assert engine.wait(30)[1] == 1
    assert not engine.drop_failure(within_s=60), "a result is no failure"
    engine.request(0)
    assert engine.wait(30)[2] is not None
    assert not engine.drop_failure(within_s=-1), "an old failure stays"
    assert engine.drop_failure(within_s=60)
    assert engine.wait(30) is None


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="no signal masks here")
def test_interrupts_go_to_the_main_thread_only(make_engine):
    engine = make_engine(lambda settings, stop: signal.pthread_sigmask(signal.SIG_BLOCK, []))
    for i in range(2):
        engine.request(i)
        assert signal.SIGINT in engine.wait(30)[1]
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


def test_wait_says_when_the_time_is_over(make_engine):
    engine = make_engine(lambda settings, stop: stop.wait(30))
    engine.request(1)
    with pytest.raises(TimeoutError, match=r"0\.05 s"):
        engine.wait(0.05)


def test_two_engines_never_work_at_once(make_engine):
    inside, most = [], []

    def work(settings, stop):
        inside.append(settings)
        most.append(len(inside))
        threading.Event().wait(0.01)
        inside.remove(settings)
        return settings

    engines = [make_engine(work) for _ in range(4)]
    for i, engine in enumerate(engines):
        engine.request(i)
    assert [engine.wait(30)[1] for engine in engines] == [0, 1, 2, 3]
    assert most == [1, 1, 1, 1]


def test_who_waits_for_another_engine_is_told_once(make_engine):
    inside, let_go, told = threading.Event(), threading.Event(), []

    def tell(stop):
        told.append(stop)
        let_go.set()

    slow = make_engine(lambda settings, stop: inside.set() or let_go.wait(60))
    slow.request("slow")
    assert inside.wait(60)
    seen = []
    patient = make_engine(lambda settings, stop: seen.append(stop) or settings, on_wait=tell)
    patient.request("patient")
    assert patient.wait(60)[1] == "patient"
    assert told == seen
    patient.request("again")
    assert patient.wait(60)[1] == "again"
    assert len(told) == 1  # nobody else worked


def test_work_that_takes_no_turns_waits_for_no_other(make_engine):
    inside, let_go = threading.Event(), threading.Event()
    slow = make_engine(lambda settings, stop: inside.set() or let_go.wait(60))
    slow.request("slow")
    assert inside.wait(60)
    quick = make_engine(lambda settings, stop: settings, takes_turns=False)
    quick.request("quick")
    assert quick.wait(60) == ("quick", "quick", None)
    assert slow.busy
    let_go.set()


def test_an_engine_that_waits_for_its_turn_can_be_stopped(make_engine):
    first_works, let_go = threading.Event(), threading.Event()

    def hold(settings, stop):
        first_works.set()
        let_go.wait(30)
        return 1

    first, second = make_engine(hold), make_engine(lambda settings, stop: 2)
    first.request(1)
    assert first_works.wait(30)
    second.request(2)
    threading.Event().wait(0.1)
    second.stop()
    assert second.wait(30) is None
    let_go.set()
    assert first.wait(30)[1] == 1


def test_work_that_is_given_up_is_ignored_and_the_next_goes_on(make_engine):
    begun, let_go = threading.Event(), threading.Event()

    def work(settings, stop):
        if settings == "stuck":
            begun.set()
            let_go.wait(30)
        return settings

    engine, other = make_engine(work), make_engine(work)
    engine.request("stuck")
    assert begun.wait(30)
    stuck = engine.give_up()
    assert stuck.is_alive()
    assert engine.wait(30) is None
    other.request("another lab")  # the stuck one does not keep its turn
    assert other.wait(30)[1] == "another lab"
    engine.request("next")
    assert engine.wait(30)[1] == "next"
    let_go.set()
    stuck.join(30)
    assert not stuck.is_alive()
    assert engine.wait(30) == ("next", "next", None)


def test_giving_up_nothing_does_nothing(make_engine):
    assert make_engine(lambda settings, stop: 1).give_up() is None


def test_a_closed_engine_takes_no_requests(make_engine):
    engine = make_engine(lambda settings, stop: 1)
    engine.request(1)
    engine.wait(30)
    engine.close()
    with pytest.raises(RuntimeError, match="closed"):
        engine.request(2)
    engine.thread.join(30)
    assert not engine.thread.is_alive()


@pytest.mark.parametrize("kind", [SystemExit, CancelledError])
def test_whatever_the_work_raises_the_next_request_works(make_engine, kind):
    def work(settings, stop):
        if settings == "bad":
            raise kind
        return settings

    engine = make_engine(work)
    engine.request("bad")
    assert isinstance(engine.wait(30)[2], kind)
    engine.request("good")
    assert engine.wait(30) == ("good", "good", None)
