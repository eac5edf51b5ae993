"""Measure the speed of labs and helpers: ``python -m tests.commands.benchmark``.

A table of ratios and times beside what they should reach. Nothing is asserted: on a busy machine a
figure may miss its mark, and a second run tells. What is compared is measured in turn in one run.
"""

import asyncio
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import aiohttp
import nbformat
import numpy as np
import psutil
import requests
from joblib import Parallel, delayed
from joblib.externals.loky import get_reusable_executor

from helpers import labs, laws, machine, measure, website, workloads
from helpers.labs import pipeline_runs
from helpers.measure import builds, children, task_sizes
from helpers.processes import connections, footprint, interpreters
from helpers.worker.stop_flag import StopFlag
from helpers.worker.traced import Traced
from tests import jupyterlab, kernels, notebooks
from tests.commands import error_rate
from tests.pipelines import RUNNERS
from tests.tasks import in_turn, with_threads


def with_processes(task, inputs, n_workers):
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
    """Start interpreters in turn: with and without `helpers.workloads`, with a lab and what it needs."""
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
    needed = "import numpy, matplotlib.figure, ipywidgets"
    cpu_s = {
        needed: [],
        "from helpers import labs": [],
        "import helpers.worker.isolation_child": [],
    }
    for _ in range(15):
        for code, taken in cpu_s.items():
            clock = f"import time; s = time.process_time(); {code}; print(time.process_time() - s)"
            out = subprocess.check_output([sys.executable, "-c", clock], env=usual)
            taken.append(float(out))
    needed_s, labs_s, check_s = cpu_s.values()
    ratios = [ours / its for ours, its in zip(labs_s, needed_s, strict=True)]
    yield "import labs, to numpy, matplotlib, ipywidgets", _ratios(ratios), "<= 1.2x"
    yield "a check's process imports, CPU", f"{1000 * statistics.median(check_s):.0f} ms", ""


def ceilings():
    """Compare process runs of 100 ms tasks with the machine's ceiling, in interleaved pairs."""
    n = max(2, machine.usable_cpus())
    inputs = task_sizes.inputs_for(workloads.count_primes, 100, 10 * n)
    pairs = []
    for _ in range(7):
        before = measure.ceiling(n)
        m = measure.sweep(with_processes, workloads.count_primes, inputs, [n], n_rounds=1)
        pairs.append((m.speedup[0], statistics.mean([before, measure.ceiling(n)])))
    reached, ceiling = (statistics.median(values) for values in zip(*pairs, strict=True))
    ratio = statistics.median(speedup / limit for speedup, limit in pairs)
    told = f"{ratio:.2f} ({reached:.2f} of {ceiling:.2f}, {n} workers)"
    yield "process runs of 100 ms tasks, of the ceiling", told, ">= 0.9"


def with_sessions(task, inputs, n_workers):
    """Threads that keep their connections, as lesson 3 ends up with."""
    here = threading.local()

    def open_session():
        here.session = requests.Session()

    with ThreadPoolExecutor(n_workers, initializer=open_session) as pool:
        return list(pool.map(lambda url: task(here.session.get(url).text), inputs))


async def with_asyncio(task, inputs, n_workers):
    """One session for all pages, as lesson 6 advises for a program."""
    free = asyncio.Semaphore(n_workers)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def fetch(url):
            async with free, session.get(url) as response:
                response.raise_for_status()
                return task(await response.text())

        return await asyncio.gather(*map(fetch, inputs))


