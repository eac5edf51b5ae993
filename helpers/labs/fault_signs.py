"""By what each fault is known, in what was seen of a program; what was not seen is not said."""

import itertools

from helpers.wording.words import counted
from helpers.worker.noted_waits import LOCK, OTHERS, QUEUE, RUNS

__all__ = ["LOOKS", "facts", "sign_of"]

_ON_END_S = 0.5  # shorter, it may be chance
_GROWN_BYTES = 30_000_000

LOOKS = {  # what the picture of each fault shows, for somebody who has named another
    "deadlock": "two threads that wait for a lock until the end, each for the other's",
    "starved pool": "a pool whose workers all wait for another thread until the end",
    "blocked loop": "an event loop that runs for long, and does not wait for the network meanwhile",
    "lost exception": "a thread that ends while others still expect something of it",
    "straggler": "one worker of a pool that goes on alone, while the others wait for a queue",
    "memory that grows": "a memory that rises from the beginning to the end",
}


def sign_of(fault, watched):
    """Say by what a fault was seen.

    Parameters
    ----------
    fault : str
        One of the faults of `faulty_programs`.
    watched : Watched

    Returns
    -------
    str
        A sentence; empty if it was not seen.
    """
    return _SIGNS[fault](watched) if watched.times_s else ""


def facts(watched):
    """Say what was seen of a program, without a name for it.

    Parameters
    ----------
    watched : Watched

    Returns
    -------
    str
    """
    seconds = f"{watched.end_s:.1f} s"
    if watched.is_over:
        told = [f"It ended by itself after {seconds}."]
    else:
        told = [f"After {seconds} it had not ended, and was ended."]
        doing = [f"{watched.name_of(t.number)} {t.state}" for t in watched.left]
        told += [f"At the end, {', '.join(doing)}."] if doing else []
    known = [watched.cpu_s[number] for number in watched.last if number in watched.cpu_s]
    cpu = f"Its threads took {sum(known):.1f} s of CPU time" if known else ""
    memory = f"its memory grew by {_grown_bytes(watched) / 1e6:.0f} MB"
    told.append(f"{cpu}, and {memory}." if cpu else f"{memory[0].upper()}{memory[1:]}.")
    told.append(
        f"The thread that looked got its turn {counted(len(watched.times_s), 'time')} meanwhile."
    )
    return " ".join(told)


def _grown_bytes(watched):
    """Return by how much the memory grew, less the program's own beginning."""
    kept = watched.memory_bytes
    return max(0, kept[-1] - kept[len(kept) // 10])


def _in_line(line):
    return "" if line is None else f" in line {line}"


def _deadlock(watched):
    if watched.is_over:
        return ""
    waiting = {t.number: t for t in watched.left if t.state == LOCK}
    for one in waiting.values():
        other = waiting.get(one.holder)
        if other is not None and other.holder == one.number:
            name, its = watched.name_of(one.number), watched.name_of(other.number)
            return (
                f"{name} waits{_in_line(one.line)} for a lock that {its} holds, and "
                f"{its}{_in_line(other.line)} for one that {name} holds."
            )
    return ""


def _starved_pool(watched):
    pool = [t for t in watched.left if t.is_in_pool]
    lasting = {s.number: s for s in watched.stretches}  # the last of each thread
    is_starved = all(t.state == OTHERS and _length_s(lasting[t.number]) >= _ON_END_S for t in pool)
    if watched.is_over or not pool or not is_starved:
        return ""
    who = (
        f"All {len(pool)} workers of the pool wait" if len(pool) > 1 else "The pool's worker waits"
    )
    return f"{who}{_in_line(pool[0].line)} for another thread; none is left to take a task."


def _blocked_loop(watched):
    loops = {t.number for seen in watched.threads for t in seen if t.has_loop}
    runs = [s for s in watched.stretches if s.number in loops and s.state == RUNS]
    longest = max(runs, key=_length_s, default=None)
    if longest is None or _length_s(longest) < _ON_END_S:
        return ""
    return (
        f"The event loop's thread ran for {_length_s(longest):.1f} s on end, at last"
        f"{_in_line(longest.line)}; meanwhile no other coroutine had its turn."
    )


def _lost_exception(watched):
    for number, error in watched.errors.items():
        ends_s = [s.end_s for s in watched.stretches if s.number == number]
        if ends_s:
            name = watched.name_of(number)
            return f"{name} was ended by {error} after {ends_s[-1]:.1f} s, and nobody was told."
    return ""


def _straggler(watched):
    ends_s = [*watched.times_s[1:], watched.end_s]
    looks = zip(watched.times_s, ends_s, map(_alone, watched.threads), strict=True)
    longest_s, who = 0.0, None
    for number, same in itertools.groupby(looks, key=lambda look: look[2]):
        same = list(same)
        if number is not None and same[-1][1] - same[0][0] > longest_s:
            longest_s, who = same[-1][1] - same[0][0], number
    if not watched.is_over or longest_s < _ON_END_S:
        return ""
    n_others = sum(t.is_in_pool for t in watched.last.values()) - 1
    others = "the other worker" if n_others == 1 else f"{n_others} others"
    return (
        f"For {longest_s:.1f} s {watched.name_of(who)} had work, and {others} waited for a queue."
    )


def _alone(seen):
    """Return the number of the one worker of a pool that has work, if there are others without."""
    pool = [t for t in seen if t.is_in_pool]
    busy = [t.number for t in pool if t.state != QUEUE]
    return busy[0] if len(busy) == 1 and len(pool) > 1 else None


def _memory_that_grows(watched):
    grown_bytes = _grown_bytes(watched)
    if grown_bytes < _GROWN_BYTES:
        return ""
    return f"The process kept {grown_bytes / 1e6:.0f} MB more at the end than at the beginning."


def _length_s(stretch):
    return stretch.end_s - stretch.start_s


_SIGNS = {
    "deadlock": _deadlock,
    "starved pool": _starved_pool,
    "blocked loop": _blocked_loop,
    "lost exception": _lost_exception,
    "straggler": _straggler,
    "memory that grows": _memory_that_grows,
}
