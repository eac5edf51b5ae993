"""helpers.worker.slow_pages: pages that take their time, for threads and for coroutines."""

from helpers.processes import scripts

SCRIPT = """
import asyncio, time
from helpers.worker import slow_pages

slow_pages.serve()
begun_s = time.perf_counter()
print(slow_pages.fetch(0.1), time.perf_counter() - begun_s > 0.08)

async def read():
    begun_s = time.perf_counter()
    pages = await asyncio.gather(*(slow_pages.fetch_in_loop(0.1) for _ in range(3)))
    print(*pages, time.perf_counter() - begun_s > 0.08)

asyncio.run(read())
"""


def test_pages_come_after_their_time():
    output = scripts.run_file(SCRIPT)
    assert output.text.splitlines() == ["a page True", "a page a page a page True"], output.errors
