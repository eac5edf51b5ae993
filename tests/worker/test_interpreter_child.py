"""helpers.worker.interpreter_child: what it answers, by itself and where little is to be had."""

import json
import subprocess
import sys

from helpers.processes import interpreters
from tests.notebooks import ROOT

PROGRAM = ["-P", "-s", "-S", "-m", "helpers.worker.interpreter_child"]
COUNT_UP = ["helpers.worker.contended", "count_up"]


def answers(*questions):
    """Start it, ask, and return its lines; it ends when it has been asked."""
    with subprocess.Popen(
        [sys.executable, *PROGRAM],
        env=interpreters.environment(ROOT),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as child:
        lines = [json.loads(child.stdout.readline())]
        for question in questions:
            child.stdin.write(json.dumps(question) + "\n")
            child.stdin.flush()
            lines.append(json.loads(child.stdout.readline()))
        child.stdin.close()
        assert child.wait(30) == 0
    return lines


def asked(workers, n_workers=2, task=COUNT_UP, inputs=(3, 4)):
    return {"task": task, "inputs": list(inputs), "workers": workers, "n_workers": n_workers}


def test_it_says_who_it_is_and_answers_each_line():
    who, loop, threads = answers(asked("loop"), asked("threads"))
    assert sys.version.startswith(who["version"])
    assert who["gil"] in (True, False)
    for answer in (loop, threads):
        assert answer["results"] == [3, 4]
        assert answer["lost"] == 0
        assert all(start <= end <= answer["elapsed_s"] for *_, start, end in answer["spans"])
    assert len({tuple(span[:2]) for span in loop["spans"]}) == 1


def test_an_error_is_an_answer_and_the_next_question_is_answered():
    _, error, unknown, answer = answers(
        asked("threads", task=["helpers.workloads", "nobody"]),
        {"tea": 1},
        asked("threads", task=["helpers.workloads", "add_up"]),
    )
    assert error["error"].startswith("AttributeError: ")
    assert unknown["error"].startswith("TypeError: ")
    assert answer["results"] == [3, 6]
    assert answer["lost"] is None


def test_interpreters_run_tasks_where_there_are_some():
    _, answer = answers(asked("interpreters", task=["helpers.workloads", "count_primes"]))
    if sys.version_info >= (3, 14):
        assert answer["results"] == [1, 2]
    else:
        assert "InterpreterPoolExecutor" in answer["error"]


def test_it_needs_the_standard_library_only():
    """Other interpreters have nothing else."""
    code = (
        "import sys, helpers.worker.interpreter_child, helpers.workloads\n"
        "print(*{name.partition('.')[0] for name in sys.modules} - sys.stdlib_module_names)"
    )
    command = [sys.executable, "-P", "-s", "-S", "-c", code]
    out = subprocess.run(
        command, env=interpreters.environment(ROOT), capture_output=True, text=True, check=True
    )
    assert set(out.stdout.split()) <= {"helpers", "__main__", "__mp_main__"}
