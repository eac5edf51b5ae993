"""The measuring, drawing and checking behind the notebooks.

From the ground up, and imports run down only:

- ``wording``: how everything here speaks of numbers, arguments and errors;
- ``workloads``, ``machine``, ``laws``: tasks, this machine, arithmetic;
- ``processes``: other processes, started, followed and ended;
- ``jupyter``: all that is known of it, for kernels and pages;
- ``worker``: what travels into a worker;
- ``website``: a local website to wait for; ``drawing``: axes, timelines and pictures;
- ``measure``: a runner, a task and inputs become a measurement and a verdict;
- ``checks``: coursework, judged by evidence;
- ``reader``: what the reader predicted and measured, and what follows from it;
- ``labs``: sliders around all of this;
- ``course``: a working copy of the lessons, which the README's first command opens;
- ``teaching``: for who teaches it: a class's journals read together, and its coursework graded.

``gil``, ``cluster`` and ``episodes`` are one subject, one file, each. A folder's ``__init__`` names what
others may use of it. This file runs in every worker process that imports a task from here, so it imports
nothing.
"""
