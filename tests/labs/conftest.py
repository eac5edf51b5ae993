"""What the labs' tests share."""

import pytest

from helpers.labs.measuring_lab import MeasuringLab


@pytest.fixture(autouse=True)
def no_budget(monkeypatch):
    """Let labs end after their first rounds, whatever the verdict: the machine is busy with other tests."""
    monkeypatch.setattr(MeasuringLab, "_budget_s", 0)
