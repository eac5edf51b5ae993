"""One background thread in which the newest request wins; it knows no widget and no plot."""

import contextlib
import gc
import os
import threading
from time import monotonic

from helpers.labs.request import Request
from helpers.labs.stuck_runs import Before
from helpers.processes import interrupts, kills, marks
from helpers.wording.arguments import check_number
from helpers.wording.refusals import refuses_in_one_line
from helpers.worker.stop_flag import Stopped

__all__ = ["CLOSED", "Engine", "in_turn", "turn_is_claimed"]

_FORKED = (
    "This lab belongs to the process that opened it, and this is another one, which was forked."
)
CLOSED = "This lab is closed; run its cell again to open a new one."

_INTERRUPTED_WITHIN_S, _WEEK_S = 0.2, 604_800
_turn = threading.Lock()  # across all engines: two that measure at once would measure each other
_claims = set()  # requests that wait for it
_in_turn = None  # the engine that has it


def turn_is_claimed():
    """Tell whether a request waits until another engine is done.

    Returns
    -------
    bool
    """
    return bool(_claims)


def in_turn():
    """Return the owner of the engine that works now, of all there are.

    Returns
    -------
    object or None
    """
    engine = _in_turn
    return None if engine is None else engine.owner


def _refuse_within_a_run():
    """Refuse to make an engine in the thread of one that works now, whose turn it would wait for."""
    engine = _in_turn
    if engine is not None and engine.is_here:
        raise RuntimeError(
            f"a lab cannot be opened within a run of another, {engine.owner._name()}: it would wait for "
            "that run to end; measure.sweep measures there."
        )


