"""Programs that never end, drawn for students to say where they wait, and why."""

import sys
import threading
from typing import NamedTuple

from helpers.checks import draws, hanging_programs
from helpers.processes.waiting import scaled, until

__all__ = ["Hang", "drawn"]

_FILE = "<the program>"
_COMES_S, _STAYS_S = 15.0, 1.0


class Hang(NamedTuple):
    """A program, and reasons of which one is why it hangs.

    Attributes
    ----------
    text : str
    who : str
        The name of the thread that is asked for.
    line : int
        Where that waits for ever.
    reasons : dict of str to str
        By the letters by which they are chosen.
    reason : str
        The letter of the one that is right.
    """

    text: str
    who: str
    line: int
    reasons: dict
    reason: str

    def __str__(self):
        lines = [f"{n:2}  {line}" for n, line in enumerate(self.text.splitlines(), start=1)]
        reasons = [f"{letter}  {told}" for letter, told in self.reasons.items()]
        where = f"In which line does {self.who} wait for ever?"
        return "\n".join([*lines, "", where, "Why?", *reasons])

    def line_seen(self):
        """Run the program in threads of this process, and look where the thread that is asked for waits.

        They never end: call this in a process that does.

        Returns
        -------
        int or None
            Its line, if it came to where it should wait, and stayed there; else None.
        """
        names = {"__name__": "the_program"}
        main = threading.Thread(
            target=exec,
            args=(compile(self.text, _FILE, "exec"), names),
            name=hanging_programs.MAIN,
            daemon=True,
        )
        main.start()
        return self.line if until(self._stays, scaled(_COMES_S)) else None

    def _stays(self):
        """Tell whether the thread is where it should wait, and stays: it may pass there, too."""
        if _line_of(self.who) != self.line:
            return False
        return not until(lambda: _line_of(self.who) != self.line, scaled(_STAYS_S))


def _line_of(name):
    """Return the line of the program in which a thread is; None if it is not there."""
    ids = [thread.ident for thread in threading.enumerate() if thread.name == name]
    frame = sys._current_frames().get(ids[0]) if ids else None
    while frame is not None and frame.f_code.co_filename != _FILE:
        frame = frame.f_back
    return None if frame is None else frame.f_lineno


def drawn(number, exercise, kind):
    """Draw a program for a student.

    Parameters
    ----------
    number, exercise
        As for `draws.drawing_from`.
    kind : str
        "thread" or "process": the workers that hang, or are waited for.

    Returns
    -------
    Hang
    """
    by = draws.drawing_from(number, exercise)
    programs = hanging_programs.PROGRAMS[kind]
    chosen = by.choice(programs)
    others = [program.why for program in programs if program is not chosen]
    reasons = [chosen.why, *by.sample(others, 3)]
    by.shuffle(reasons)
    lines = chosen.text.strip("\n").splitlines()
    # Lines that change nothing move those that matter, so that their numbers differ between neighbours.
    n_more = by.randint(0, 3)
    place = 1 + max(i for i, line in enumerate(lines) if line.startswith("import "))
    lines[place:place] = ["", *by.sample(hanging_programs.HARMLESS, n_more)] if n_more else []
    marked = next(i for i, line in enumerate(lines) if line.endswith(hanging_programs.HERE))
    lines[marked] = lines[marked].removesuffix(hanging_programs.HERE)
    lettered = dict(zip("ABCD", reasons, strict=True))
    right = next(letter for letter, why in lettered.items() if why == chosen.why)
    return Hang("\n".join(lines), chosen.who, marked + 1, lettered, right)
