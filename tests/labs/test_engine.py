"""helpers.labs.engine: the newest request wins, in one thread, one engine at a time."""

import os
import queue
import signal
import sys
import threading
from asyncio import CancelledError

import hypothesis
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from helpers.labs import engine as engine_module
from helpers.labs.engine import Engine
from helpers.labs.request import Request
from helpers.processes import marks

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


def outcome_of(engine):
    settled = engine.wait(60)
    assert settled.error is None
    return settled.outcome


def test_a_request_is_worked_on_and_its_outcome_kept(make_engine):
    engine = make_engine(lambda request: request.settings * 2)
    engine.request(21)
    settled = engine.wait(30)
    assert (settled.settings, settled.outcome, settled.error) == (21, 42, None)
    assert not engine.busy


def test_a_request_whose_thread_cannot_start_is_refused_and_the_next_works(
    make_engine, monkeypatch
):
    def refuse(thread):
        raise RuntimeError("can't start new thread")

    engine = make_engine(lambda request: request.settings * 2)
    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", refuse)
        with pytest.raises(RuntimeError, match="start new thread"):
            engine.request(1)
    assert not engine.busy
    engine.request(21)
    assert outcome_of(engine) == 42


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere, no mask is told")
def test_what_its_thread_starts_is_marked_and_what_others_start_is_not(make_engine):
    engine = make_engine(lambda _: marks.is_marked(os.getpid(), threading.get_native_id()))
    for number in range(2):
        engine.request(number)
        assert outcome_of(engine) is True
    assert marks.is_marked(os.getpid(), threading.get_native_id()) is False


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
    engine = make_engine(lambda request: request.stop.wait(30), make_stop=make_stop)
    engine.request(0)
    assert looked.wait(30)
    onlooker.join(30)
    engine.stop()
    assert seen == [True]


def test_the_newest_of_many_requests_wins(make_engine):
    begun, go = [], threading.Event()

    def work(request):
        begun.append(request.settings)
        if request.settings == 0:
            go.set()
            assert request.stop.wait(30)  # asked to stop by the requests that follow
            return None
        return request.settings

    engine = make_engine(work, debounce_s=0.05)
    engine.request(0)
    assert go.wait(30)
    for settings in range(1, 51):
        engine.request(settings)
    assert outcome_of(engine) == 50
    assert begun[0] == 0
    assert begun[-1] == 50
    assert len(begun) <= 3  # one more at most, had this thread been held up between two requests


@pytest.mark.parametrize("outcome", ["fails", "returns"])
def test_work_that_was_asked_to_stop_settles_nothing(make_engine, outcome):
    begun = threading.Event()

    def work(request):
        begun.set()
        assert request.stop.wait(30)
        if outcome == "fails":
            raise OSError("broke while it was being stopped")
        return request.settings

    engine = make_engine(work)
    engine.request(1)
    assert begun.wait(30)
    engine.stop()
    assert engine.wait(30) is None


def finding(request):
    """Find something at once, and improve on it until the request is dropped."""
    request.is_found = True
    request.stop.wait(30)
    return request.settings


def begun(engine):
    """Return the request in progress, once something is found."""
    deadline = threading.Event()
    for _ in range(3000):
        request = engine.in_progress
        if request is not None and request.is_found:
            return request
        deadline.wait(0.01)
    raise TimeoutError


def test_what_was_found_before_a_stop_is_kept(make_engine):
    engine = make_engine(finding)
    engine.request(1)
    begun(engine)
    engine.stop()
    assert outcome_of(engine) == 1


def test_what_was_found_before_a_new_request_is_not_taken_for_its_outcome(make_engine):
    engine = make_engine(finding, debounce_s=0.3)
    engine.request(1)
    begun(engine)
    engine.request(2)
    engine.stop()  # before the second has begun
    assert engine.wait(30) is None


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="no signal masks here")
def test_interrupts_go_to_the_main_thread_only(make_engine):
    engine = make_engine(lambda request: signal.pthread_sigmask(signal.SIG_BLOCK, []))
    for i in range(2):
        engine.request(i)
        assert signal.SIGINT in outcome_of(engine)
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