def waiting():
    """Fetch pages by threads and by asyncio; yields ratios to the arithmetic ideal, and memory."""
    connections.allow(5_000)

    def ratio_to_ideal(runner, urls, n_workers, latency_s):
        ideal_s = laws.ideal_elapsed_s(len(urls), n_workers, latency_s)
        return footprint.measure(runner, len, urls, n_workers).elapsed_s / ideal_s

    with website.serve(n_pages=5_000, latency_s=1) as site:
        short = [f"{url}?latency_s=0.1" for url in site.urls[:200]]
        threads, thousand = [], []
        for _ in range(5):
            threads.append(ratio_to_ideal(with_sessions, short, 32, 0.1))
            thousand.append(ratio_to_ideal(with_asyncio, site.urls[:1_000], 1_000, 1))
        yield "32 threads, 200 pages of 100 ms, to the ideal", _ratios(threads), "<= 1.3x"
        yield "asyncio, 1,000 requests of 1 s, to the ideal", _ratios(thousand), "<= 2.0x"
        site.reset_statistics()
        found = footprint.measure(with_asyncio, len, site.urls, 5_000)
        counted = site.statistics()
        client_mb = (found.memory_bytes + found.memory_before_bytes) / 1e6
        server_mb = counted["memory_bytes"] / 1e6
    told = f"{len(found.results)} in {found.elapsed_s:.1f} s"
    yield "asyncio, 5,000 requests of 1 s, without error", told, "5000"
    yield "  at once, as the website counted", f"{counted['most_in_flight']}", ""
    told = f"{client_mb:.0f} + {server_mb:.0f} MB"
    yield "  memory of client and website", told, "< 500 MB"


def _ratios(values):
    return f"{statistics.median(values):.2f}x ({min(values):.2f} to {max(values):.2f})"


SERVES = """
import time
from helpers import website
site = website.serve(n_pages=20)
print(site.process_id, flush=True)
time.sleep(600)
"""


def websites():
    """Start websites, and kill the processes that started them."""
    starts, ends = [], []
    for _ in range(7):
        start_s = time.perf_counter()
        with website.serve(n_pages=20):
            starts.append(time.perf_counter() - start_s)
        pipes = {"stdout": subprocess.PIPE, "text": True}
        with subprocess.Popen([sys.executable, "-c", SERVES], **pipes) as parent:
            server = psutil.Process(int(parent.stdout.readline()))
            parent.kill()
            start_s = time.perf_counter()
            while not kernels.has_ended(server):
                time.sleep(0.005)
            ends.append(time.perf_counter() - start_s)
    yield "the website starts, median and worst", _times(starts), "< 1 s"
    yield "  is gone after its parent's SIGKILL", _times(ends), "< 1 s"


def _times(values):
    return f"{statistics.median(values):.2f} s, {max(values):.2f} s"


def with_joblib(task, inputs, n_workers):
    """The runner of lesson 5."""
    return Parallel(n_jobs=n_workers)(delayed(task)(value) for value in inputs)


def joblib_calls():
    """Call joblib with cold and with warm workers, and with an array that is mapped or pickled."""
    seconds = []
    for _ in range(5):
        get_reusable_executor().shutdown(wait=True)
        pair = []
        for _ in range(2):
            start_s = time.perf_counter()
            with_joblib(workloads.wait_for, [0.01] * 4, 2)
            pair.append(time.perf_counter() - start_s)
        seconds.append(pair)
    first_s, second_s = (statistics.median(times) for times in zip(*seconds, strict=True))
    told = f"{first_s / second_s:.0f}x ({1000 * first_s:.0f} ms, {1000 * second_s:.0f} ms)"
    yield "joblib's first call to its second", told, ""
    array, seconds = np.arange(4_000_000) % 997.0, {"1M": [], None: []}
    for _ in range(5):
        for max_nbytes, taken in seconds.items():
            start_s = time.perf_counter()
            Parallel(n_jobs=2, max_nbytes=max_nbytes)(
                delayed(workloads.sum_of_squares)(array) for _ in range(4)
            )
            taken.append(time.perf_counter() - start_s)
    ratios = [pickled / mapped for mapped, pickled in zip(*seconds.values(), strict=True)]
    yield "an array of 32 MB, pickled to memory-mapped", _ratios(ratios), ""
    get_reusable_executor().shutdown(wait=True)


