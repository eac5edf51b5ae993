"""The local website's server; it runs in a process of its own, which `site` starts."""

import asyncio
import contextlib
import json
import os
import signal
import sys
import threading

import psutil
from aiohttp import web

from helpers.processes import connections
from helpers.website import pages
from helpers.website.pages import HOST
from helpers.website.settings import Settings

__all__ = ["main", "run"]

_PARENT_CHECKED_EVERY_S = 0.2
_BACKLOG = 8192  # connections that wait to be accepted; the operating system may allow fewer


class _Site:
    """What the website answers, and what it counts meanwhile."""

    def __init__(self, settings):
        self.settings, self.n_pages = settings, len(settings.latencies_s)
        self.n_requests = self.n_in_flight = self.most_in_flight = 0
        self.none_held = asyncio.Event()
        self.answers = {name: getattr(self, f"_{name}") for name in pages.ODD_PAGES}
        self.odd_pages = {number: self.answers[kind] for number, kind in settings.odd_pages}

    def application(self):
        application = web.Application(middlewares=[_only_for_this_host, self._count])
        application.add_routes(
            [
                web.get("/", self._page),
                web.get(r"/page/{number:\d+}", self._page),
                *(web.get(f"/{name}", answer) for name, answer in self.answers.items()),
                web.get("/statistics", self._statistics),
                web.post("/statistics/reset", self._reset),
            ]
        )
        return application

    @web.middleware
    async def _count(self, request, handler):
        if request.path.startswith("/statistics"):
            return await handler(request)
        self.n_requests += 1
        self.n_in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.n_in_flight)
        try:
            await self._hold()
            return await handler(request)
        except web.HTTPNotFound:
            return _html("There is no such page here.", "Not found", status=404)
        finally:
            self.n_in_flight -= 1

    async def _hold(self):
        """Wait until enough requests are in flight; the first may be the one that tells of the others."""
        if self.most_in_flight < self.settings.meet:
            if self.n_requests <= self.settings.n_free:
                return
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.none_held.wait(), self.settings.held_s)
        self.none_held.set()

    async def _page(self, request):
        number = _number(request)
        if number >= self.n_pages:
            raise web.HTTPNotFound
        asked = request.query.get("latency_s")
        try:
            latency_s = self.settings.latencies_s[number] if asked is None else float(asked)
        except ValueError:
            latency_s = -1
        if not 0 <= latency_s <= 3600:
            return _html("latency_s must lie between 0 and 3600.", "Bad request", status=400)
        await asyncio.sleep(latency_s)
        if number in self.odd_pages:
            return await self.odd_pages[number](request)
        return _text(pages.page(number, self.n_pages))

    async def _missing(self, _):
        raise web.HTTPNotFound

    async def _slow(self, _):
        await asyncio.sleep(self.settings.slow_latency_s)
        return _html(f"This page took {self.settings.slow_latency_s:g} s.", "A slow page")

    async def _error(self, _):
        return _html("This page fails on purpose.", "Internal server error", status=500)

    async def _untitled(self, request):
        return _text(pages.page(_number(request), self.n_pages, titled=False))

    async def _dropped(self, request):
        body = pages.page(_number(request), self.n_pages).encode()
        response = web.StreamResponse(headers={"Content-Type": "text/html; charset=utf-8"})
        response.content_length = len(body)
        with contextlib.suppress(ConnectionResetError):  # the client may have hung up first
            await response.prepare(request)
            await response.write(body[: len(body) // 2])
            request.transport.close()
        return response

    async def _redirect(self, _):
        raise web.HTTPFound("/page/0")

    async def _statistics(self, _):
        return web.json_response(
            {
                "n_requests": self.n_requests,
                "most_in_flight": self.most_in_flight,
                "memory_bytes": psutil.Process().memory_info().rss,
            }
        )

    async def _reset(self, _):
        self.n_requests, self.most_in_flight = 0, self.n_in_flight
        self.none_held.clear()
        return web.json_response({})


@web.middleware
async def _only_for_this_host(request, handler):
    """Refuse requests for other names, as a page elsewhere could send them through a browser."""
    if request.url.host not in (HOST, "localhost"):
        return _html(f"This website answers for {HOST} only.", "Misdirected request", status=421)
    return await handler(request)


def _number(request):
    return int(request.match_info.get("number", 0))


def _text(html, status=200):
    return web.Response(text=html, content_type="text/html", status=status)


def _html(sentence, title, status=200):
    return _text(
        f'<!DOCTYPE html>\n<html lang="en">\n<head><title>{title}</title></head>\n'
        f"<body><p>{sentence}</p></body>\n</html>\n",
        status,
    )


def run(settings, on_listening):
    """Serve until the process that asked for it is gone, or closes this one's standard input.

    Parameters
    ----------
    settings : Settings
    on_listening : callable
        Called with the port once connections are accepted.

    Raises
    ------
    OSError
        If the port cannot be had.
    """
    connections.allow_most()
    site = _Site(settings)
    with contextlib.suppress(KeyboardInterrupt):  # somebody has signalled this very process
        asyncio.run(_serve(site.application(), settings, on_listening))


async def _serve(application, settings, on_listening):
    runner = web.AppRunner(application, access_log=None, handle_signals=False, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, HOST, settings.port, backlog=_BACKLOG).start()
        ended = asyncio.Event()
        loop = asyncio.get_running_loop()
        with contextlib.suppress(NotImplementedError):  # on Windows, which has no such signal
            loop.add_signal_handler(signal.SIGTERM, ended.set)
        _watch_input(loop, ended)
        ends = [loop.create_task(ended.wait()), loop.create_task(_watch_parent(settings.parent_id))]
        on_listening(runner.addresses[0][1])
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    finally:
        await runner.cleanup()


def _watch_input(loop, ended):
    """End when standard input does: the other end is closed, on purpose or because its owner ended."""

    def read():
        while os.read(sys.stdin.fileno(), 1024):  # sys.stdin has a lock that would delay our end
            pass
        with contextlib.suppress(RuntimeError):  # the loop is closed already
            loop.call_soon_threadsafe(ended.set)

    threading.Thread(target=read, name="watch-input", daemon=True).start()


async def _watch_parent(parent_id):
    """End when the parent is gone.

    Its forked workers may hold the other end of our standard input and live a moment longer.
    """
    # On Windows nothing is forked, and a process keeps its parent's number.
    while os.name == "nt" or os.getppid() == parent_id:
        await asyncio.sleep(_PARENT_CHECKED_EVERY_S)


def main():
    """Serve for `site`: settings come in as a line of JSON, the port goes out as one."""
    settings = Settings.from_line(sys.stdin.buffer.readline())

    def tell(**news):
        print(json.dumps(news), flush=True)

    try:
        run(settings, on_listening=lambda port: tell(port=port))
    except OSError as error:
        tell(error=os.strerror(error.errno) if error.errno else str(error))


if __name__ == "__main__":
    main()
