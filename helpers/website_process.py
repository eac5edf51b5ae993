"""The process of a website: started, and ended for certain."""

import contextlib
import json
import subprocess
import sys
import threading

from helpers.sessions import APART
from helpers.webpages import HOST

__all__ = ["end", "start"]

_START_LIMIT_S = 30.0
_CLOSE_LIMIT_S = 2.0


def start(settings):
    """Start a website's process, and return once it listens.

    Parameters
    ----------
    settings : dict
        As `webserver` reads them.

    Returns
    -------
    process : subprocess.Popen
    port : int

    Raises
    ------
    OSError
        If the port is taken, or the process does not start within 30 s.
    """
    late = []
    process = subprocess.Popen(
        [sys.executable, "-m", "helpers.webserver"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        **APART,
    )
    limit = threading.Timer(_START_LIMIT_S, lambda: [late.append(True), process.kill()])
    limit.start()
    try:
        process.stdin.write(json.dumps(settings).encode() + b"\n")
        process.stdin.flush()
        news = json.loads(process.stdout.readline() or "{}")
    except BaseException:
        end(process)
        raise
    finally:
        limit.cancel()
    if "port" in news:
        return process, news["port"]
    end(process)
    if "error" in news and settings["port"]:
        raise OSError(
            f"port {settings['port']} of {HOST} cannot be had ({news['error']}); leave port "
            "out, and a free one is found."
        )
    ended = f"its process ended with exit code {process.returncode}"
    if late:
        ended = f"it did not listen within {_START_LIMIT_S:g} s"
    reason = news.get("error", ended)
    raise OSError(f"The website did not start: {reason}.")


def end(process):
    """End a website's process, in two seconds at most, and wait until it is gone.

    Parameters
    ----------
    process : subprocess.Popen
    """
    process.terminate()
    with contextlib.suppress(OSError):
        process.stdin.close()
    try:
        process.wait(_CLOSE_LIMIT_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    process.stdout.close()
