"""Tests, and the maintainers' commands: ``python -m tests.check``, ``.refresh``, ``.benchmark``."""