def test_wait_says_when_the_time_is_over(make_engine):
    engine = make_engine(lambda request: request.stop.wait(30))
    engine.request(1)
    with pytest.raises(TimeoutError, match=r"0\.05 s"):
        engine.wait(0.05)


def test_two_engines_never_work_at_once(make_engine):
    inside, most = [], []

    def work(request):
        inside.append(request.settings)
        most.append(len(inside))
        threading.Event().wait(0.01)
        inside.remove(request.settings)
        return request.settings

    engines = [make_engine(work) for _ in range(4)]
    for i, engine in enumerate(engines):
        engine.request(i)
    assert [outcome_of(engine) for engine in engines] == [0, 1, 2, 3]
    assert most == [1, 1, 1, 1]


def test_who_waits_for_another_engine_is_told_once(make_engine):
    inside, let_go, told = threading.Event(), threading.Event(), []

    def tell(request):
        told.append(request)
        let_go.set()

    slow = make_engine(lambda request: inside.set() or let_go.wait(60))
    slow.request("slow")
    assert inside.wait(60)
    seen = []
    patient = make_engine(lambda request: seen.append(request) or request.settings, on_wait=tell)
    patient.request("patient")
    assert outcome_of(patient) == "patient"
    assert told == seen
    patient.request("again")
    assert outcome_of(patient) == "again"
    assert len(told) == 1  # nobody else worked


def test_an_engine_that_waits_for_its_turn_can_be_stopped_and_given_up(make_engine):
    first_works, let_go = threading.Event(), threading.Event()

    def hold(request):
        first_works.set()
        let_go.wait(30)
        return 1

    first, second = make_engine(hold), make_engine(lambda request: 2)
    first.request(1)
    assert first_works.wait(30)
    second.request(2)
    threading.Event().wait(0.1)
    second.stop()
    assert second.wait(30) is None
    second.request(2)
    while second.in_progress is None:
        threading.Event().wait(0.01)
    given_up = second.give_up()
    assert given_up.stop is None, "it has begun"
    given_up.thread.join(30)
    assert not given_up.thread.is_alive()
    let_go.set()
    assert outcome_of(first) == 1
    second.request(2)
    assert outcome_of(second) == 2


def test_work_that_is_given_up_is_ignored_and_the_next_goes_on(make_engine):
    begun, let_go = threading.Event(), threading.Event()

    def work(request):
        if request.settings == "stuck":
            begun.set()
            let_go.wait(30)
        return request.settings

    engine, other = make_engine(work), make_engine(work)
    engine.request("stuck")
    assert begun.wait(30)
    stuck = engine.give_up()
    assert stuck.thread.is_alive()
    assert engine.wait(30) is None
    other.request("another lab")  # the stuck one does not keep its turn
    assert outcome_of(other) == "another lab"
    engine.request("next")
    assert outcome_of(engine) == "next"
    let_go.set()
    stuck.thread.join(30)
    assert not stuck.thread.is_alive()
    assert outcome_of(engine) == "next"


def test_a_closed_engine_takes_no_requests(make_engine):
    engine = make_engine(lambda request: 1)
    engine.request(1)
    engine.wait(30)
    engine.close()
    with pytest.raises(RuntimeError, match="closed"):
        engine.request(2)
    engine.thread.join(30)
    assert not engine.thread.is_alive()


@pytest.mark.parametrize("kind", [ZeroDivisionError, SystemExit, CancelledError])
def test_whatever_the_work_raises_the_next_request_works(make_engine, kind):
    def work(request):
        if request.settings == "bad":
            raise kind
        return request.settings

    engine = make_engine(work)
    engine.request("bad")
    failed = engine.wait(30)
    assert (failed.settings, failed.outcome) == ("bad", None)
    assert isinstance(failed.error, kind)
    engine.request("good")
    assert outcome_of(engine) == "good"


