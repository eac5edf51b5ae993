"""Measure the speed of labs and helpers: ``python -m tests.benchmark``.

A table of ratios and times beside what they should reach. Nothing is asserted: on a busy machine a
figure may miss its mark, and a second run tells. What is compared is measured in turn in one run.
"""

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import nbformat

from helpers import labs, machine, measure, workloads
from helpers.lifeline import StopFlag
from helpers.timeline import Traced
from tests import jupyterlab, notebooks
from tests.tasks import with_threads


def with_process_pool(task, inputs, n_workers):
    """The runner of most lessons."""
    with ProcessPoolExecutor(n_workers) as pool:
        return list(pool.map(task, inputs))


def tracing():
    """Time a traced and a bare call in turn; yields the cost of tracing a task."""
    n = 100_000
    with StopFlag() as stop:
        traced, differences = Traced(abs, stop), []
        for _ in range(9):
            times = []
            for task in (abs, traced):
                start_s = time.perf_counter()
                for value in range(n):
                    task(value)
                times.append(time.perf_counter() - start_s)
            differences.append((times[1] - times[0]) / n)
    yield "tracing costs a task", f"{1e6 * statistics.median(differences):.2f} us", "<= 3 us"


def imports():
    """Start interpreters in turn, with and without `helpers.workloads`."""
    times = {"pass": [], "import helpers.workloads": []}
    # As for a reader: with the compiled files that Python keeps unless it is told not to.
    usual = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    for _ in range(25):
        for code, taken in times.items():
            start_s = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], check=True, env=usual)
            taken.append(time.perf_counter() - start_s)
    bare_s, loaded_s = (statistics.median(taken) for taken in times.values())
    yield "import helpers.workloads adds", f"{1000 * (loaded_s - bare_s):.1f} ms", "<= 5 ms"


def ceilings():
    """Compare process runs of 100 ms tasks with the machine's ceiling, in interleaved pairs."""
    n = max(2, machine.usable_cpus())
    inputs = workloads.inputs_for(workloads.count_primes, 100, 10 * n)
    pairs = []
    for _ in range(7):
        before = measure.ceiling(n)
        m = measure.sweep(with_process_pool, workloads.count_primes, inputs, [n], n_repeats=1)
        pairs.append((m.speedup[0], statistics.mean([before, measure.ceiling(n)])))
    reached, ceiling = (statistics.median(values) for values in zip(*pairs, strict=True))
    ratio = statistics.median(speedup / limit for speedup, limit in pairs)
    told = f"{ratio:.2f} ({reached:.2f} of {ceiling:.2f}, {n} workers)"
    yield "process runs of 100 ms tasks, of the ceiling", told, ">= 0.9"


def storm():
    """Move a slider 50 times in 2 s during a run; yields stale runs and the time to the end."""
    begun = []

    def runner(task, inputs, n_workers):
        begun.append(len(inputs))
        return with_threads(task, inputs, n_workers)

    lab = labs.speedup(runner, workloads.wait_for, n_workers=4, task_size_ms=50, n_tasks=8)
    try:
        lab.run_button.click()
        time.sleep(0.6)
        begun.clear()
        for i in range(50):
            lab.n_tasks.value = 9 + i % 20 if i < 49 else 8
            time.sleep(0.04)
        start_s = time.perf_counter()
        m = lab.wait(timeout_s=60)
        end_s = time.perf_counter() - start_s
    finally:
        lab.close()
    stale = len({n for n in begun if n != 8})
    sweep_s = sum(m.baselines_s) + sum(run.elapsed_s for runs in m.runs for run in runs)
    yield "50 changes in 2 s: stale runs started", f"{stale}", "<= 2"
    yield "  the final state, after one sweep's time", f"{end_s - sweep_s:+.2f} s", "<= +1 s"


LAB = """
import json, time
from concurrent.futures import ThreadPoolExecutor
from helpers import labs, measure, workloads

def with_threads(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(task, inputs))

lab = labs.speedup(with_threads, workloads.wait_for, n_workers=32, max_workers=32, task_size_ms=100)
"""
INTERACT = """
import ipywidgets
import matplotlib.pyplot as plt

def sweep_and_show(n_workers=32):
    inputs = workloads.inputs_for(workloads.wait_for, 100, 8)
    m = measure.sweep(with_threads, workloads.wait_for, inputs, [1, 2, 4, 8, 16, n_workers], 1)
    plt.plot(m.n_workers, m.speedup, "o-")
    plt.show()

_ = ipywidgets.interact(sweep_and_show, n_workers=ipywidgets.IntSlider(32, 20, 32))
"""
REPORT = """
m = lab.wait(60)
draws = []
for _ in range(50):
    start = time.thread_time()
    lab._draw(lab._settings(), "")
    draws.append(time.thread_time() - start)
json.dump({
    "first": m.baselines_s[0] + m.runs[0][0].elapsed_s,
    "all": sum(m.baselines_s) + sum(run.elapsed_s for runs in m.runs for run in runs),
    "draw": sorted(draws)[25],
}, open("report.json", "w"))
"""
# Records when the key went down and when each new picture came up, by the browser's clock.
WATCH = """(cell) => {
    window.seen = {pictures: []};
    document.addEventListener('keydown', () => { window.seen.key = performance.now(); }, true);
    new MutationObserver(() => {
        const image = cell.querySelector('img');
        if (image && image.src !== window.last) {
            window.last = image.src;
            requestAnimationFrame(() => window.seen.pictures.push(performance.now()));
        }
    }).observe(cell, {subtree: true, childList: true, attributes: true, attributeFilter: ['src']});
    window.last = cell.querySelector('img')?.src;
}"""


