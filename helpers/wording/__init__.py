"""How everything here speaks: to a reader in a sentence, in HTML, in an error.

- `words` writes what messages and pictures are about: a number with its noun, a ratio, a function's name,
  a value in so many characters.
- `arguments` refuses a bad argument before anything is done with it, in one sentence that names it.
- `errors` is for what somebody else has raised, the reader's code or a library: one line, and advice
  where the error's own text has none. `room` does so where there is no room left to write, `sending` where
  something could not be read as it came back from a worker. Of `refusals` a notebook shows the sentence
  alone.
- `html` writes tables and status lines, with everything escaped that is not HTML already.

They import nothing of the folders above, though some sentences speak of what is there.

Workers load this folder, so this file imports nothing; `__all__` lists the modules that others may
import.
"""

__all__ = ["arguments", "errors", "html", "refusals", "room", "words"]