def watches():
    return [thread for thread in threading.enumerate() if thread.name == "watch"]


def test_a_request_has_one_watch_at_a_time_and_none_once_it_is_dropped():
    request = Request("settings")
    request.thread = threading.current_thread()
    for _ in range(3):
        request.expect_within("a step", 600, lambda *_: pytest.fail("it was not late"))
    request.drop()
    for watch in watches():
        watch.join(30)
        assert not watch.is_alive()
    request.expect_within("a step", 600, lambda *_: pytest.fail("nobody wants it"))
    assert not watches()


def test_a_request_that_is_late_is_warned_of_until_its_next_step():
    request, warned = Request("settings"), threading.Event()

    def warn(late, sentence, alarm):
        assert late is request
        assert not alarm
        assert "A step has not returned for 0.01 s" in sentence
        late.is_overdue = True
        warned.set()

    request.thread = threading.current_thread()
    request.expect_within("a step", 0.01, warn)
    assert warned.wait(60)
    request.expect_within("a step", 600, warn)
    assert not request.is_overdue
    request.expect_nothing()


LONG_S = 60  # for what should come at once


class Piece:
    """Work that has begun, and goes on until it is told how to end; whether it should stop or not."""

    def __init__(self, side, request):
        self.side, self.request, self.wanted = side, request, True
        self._told, self._how = threading.Event(), None

    def do(self):
        assert self._told.wait(LONG_S)
        if self._how == "fails":
            raise OSError(self.request.settings)
        return self.request.settings if self._how == "returns" else None

    def end(self, how):
        self._how = how
        self._told.set()


class Side:
    """An engine, and what should be known of it when nothing moves."""

    def __init__(self, begun):
        self.pending = None  # the settings of the request that has not begun
        self.piece = None  # the work in progress
        self.settled = None  # the settings of the newest request, and how it ended
        self.closed = False
        self.waits_for_turn = queue.Queue()
        self._begun = begun
        self.engine = Engine(self._work, debounce_s=0, on_wait=self.waits_for_turn.put)

    def _work(self, request):
        piece = Piece(self, request)
        self._begun.put(piece)
        return piece.do()

    def want_no_longer(self):
        self.pending = None
        if self.piece is not None:
            self.piece.wanted = False

    def settled_now(self):
        """Return the settings of what the engine has settled, and how it ended."""
        request = self.engine.wait(LONG_S)
        if request is None:
            return None
        assert (request.outcome is None) != (request.error is None)
        return request.settings, "returns" if request.error is None else "fails"


