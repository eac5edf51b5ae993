"""The measuring, drawing and checking behind the notebooks.

This file runs in every worker process that imports a task from here, so it imports nothing.
"""
