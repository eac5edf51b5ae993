"""One background thread in which the newest request wins; it knows no widget and no plot."""

import gc
import signal
import threading
from time import monotonic

__all__ = ["CLOSED", "Engine"]

CLOSED = "This lab is closed; run its cell again to open a new one."

_INTERRUPTED_WITHIN_S = 0.2
_turn = threading.Lock()  # across all engines: two that measure at once would measure each other


class Engine:
    """Does the newest of the requests, one at a time, in a thread of its own.

    A new request asks the work in progress to stop and replaces a request that waits; nothing
    queues up. Work begins once requests have paused for `debounce_s`, and while no other engine
    works, unless it need not take turns.

    Parameters
    ----------
    work : callable
        ``work(settings, stop)`` does what a request asks for and returns its outcome. It should look
        at ``stop.is_set()`` often, and may raise.
    make_stop : callable, optional
        Makes the flag for each piece of work: an object with ``set()`` and ``is_set()``. It should not
        raise.
    debounce_s : float, optional
        Seconds.
    takes_turns : bool, optional
        False for work that measures nothing: it waits for no other engine.
    on_wait : callable, optional
        ``on_wait(stop)`` is called, in the engine's thread, if another engine works now.
    """

    def __init__(
        self,
        work,
        make_stop=threading.Event,
        debounce_s=0.15,
        takes_turns=True,
        on_wait=lambda stop: None,
    ):
        self._work, self._make_stop, self._debounce_s = work, make_stop, debounce_s
        self._takes_turns, self._on_wait = takes_turns, on_wait
        self._changed = threading.Condition()
        self._request = None  # (settings, time asked), not begun
        self._stop = None  # the flag of the work in progress
        self._asked_to_stop = False  # by us; a worker may set the flag as well
        self._settled = None  # (settings, outcome, error) of the newest request, when it is done
        self._settled_at = 0.0
        self._closed = False
        self._thread = None
        self._holds_turn = False

    @property
    def busy(self):
        """Whether a request waits or is being worked on."""
        with self._changed:  # in between, while a flag is made for it, it is neither
            return self._request is not None or self._stop is not None

    def is_wanted(self, stop):
        """Tell whether nobody has asked to stop the work that was given this flag.

        Parameters
        ----------
        stop : object
            As `make_stop` has made it.

        Returns
        -------
        bool
        """
        with self._changed:
            return self._stop is stop and not self._asked_to_stop

    @property
    def thread(self):
        """The thread that works, or None before the first request."""
        return self._thread

    def request(self, settings):
        """Ask for work with these settings instead of any others.

        Parameters
        ----------
        settings : object
            Handed to `work`.

        Raises
        ------
        RuntimeError
            If the engine is closed.
        """
        with self._changed:
            if self._closed:
                raise RuntimeError(CLOSED)
            self._request = (settings, monotonic())
            self._settled = None
            self._stop_work()
            if self._thread is None:
                self._start_thread()
            self._changed.notify_all()

    def stop(self):
        """Drop the request that waits, and ask the work in progress to stop."""
        with self._changed:
            self._request = None
            self._stop_work()
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
            failed = self._settled is not None and self._settled[2] is not None
            failed = failed and monotonic() - self._settled_at <= within_s
            if failed:
                self._settled = None
            return failed

    def wait(self, timeout_s=None):
        """Wait until there is nothing more to do.

        Parameters
        ----------
        timeout_s : float, optional
            Seconds; without it, wait as long as it takes.

        Returns
        -------
        tuple or None
            ``(settings, outcome, error)`` of the newest request, one of the last two None; or None
            if it was dropped, stopped or given up.

        Raises
        ------
        TimeoutError
            If there is still work to do after `timeout_s`.
        """
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
        threading.Thread or None
            The thread that is stuck in it.
        """
        with self._changed:
            if self._stop is None:
                return None
            self._stop_work()
            stuck, self._thread, self._stop = self._thread, None, None
            self._release_turn()
            if self._request is not None:
                self._start_thread()
            self._changed.notify_all()
            return stuck

    def close(self):
        """Stop, and end the thread; the engine takes no more requests."""
        self.stop()
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _stop_work(self):
        self._asked_to_stop = True
        if self._stop is not None:
            self._stop.set()

    def _start_thread(self):
        self._thread = threading.Thread(target=self._loop, name="lab-engine", daemon=True)
        self._thread.start()

    def _loop(self):
        me = threading.current_thread()
        while True:
            with self._changed:
                settings = self._take(me)
                if settings is None:
                    return
                stop = self._stop = self._make_stop()
                self._asked_to_stop = False
            outcome = error = None
            _leave_interrupts_to_the_main_thread()
            try:
                if not self._takes_turns or self._take_turn(me, stop):
                    outcome = self._work(settings[0], stop)
            except BaseException as caught:  # whatever it is, the next request needs this thread
                error = caught
            finally:
                if hasattr(stop, "close"):
                    stop.close()
            with self._changed:
                if self._thread is me:
                    self._release_turn()
                    self._stop = None
                    if not self._asked_to_stop and (outcome is not None or error is not None):
                        self._settled, self._settled_at = (settings[0], outcome, error), monotonic()
                    self._changed.notify_all()
                    continue
            outcome = error = None  # given up meanwhile
            gc.collect()  # a pool of a run that was stuck keeps its semaphores until then
            return

    def _take(self, me):
        """Wait for a request whose debounce time is over; None when there will be none."""
        while True:
            if self._closed or self._thread is not me:
                return None
            if self._request is None:
                self._changed.wait()
                continue
            remaining_s = self._request[1] + self._debounce_s - monotonic()
            if remaining_s <= 0:
                request, self._request = self._request, None
                return request
            self._changed.wait(remaining_s)

    def _take_turn(self, me, stop):
        is_told = False
        while not stop.is_set():
            if not _turn.acquire(timeout=0.05):
                if not is_told:
                    is_told = True
                    self._on_wait(stop)
                continue
            with self._changed:
                if self._thread is me:
                    self._holds_turn = True
                    return True
            _turn.release()  # given up just now
        return False

    def _release_turn(self):
        if self._holds_turn:
            self._holds_turn = False
            _turn.release()


def _leave_interrupts_to_the_main_thread():
    """Block SIGINT in this thread and in all that it starts.

    A thread that forks may take the process's interrupt, and then the main thread sleeps on: Python
    runs the handler when that wakes up. A worker process that dies of the interrupt breaks its pool.
    Done before each piece of work, since `multiprocessing.resource_tracker` unblocks it.
    """
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
