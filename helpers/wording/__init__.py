"""How everything here speaks: to a reader in a sentence, in HTML, in an error.

- `words` writes what messages and pictures are about: a number with its noun, a ratio, a function's name,
  a value in so many characters.
- `html` writes tables and status lines, with all text escaped.
- `arguments` refuses a bad argument before anything is done with it, in one sentence that names it.
- `errors` is for what somebody else has raised, the reader's code or a library: in one line, and with
  advice where the error's own text has none.
- `room` says that a disk is full, for who writes to it and for who reads the error.

They know nothing of labs, checks or workers, and everybody may use them.

Workers load this folder: this file imports nothing, and names the modules to take.
"""

__all__ = ["arguments", "errors", "html", "room", "words"]