def reactions():
    """Move a slider in a real browser: the lab beside `interact` with `plt.show()`."""
    if jupyterlab.find_chromium() is None:
        yield "slider to picture", "no Chromium on PATH", jupyterlab.INSTALL_LINE
        return
    ours, plain, firsts, wholes, draws = [], [], [], [], []
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryDirectory() as folder:
        book = nbformat.v4.new_notebook(metadata={"kernelspec": notebooks.KERNELSPEC})
        book.cells = [nbformat.v4.new_code_cell(code) for code in (LAB, INTERACT, REPORT)]
        nbformat.write(book, Path(folder, "bench.ipynb"))
        with jupyterlab.serve(folder, home) as server, jupyterlab.browser_page() as page:
            notebook = jupyterlab.Notebook(page, server, "bench.ipynb")
            notebook.run_all()
            cells = page.locator(".jp-CodeCell")
            for _ in range(5):
                seen = _move(page, notebook, cells.nth(0), "workers", n_pictures=22)
                cells.nth(2).locator(".cm-content").click()
                page.keyboard.press("Control+Enter")
                notebook.wait_until_idle()
                report = json.loads(Path(folder, "report.json").read_text())
                ours.append(seen[0])
                firsts.append(seen[2] - 1000 * report["first"])
                wholes.append(seen[21] / 1000 / report["all"])
                draws.append(report["draw"])
                plain.append(_move(page, notebook, cells.nth(1), "n_workers", n_pictures=1)[0])
    sooner = statistics.median(b / a for a, b in zip(ours, plain, strict=True))
    yield (
        "slider to first reaction in the browser",
        f"{statistics.median(ours):.0f} ms",
        "<= 100 ms",
    )
    yield "  interact + plt.show()", f"{statistics.median(plain):.0f} ms", ""
    yield "  so many times sooner", f"{sooner:.0f}x", ">= 15x"
    yield "first point, after its own measuring", f"{statistics.median(firsts):.0f} ms", "<= 250 ms"
    yield "slider to last point / pure measuring", f"{statistics.median(wholes):.2f}x", "<= 1.15x"
    yield "a redraw costs, of kernel CPU", f"{1000 * statistics.median(draws):.1f} ms", "<= 20 ms"


def _move(page, notebook, cell, label, n_pictures):
    """Move a slider by a key; returns the times from key to pictures, in ms."""
    notebook.slider(label).scroll_into_view_if_needed()
    notebook.slider(label).focus()
    cell.evaluate(WATCH)
    page.keyboard.press("ArrowLeft")
    page.wait_for_function(f"() => window.seen.pictures.length >= {n_pictures}", timeout=60_000)
    seen = page.evaluate("() => window.seen")
    page.wait_for_timeout(500)
    return [when - seen["key"] for when in seen["pictures"]]


def lessons():
    """Run each notebook from top to bottom."""
    from nbclient import NotebookClient  # noqa: PLC0415

    for path in notebooks.lessons():
        resources = {"metadata": {"path": path.parent}}
        client = NotebookClient(notebooks.read(path), timeout=120, resources=resources)
        start_s = time.perf_counter()
        client.execute()
        yield f"{path.stem} from top to bottom", f"{time.perf_counter() - start_s:.0f} s", "< 60 s"


def main():
    """Print the table."""
    cpus = f"{machine.usable_cpus()} usable CPUs of {os.cpu_count()}"
    print(
        f"{platform.system()} on {platform.machine()}, {cpus}, Python {platform.python_version()}"
    )
    print(f"start method {machine.start_method()}, load {os.getloadavg()[0]:.1f}", flush=True)
    for section in (tracing, imports, ceilings, storm, reactions, lessons):
        for what, value, target in section():
            print(f"{what:<46} {value:>28}   {target}", flush=True)


if __name__ == "__main__":
    main()
