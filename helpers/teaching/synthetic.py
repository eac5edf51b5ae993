"""A class that nobody has taught, to try with: files as students hand them in, each marked as synthetic."""

import random
from pathlib import Path
from zlib import crc32

from helpers import laws
from helpers.measure import verdict_of
from helpers.reader import curves, intuition, journal, vocabulary
from helpers.reader import handed_in as files
from helpers.wording.arguments import check_count

__all__ = ["MOST", "make"]

MOST = 1_000  # machines
_CPUS = (1, 2, 4, 4, 8, 8, 8, 16)
_SYSTEMS = (  # and by which method its Python starts workers
    ("Linux x86_64", "3.12.7", "fork"),
    ("Linux x86_64", "3.14.0", "forkserver"),
    ("Darwin arm64", "3.13.1", "spawn"),
    ("Windows AMD64", "3.13.1", "spawn"),
)
_START_UP = {"fork": 0.02, "forkserver": 0.1, "spawn": 0.2}  # shares of the loop's time
_LABS = (  # lesson, tool, task, kind, workers
    ("00_start_here", "with_threads", "wait_for", "waiting", "threads"),
    ("01_gil", "with_threads", "count_primes", "computing", "threads"),
    ("02_multiprocessing", "with_pool", "count_primes", "computing", "processes"),
    ("07_choosing", "with_processes", "count_primes", "computing", "processes"),
)
_N_TASKS, _TASK_SIZE_MS = 16, 30.0


def make(folder, n_machines=30, seed=0, with_faults=True):
    """Write the files of a synthetic class.

    Parameters
    ----------
    folder : str or pathlib.Path
        Made if it is not there; it must be empty.
    n_machines : int, optional
        From 1 to `MOST`.
    seed : int, optional
        The same one makes the same class.
    with_faults : bool, optional
        Whether there are files, too, that are to be left out: a broken one, a doubled, a forged and a huge.

    Returns
    -------
    list of pathlib.Path

    Raises
    ------
    ValueError
        If something is in the folder already.
    """
    check_count("n_machines", n_machines, MOST)
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise ValueError(
            f"folder must be empty or new, so that nothing is mixed up: {folder} is not."
        )
    chance = random.Random(seed)
    made = {f"synthetic-{i:03}.json": _one(chance) for i in range(1, n_machines + 1)}
    texts = {name: files.as_text(one) for name, one in made.items()}
    if with_faults:
        first = next(iter(made.values()))
        texts |= {
            "synthetic-broken.json": files.as_text(first)[:-100],
            "synthetic-doubled.json": files.as_text(first),
            "synthetic-forged.json": files.as_text(_forged(chance)),
            "synthetic-huge.json": " " * (files.LARGEST_BYTES + 1),
        }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in texts]


def _one(chance):
    """Make up what one student hands in, who has come as far as chance will have it."""
    n_lessons = chance.randint(3, len(vocabulary.lessons()) or 3)
    done = vocabulary.lessons()[:n_lessons]
    n_cpus, system = chance.choice(_CPUS), chance.choice(_SYSTEMS)
    skill = chance.uniform(0.2, 0.9)  # how often what they expect is right
    labs = [_measured(chance, lab, n_cpus, system, skill) for lab in _LABS if lab[0] in done]
    answers = [
        _answered(chance, asked, skill)
        for asked in vocabulary.questions().values()
        if asked.lesson in done and chance.random() < 0.8
    ]
    return files.without_names(labs, answers, is_synthetic=True)


def _measured(chance, lab, n_cpus, system, skill):
    lesson, tool, task, kind, workers = lab
    name, python, start_method = system
    most = max(2, min(16, n_cpus))
    n_workers = [n for n in (1, 2, 4, 8, 16) if n <= most]
    in_parallel = {"waiting": most, "computing": 1 if workers == "threads" else n_cpus}[kind]
    cost = (_START_UP[start_method] if workers == "processes" else 0.02) * chance.uniform(0.4, 2)
    serial = chance.uniform(0.01, 0.1)
    speedup = [
        chance.gauss(1, 0.02)
        / (1 / laws.amdahl_speedup(serial, min(n, in_parallel)) + cost * (1 + n / 16))
        for n in n_workers
    ]
    last = speedup[-1]
    low, high = last * chance.uniform(0.9, 0.97), last * chance.uniform(1.03, 1.1)
    expected = last if chance.random() < skill else most * chance.uniform(0.7, 1.1)
    return journal.Entry(
        when="",
        lesson=lesson,
        tool=tool,
        task=task,
        task_size_ms=_TASK_SIZE_MS,
        n_tasks=_N_TASKS,
        n_workers=n_workers[-1],
        predicted=round(expected, 1),
        speedup=last,
        low=low,
        high=high,
        verdict=str(verdict_of((low, high))),
        machine=f"{name}, {n_cpus} usable CPUs, Python {python}",
        kind=kind,
        workers=workers,
        loop_ms=_TASK_SIZE_MS,
        start_method=start_method,
        curve=curves.curve_of(n_workers, speedup),
    )


def _answered(chance, asked, skill):
    # What comes true is the same for all, whatever it would be in truth.
    fate = random.Random(crc32(asked.question.encode()))
    if asked.choices:
        was = fate.choice(asked.choices)
        said = was if chance.random() < skill else chance.choice(asked.choices)
        return intuition.beside(asked.lesson, asked.topic, asked.question, said, was)
    was = 2 ** fate.uniform(-2, 6) * chance.gauss(1, 0.03)
    off = 1 if chance.random() < skill else 2 ** chance.gauss(0.8, 1)
    said = float(f"{was * off:.2g}")
    return intuition.beside(asked.lesson, asked.topic, asked.question, said, was)


def _forged(chance):
    entry = _measured(chance, _LABS[0], 4, _SYSTEMS[0], 1.0)
    far = journal.Entry(**{**vars(entry), "speedup": 99.5, "low": 98.1, "high": 101.3})
    return files.without_names([far], [], is_synthetic=True)
