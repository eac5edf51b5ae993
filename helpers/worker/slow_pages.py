"""Pages that take as long as they are told to, from this process: a network for its threads to wait for."""

import queue
import socket
import threading

from helpers.worker.noted_waits import NETWORK, waiting

__all__ = ["fetch", "fetch_in_loop", "serve"]

_PATIENCE_S = 60.0
_address = []  # host and port, once pages are served


def serve():
    """Answer from now on, in a thread of this process that ends with it."""
    known = queue.SimpleQueue()
    threading.Thread(target=_serve, args=(known,), name="pages", daemon=True).start()
    _address[:] = known.get()


def _serve(known):
    import asyncio  # noqa: PLC0415  it is heavy

    async def answer(reader, writer):
        await asyncio.sleep(float(await reader.readline()))
        writer.write(b"a page")
        writer.close()

    async def answer_all():
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        known.put(server.sockets[0].getsockname()[:2])
        await server.serve_forever()

    asyncio.run(answer_all())


def fetch(seconds):
    """Wait for a page, as a thread does.

    Parameters
    ----------
    seconds : float
        How long the page takes.

    Returns
    -------
    str
    """
    with waiting(NETWORK), socket.create_connection(tuple(_address), _PATIENCE_S) as connection:
        connection.sendall(f"{seconds}\n".encode())
        parts = []
        while part := connection.recv(100):
            parts.append(part)
    return b"".join(parts).decode()


async def fetch_in_loop(seconds):
    """Wait for a page, as a coroutine does.

    Parameters
    ----------
    seconds : float
        How long the page takes.

    Returns
    -------
    str
    """
    import asyncio  # noqa: PLC0415  it is heavy

    reader, writer = await asyncio.open_connection(*_address)
    writer.write(f"{seconds}\n".encode())
    page = await reader.read()
    writer.close()
    return page.decode()