def races():
    """Race the tools that compute in processes; the best of them beside the machine's ceiling."""
    n = max(2, machine.usable_cpus())
    inputs = task_sizes.inputs_for(workloads.count_primes, 100, 10 * n)
    runners = {"concurrent.futures": with_processes, "joblib": with_joblib}
    ratios, winners = [], []
    with_joblib(workloads.wait_for, [0.05] * n, n)
    for _ in range(5):
        before = measure.ceiling(n)
        *_, found = measure.iter_race(runners, workloads.count_primes, inputs, n, n_rounds=1)
        best = max(found, key=lambda name: found[name].speedup[0])
        winners.append(best)
        limit = statistics.mean([before, measure.ceiling(n)])
        ratios.append(found[best].speedup[0] / limit)
    told = f"{statistics.median(ratios):.2f} ({statistics.mode(winners)})"
    yield "the best of the race at 100 ms, of the ceiling", told, ">= 0.9"


def threads_elsewhere():
    """Run threads in a child of this Python and here, in turn; and start such a child."""
    build, task = builds.Build("this Python", interpreters.this_one()), workloads.count_primes
    inputs, ratios, starts_s = task_sizes.inputs_for(task, 60, 8), [], []
    for _ in range(5):
        start_s = time.perf_counter()
        with children.child_of(build) as child:
            starts_s.append(time.perf_counter() - start_s)
            child.run(task, inputs[:1], "threads", 1)
            there_s = child.run(task, inputs, "threads", 4)["elapsed_s"]
            start_s = time.perf_counter()
            with_threads(Traced(task), inputs, 4)
            ratios.append(there_s / (time.perf_counter() - start_s))
    yield "threads in a child, to the same ones here", _ratios(ratios), "<= 1.2"
    yield "the start of such a child", f"{1000 * statistics.median(starts_s):.0f} ms", ""


def pipelines():
    """Let 2,000 items go through three stages; yields the time, to what the slowest stage allows."""
    ratios = {kind: [] for kind in RUNNERS}
    for _ in range(3):
        for kind, runner in RUNNERS.items():
            settings = pipeline_runs.Settings(kind, (2, 2, 2), (5, 5, 5), 4, 2000, "alike")
            with StopFlag() as stop:
                run = pipeline_runs.run_once(runner, settings, stop)
            ratios[kind].append(run.elapsed_s * settings.ideal_per_s / settings.n_items)
    for kind, each in ratios.items():
        yield f"2,000 items in a pipeline of {kind}, to the ideal", _ratios(each), "<= 1.15x"


def storm():
    """Move a slider 50 times in 2 s during a run; yields stale runs and the time to the end."""
    begun = []

    def make_inputs(task, size_ms, n_tasks):
        begun.append(n_tasks)  # here, since a runner's first call gets a part of the inputs
        return task_sizes.inputs_for(task, size_ms, n_tasks)

    settings = {"n_workers": 4, "task_size_ms": 50, "n_tasks": 8, "make_inputs": make_inputs}
    lab = labs.speedup(with_threads, workloads.wait_for, **settings)
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
    stale = sum(n != 8 for n in begun)
    sweep_s = sum(m.baselines_s) + sum(run.elapsed_s for runs in m.runs for run in runs)
    yield "50 changes in 2 s: stale runs started", f"{stale}", "0"
    yield "  the final state, after one sweep's time", f"{end_s - sweep_s:+.2f} s", "<= +1 s"


