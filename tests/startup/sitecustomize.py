"""Sets the start method of every Python that finds this folder on its path, kernels and their children too.

It stands in for the Pythons and systems where that method is the default.
"""

import multiprocessing
import os

if "TEST_START_METHOD" in os.environ:
    multiprocessing.set_start_method(os.environ["TEST_START_METHOD"], force=True)
