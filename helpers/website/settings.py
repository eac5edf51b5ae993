"""What a website is started with: `site` checks it and sends it, `server` does as it says."""

import json
from typing import NamedTuple

__all__ = ["Settings"]


class Settings(NamedTuple):
    """The settings of a website, which travel to its process as one line of JSON.

    Attributes
    ----------
    latencies_s : list of float
        Seconds that each page takes; one page each.
    slow_latency_s : float
        Seconds that the slow page takes.
    meet : int
        Requests are held until so many are in flight.
    held_s : float
        Seconds for which one is held at most.
    odd_pages : list of (int, str)
        Pages that misbehave, and in which way.
    port : int
        0 for a free one.
    parent_id : int
        The process that asked for the website.
    """

    latencies_s: list
    slow_latency_s: float
    meet: int
    n_free: int
    held_s: float
    odd_pages: list
    port: int
    parent_id: int

    def to_line(self):
        """Write the settings as a line of JSON.

        Returns
        -------
        bytes
        """
        return json.dumps(self._asdict()).encode() + b"\n"

    @classmethod
    def from_line(cls, line):
        """Read settings that `to_line` has written.

        Parameters
        ----------
        line : bytes

        Returns
        -------
        Settings

        Examples
        --------
        >>> sent = Settings([0.1], 2.0, 1, 1, 5.0, [], 0, 4711)
        >>> Settings.from_line(sent.to_line()) == sent
        True
        """
        return cls(**json.loads(line))