LAB = """
import json, time
from concurrent.futures import ThreadPoolExecutor
from helpers import labs, measure, workloads
from helpers.measure import task_sizes

def with_threads(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(task, inputs))

lab = labs.speedup(with_threads, workloads.wait_for, n_workers=32, max_workers=32, task_size_ms=100)
"""
INTERACT = """
import ipywidgets
import matplotlib.pyplot as plt

def sweep_and_show(n_workers=32):
    inputs = task_sizes.inputs_for(workloads.wait_for, 100, 8)
    m = measure.sweep(with_threads, workloads.wait_for, inputs, [1, 2, 4, 8, 16, n_workers], 1)
    plt.plot(m.n_workers, m.speedup, "o-")
    plt.show()

_ = ipywidgets.interact(sweep_and_show, n_workers=ipywidgets.IntSlider(32, 20, 32))
"""
REPORT = """
m = lab.wait(60)
draws = []
with lab._screen:
    for i in range(50):
        lab._state = f"step {i} of 50 ..."  # as while it measures: another picture, and no table
        start = time.thread_time()
        lab._draw()
        draws.append(time.thread_time() - start)
    lab._show_state("")
warm_up_s = m.baselines_s[0] / 8 + m.runs[-1][0].elapsed_s  # a task, and a run of 8 on 8 or more
runs_s = [run.elapsed_s for runs in m.runs for run in runs[:3]]  # it may have gone on afterwards
json.dump({
    "first": warm_up_s + m.baselines_s[0] + m.runs[0][0].elapsed_s,
    "all": warm_up_s + sum(m.baselines_s[:3]) + sum(runs_s),
    "draw": sorted(draws)[25],
}, open("report.json", "w"))
"""
# Records when the key went down and when each new picture came up, by the browser's clock, with what was
# said then. A lab's picture has two parts, and its cell a stored one besides, which is hidden.
WATCH = """(cell) => {
    window.watch?.disconnect();
    const seen = window.seen = {pictures: []};
    const note = () => { seen.key = performance.now(); };
    document.addEventListener('keydown', note, {capture: true, once: true});
    const live = 'img[class^="lab-picture"]';
    const shown = () => {
        const images = cell.querySelectorAll(cell.querySelector(live) ? live : 'img');
        return [...images].map(image => image.src).join(' ');
    };
    let last = shown();
    window.watch = new MutationObserver(() => {
        const now = shown();
        if (!now || now === last) return;
        last = now;
        const caption = cell.querySelector(live)?.alt ?? '';
        const status = cell.querySelector('.lab-status')?.textContent.trim() ?? '';
        requestAnimationFrame(
            () => seen.pictures.push({when: performance.now(), caption, status})
        );
    });
    const changes = {subtree: true, childList: true, attributes: true, attributeFilter: ['src']};
    window.watch.observe(cell, changes);
}"""
# What a lab says once all points have come; of other cells, any picture will do.
MEASURED = "picture => !picture.status.startsWith('Measuring')"


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
                seen = _move(page, notebook, cells.nth(0), "workers")
                cells.nth(2).locator(".cm-content").click()
                page.keyboard.press("Control+Enter")
                notebook.wait_until_idle()
                report = json.loads(Path(folder, "report.json").read_text())
                ours.append(seen[0]["after_ms"])
                point = next(picture for picture in seen if "workers: 1: " in picture["caption"])
                firsts.append(point["after_ms"] - 1000 * report["first"])
                wholes.append(seen[-1]["after_ms"] / 1000 / report["all"])
                draws.append(report["draw"])
                plain.append(_move(page, notebook, cells.nth(1), "n_workers")[0]["after_ms"])
    sooner = statistics.median(b / a for a, b in zip(ours, plain, strict=True))
    yield (
        "slider to first reaction in the browser",
        f"{statistics.median(ours):.0f} ms",
        "<= 80 ms",
    )
    yield "  interact + plt.show()", f"{statistics.median(plain):.0f} ms", ""
    yield "  so many times sooner", f"{sooner:.0f}x", ">= 15x"
    yield "first point, after its own measuring", f"{statistics.median(firsts):.0f} ms", "<= 250 ms"
    yield "slider to last point / pure measuring", f"{statistics.median(wholes):.2f}x", "<= 1.1x"
    yield "a redraw costs, of kernel CPU", f"{1000 * statistics.median(draws):.1f} ms", "<= 16 ms"


