"""A website of the reader's own to wait for: a real HTTP server on 127.0.0.1, in its own process.

`serve` starts it and returns a `Website`, which knows its addresses, asks it what it has counted, and
ends it (`site`). The process runs `server`, and gets its `settings` as one line of JSON: how long pages
take, which misbehave, and how many requests are held until they meet. `pages` writes the pages, names the
ways in which one can fail, and reads titles and links: work for a CPU, without a network.

It ends with its ``with`` block, by ``close()``, when nothing refers to it any more, and when the process
that asked for it is gone; an interrupt of a notebook's cell does not reach it.

By hand, ``python -m helpers.website`` serves until Ctrl-C, and says where.
"""

from helpers.website import pages
from helpers.website.site import MAX_PAGES, Website, main, serve

__all__ = ["MAX_PAGES", "Website", "main", "pages", "serve"]