class Engines(RuleBasedStateMachine):
    """Two engines that take turns; after each rule, all that can begin has begun.

    The examples above fail soon, and by name; here, orders are tried that nobody has thought of.
    """

    def __init__(self):
        super().__init__()
        self.begun = queue.Queue()
        self.sides = [Side(self.begun), Side(self.begun)]
        self.left_behind, self.threads, self.n_asked = [], set(), 0

    def come_to_rest(self):
        while self.whose_turn_may_come() and not self.in_progress():
            piece = self.begun.get(timeout=LONG_S)
            assert piece.request.settings == piece.side.pending, "the newest wins"
            piece.side.piece, piece.side.pending = piece, None
            self.threads.add(piece.request.thread)
        for side in self.whose_turn_may_come():
            while (
                side.engine.in_progress is None or side.engine.in_progress.settings != side.pending
            ):
                assert side.waits_for_turn.get(timeout=LONG_S).settings <= side.pending
        for side in self.sides:
            if side.pending is None and side.piece is None:
                assert side.settled_now() == side.settled

    def whose_turn_may_come(self):
        return [side for side in self.sides if side.pending is not None and side.piece is None]

    def in_progress(self):
        return [side.piece for side in self.sides if side.piece is not None]

    sides_of_two = st.sampled_from([0, 1])

    @rule(n=sides_of_two)
    def request(self, n):
        side = self.sides[n]
        self.n_asked += 1
        if side.closed:
            with pytest.raises(RuntimeError, match="closed"):
                side.engine.request(self.n_asked)
            return
        side.engine.request(self.n_asked)
        side.want_no_longer()
        side.pending, side.settled = self.n_asked, None
        self.come_to_rest()

    @rule(n=sides_of_two)
    def stop(self, n):
        self.sides[n].engine.stop()
        self.sides[n].want_no_longer()
        self.come_to_rest()

    @precondition(in_progress)
    @rule(how=st.sampled_from(["returns", "fails", "returns nothing"]))
    def the_work_ends(self, how):
        [piece] = self.in_progress()
        piece.end(how)
        piece.side.piece = None
        if piece.wanted and how != "returns nothing":
            piece.side.settled = piece.request.settings, how
        self.come_to_rest()

    @rule(n=sides_of_two)
    def give_up(self, n):
        side = self.sides[n]
        stuck = side.engine.give_up()
        if side.piece is not None:
            assert stuck is side.piece.request
            assert stuck.thread.is_alive()
            side.piece.wanted = False
            self.left_behind.append(side.piece)
            side.piece = None
        elif side.pending is not None:  # it has waited for its turn
            assert (stuck.settings, stuck.stop) == (side.pending, None)
            stuck.thread.join(LONG_S)
            assert not stuck.thread.is_alive()
            side.pending = None
        else:
            assert stuck is None
        self.come_to_rest()

    @precondition(lambda self: self.left_behind)
    @rule(how=st.sampled_from(["returns", "fails"]))
    def what_was_left_behind_ends(self, how):
        piece = self.left_behind.pop(0)
        piece.end(how)
        piece.request.thread.join(LONG_S)
        assert not piece.request.thread.is_alive()
        self.come_to_rest()

    @rule(n=sides_of_two)
    def drop_failure(self, n):
        side = self.sides[n]
        failed = side.settled is not None and side.settled[1] == "fails"
        assert not side.engine.drop_failure(within_s=-1)
        assert side.engine.drop_failure(within_s=10 * LONG_S) == failed
        if failed:
            side.settled = None
        self.come_to_rest()

    @rule(n=sides_of_two)
    def wait(self, n):
        if self.sides[n].piece or self.sides[n].pending:
            with pytest.raises(TimeoutError):
                self.sides[n].engine.wait(0)

    @precondition(lambda self: self.n_asked > 3)  # else little would happen
    @rule(n=sides_of_two)
    def close(self, n):
        side = self.sides[n]
        side.engine.close()
        side.want_no_longer()
        side.closed = True
        self.come_to_rest()

    @invariant()
    def one_piece_is_in_progress_and_holds_the_turn(self):
        pieces = self.in_progress()
        assert len(pieces) <= 1
        assert engine_module._turn.locked() == bool(pieces)
        assert self.begun.empty()

    @invariant()
    def who_works_is_busy_and_knows_whether_it_is_wanted(self):
        for side in self.sides:
            assert side.engine.busy == (side.piece is not None or side.pending is not None)
            if side.piece is not None:
                assert side.engine.in_progress is side.piece.request
        for piece in [*self.in_progress(), *self.left_behind]:
            assert piece.request.is_wanted == piece.wanted
            assert piece.request.stop.is_set() == (not piece.wanted)

    def teardown(self):
        for side in self.sides:
            side.engine.close()
            self.threads |= {side.engine.thread} - {None}
        for piece in [*self.in_progress(), *self.left_behind]:
            piece.end("returns")
        for thread in self.threads:
            thread.join(LONG_S)
            assert not thread.is_alive()
        assert not engine_module._turn.locked()
        assert self.begun.empty()


Engines.TestCase.settings = hypothesis.settings(
    max_examples=30, stateful_step_count=25, deadline=None
)
TestEngines = Engines.TestCase