class Engine:
    """Does the newest of the requests, one at a time, in a thread of its own.

    A new request asks the work in progress to stop and replaces a request that waits; nothing
    queues up. Work begins once requests have paused for `debounce_s`, and while no other engine
    works.

    Parameters
    ----------
    work : callable
        ``work(request)`` does what a `Request` asks for and returns its outcome. It should look at
        ``request.stop.is_set()`` often, and may raise.
    make_stop : callable, optional
        Makes the flag for each piece of work: an object with ``set()`` and ``is_set()``. It should not
        raise.
    debounce_s : float, optional
        Seconds.
    on_wait : callable, optional
        ``on_wait(request)`` is called, in the engine's thread, if another engine works now.
    owner : object, optional
        Who works by it, for others that wait.

    Raises
    ------
    RuntimeError
        If it is made within a run, in the thread of an engine that works now.
    """

    def __init__(
        self,
        work,
        make_stop=threading.Event,
        debounce_s=0.15,
        on_wait=lambda request: None,
        owner=None,
    ):
        _refuse_within_a_run()
        self._work, self._make_stop, self.owner = work, make_stop, owner
        self._debounce_s, self._on_wait = debounce_s, on_wait
        self._process_id = os.getpid()  # a fork has no thread of it
        self._changed = threading.Condition()
        self._waiting = None  # the request that is not begun
        self._working = None  # the one that is worked on, or whose turn has to come
        self._newest = None  # the last one, whatever has become of it
        self._settled = None  # the newest one, when it is done
        self._closed = False
        self._thread = None
        self._holds_turn = False

    @property
    def busy(self):
        """Whether a request waits or is being worked on."""
        with self._changed:  # in between it is neither
            return self._waiting is not None or self._working is not None

    @property
    def in_progress(self):
        """The `Request` that is being worked on, or None."""
        return self._working

    @property
    def is_here(self):
        """Whether the calling thread is the one that works."""
        return threading.current_thread() is self._thread

    @property
    def thread(self):
        """The thread that works, or None before the first request."""
        return self._thread

    def request(self, settings):
        """Ask for work with these settings instead of any others.

        Parameters
        ----------
        settings : object
            Handed to `work`, in a `Request`.

        Raises
        ------
        RuntimeError
            If the engine is closed, or another process has made it, or no thread can be started.
        """
        if os.getpid() != self._process_id:
            raise RuntimeError(_FORKED)
        with self._changed:
            if self._closed:
                raise RuntimeError(CLOSED)
            self._drop_all()
            self._waiting = self._newest = Request(settings)
            self._settled = None
            if self._thread is None:
                self._start_thread()
            self._changed.notify_all()

    def stop(self):
        """Drop the request that waits, and ask the work in progress to stop."""
        with self._changed:
            self._drop_all()
            self._changed.notify_all()

    def drop_failure(self, within_s):
        """Forget the newest request if it has failed just now, as if it had been stopped.

        Parameters
        ----------
        within_s : float
            Seconds ago, at most.

        Returns
        -------
        bool
            Whether it had.
        """
        with self._changed:
            newest = self._settled
            failed = newest is not None and newest.error is not None
            failed = failed and monotonic() - newest.settled_s <= within_s
            if failed:
                self._settled = None
            return failed

    @refuses_in_one_line
    def wait(self, timeout_s=None):
        """Wait until there is nothing more to do.

        Parameters
        ----------
        timeout_s : float, optional
            Seconds, up to a week; without it, wait as long as it takes.

        Returns
        -------
        Request or None
            The newest, with its outcome or its error; or None if it was dropped, stopped or given up.

        Raises
        ------
        TypeError, ValueError
            If `timeout_s` is no such number.
        TimeoutError
            If there is still work to do after `timeout_s`.
        """
        if timeout_s is not None:
            timeout_s = check_number("timeout_s", timeout_s, 0, _WEEK_S)
        with self._changed:
            # In steps if there is no limit: on Windows, Ctrl-C does not end a wait that has none.
            step_s = _INTERRUPTED_WITHIN_S if timeout_s is None else timeout_s
            while not self._changed.wait_for(lambda: not self.busy, step_s):
                if timeout_s is not None:
                    raise TimeoutError(f"The run did not end within {timeout_s:g} s.")
            return self._settled

    def give_up(self):
        """Leave work behind that does not stop; its outcome will be ignored.

        Returns
        -------
        Request or None
            The one whose thread is stuck in it.
        """
        with self._changed:
            stuck = self._working
            if stuck is None:
                return None
            stuck.drop()
            self._thread = self._working = None
            self._release_turn()
            if self._waiting is not None:
                self._start_thread()
            self._changed.notify_all()
            return stuck

    def close(self):
        """Stop, and end the thread; the engine takes no more requests."""
        with self._changed:
            self._closed = True
            self._drop_all()
            self._changed.notify_all()

    def _drop_all(self):
        for request in filter(None, (self._waiting, self._working)):
            request.drop()
        self._waiting = None

    def _start_thread(self):
        self._thread = threading.Thread(target=self._go_on, name="lab-engine", daemon=True)
        try:
            self._thread.start()
        except RuntimeError:  # the system lets this process have no more of them
            self._thread = self._waiting = None  # the next request tries again
            raise

    def _go_on(self):
        # One that was given up is sent it, and may be anywhere by then.
        with contextlib.suppress(Stopped):
            self._loop()

    def _loop(self):
        while True:
            with self._changed:
                request = self._working = self._take()
                if request is None:
                    return
                request.thread = threading.current_thread()
            outcome = error = None
            interrupts.leave_to_the_main_thread()
            marks.mark_thread()
            try:
                if self._take_turn(request):
                    with kills.are_noted():
                        outcome = self._work(request)
            except BaseException as caught:  # whatever it is, the next request needs this thread
                error = caught
            finally:
                request.end()
                if hasattr(request.stop, "close"):
                    request.stop.close()
            with self._changed:
                if self._working is request:
                    self._release_turn()
                    self._working = None
                    # What was found before a stop stays the newest, unless something new was asked for.
                    wanted = request.is_wanted or (request.is_found and request is self._newest)
                    if wanted and (outcome is not None or error is not None):
                        request.outcome, request.error = outcome, error
                        self._settled, request.settled_s = request, monotonic()
                    self._changed.notify_all()
                    continue
            outcome = error = None  # given up meanwhile
            gc.collect()  # a pool of a run that was stuck keeps its semaphores until then
            return

    def _take(self):
        """Wait for a request whose debounce time is over; None when there will be none."""
        while not self._closed:
            if self._waiting is None:
                self._changed.wait()
                continue
            remaining_s = self._waiting.asked_s + self._debounce_s - monotonic()
            if remaining_s <= 0:
                request, self._waiting = self._waiting, None
                return request
            self._changed.wait(remaining_s)
        return None

    def _take_turn(self, request):
        """Wait until no other engine works; tell whether the request is wanted by then."""
        try:
            while request.is_wanted:
                if _turn.acquire(timeout=0.05):
                    with self._changed:
                        if request.is_wanted:
                            self._hold_turn()
                            request.stop, request.before = self._make_stop(), Before.now()
                            return True
                    _turn.release()  # dropped just now
                elif not request.has_waited:
                    request.has_waited = True
                    _claims.add(request)
                    self._on_wait(request)
            return False
        finally:
            _claims.discard(request)

    def _hold_turn(self):
        global _in_turn
        self._holds_turn, _in_turn = True, self

    def _release_turn(self):
        global _in_turn
        if self._holds_turn:
            self._holds_turn, _in_turn = False, None
            _turn.release()