def _move(page, notebook, cell, label):
    """Move a slider by a key; returns the pictures that came up until all was measured."""
    notebook.slider(label).scroll_into_view_if_needed()
    notebook.slider(label).focus()
    cell.evaluate(WATCH)
    page.keyboard.press("ArrowLeft")
    page.wait_for_function(f"() => window.seen.pictures.some({MEASURED})", timeout=60_000)
    seen = page.evaluate("() => window.seen")
    page.wait_for_timeout(500)
    pictures = []
    for picture in seen["pictures"]:
        pictures.append({**picture, "after_ms": picture["when"] - seen["key"]})
        if not picture["status"].startswith("Measuring"):
            break  # what came later is no point of the first rounds
    return pictures


def bandwidths():
    """Go through an array by the kernel of the lab on arrays, by a plain copy and by a plain product."""
    numbers, out = np.ones(4_000_000), np.ones(4_000_000)
    kernel = measure.kernels.Kernel(n_operations=1)
    ways = {
        "copyto": lambda: np.copyto(out, numbers),
        "multiply": lambda: np.multiply(numbers, 1.5, out=out),  # what a kernel is made of
        "kernel": lambda: kernel(numbers, out),
    }
    rounds = []
    for _ in range(15):
        times = {}
        for name, way in ways.items():
            start_s = time.perf_counter()
            way()
            times[name] = time.perf_counter() - start_s
        rounds.append(times)
    for name in ("copyto", "multiply"):
        ratio = statistics.median(times[name] / times["kernel"] for times in rounds)
        yield f"bandwidth of a kernel / of {name}", f"{ratio:.2f}", ">= 0.9"


def verdicts():
    """Measure until the verdict is settled, on the machine as it is and beside busy programs."""
    of_50_ms, of_10_ms = (
        task_sizes.inputs_for(workloads.count_primes, size_ms, 8) for size_ms in (50, 10)
    )
    cases = {
        "4 threads, 4 waits of 50 ms": (with_threads, workloads.wait_for, [0.05] * 4, 4),
        "2 processes, 8 x 50 ms": (with_processes, workloads.count_primes, of_50_ms, 2),
        "a loop beside itself, 8 x 10 ms": (in_turn, workloads.count_primes, of_10_ms, 1),
    }
    for state, n in (("", 0), (", busy", 3)):
        with error_rate.bursts(n):
            for name, case in cases.items():
                seconds, told = [], []
                for _ in range(3):
                    start_s = time.perf_counter()
                    told.append(str(measure.sweep(*case).verdict))
                    seconds.append(time.perf_counter() - start_s)
                verdict = statistics.mode(told).replace(" that matters here", "")
                yield (
                    f"verdict: {name}{state}",
                    f"{statistics.median(seconds):.1f} s, {verdict.replace('this machine ', '')}",
                    "",
                )


def lessons():
    """Run each notebook from top to bottom."""
    for path in notebooks.lessons():
        runner = kernels.runner_of(notebooks.read(path), path.parent)
        start_s = time.perf_counter()
        runner.execute()
        yield f"{path.stem} from top to bottom", f"{time.perf_counter() - start_s:.0f} s", "< 60 s"


def main():
    """Print the table."""
    cpus = f"{machine.usable_cpus()} usable CPUs of {os.cpu_count()}"
    print(
        f"{platform.system()} on {platform.machine()}, {cpus}, Python {platform.python_version()}"
    )
    load = f"{psutil.getloadavg()[0]:.1f}"  # on Windows, too
    print(f"start method {machine.start_method()}, load {load}", flush=True)
    for section in (
        tracing,
        imports,
        ceilings,
        races,
        threads_elsewhere,
        pipelines,
        joblib_calls,
        waiting,
        websites,
        bandwidths,
        verdicts,
        storm,
        reactions,
        lessons,
    ):
        for what, value, target in section():
            print(f"{what:<46} {value:>28}   {target}", flush=True)


if __name__ == "__main__":
    main()
