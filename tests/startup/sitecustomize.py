"""Changes every Python that finds this folder on its path, kernels and their children too.

It stands in for the Pythons and systems that are so by themselves: TEST_START_METHOD is the start method
there, and TEST_WITHOUT lists what is not there, as "resource os.fork" for a module and a module's name.
"""

import importlib
import multiprocessing
import os
import sys

if "TEST_START_METHOD" in os.environ:
    multiprocessing.set_start_method(os.environ["TEST_START_METHOD"], force=True)

if "TEST_WITHOUT" in os.environ:
    import psutil  # noqa: F401  what it needs on this system is there until now

    for _place in os.environ["TEST_WITHOUT"].split():
        _module, _, _name = _place.partition(".")
        if _name:
            vars(importlib.import_module(_module)).pop(_name, None)
        else:
            sys.modules[_place] = None  # to import it raises ImportError
