"""Tests, and what maintainers run: ``python -m tests.commands.check``, ``.refresh``, ``.benchmark``."""
