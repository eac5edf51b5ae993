"""Other processes: started, followed and ended for certain.

`scripts` runs a script, and `footprint` one runner, in a Python of its own; `families` finds all that
belongs to a process and ends it; `guard` does so when a kernel was killed. `coroutines` runs one to its
end, `connections` makes room for many, `append` writes lines to a file that several processes share, and
`waiting` waits for what others do.

Four programs of ours run as children. Each ends with whoever started it, and speaks in its own way:

- `footprint_child`: a pickle on standard input, two on standard output: *here*, or why not; the line "go"
  asks for the second, which is how the run went.
- ``worker.isolation_child``: all in a folder: the scenario, its process id, a file of events, and the
  outcome, which is renamed into its place when it is whole.
- ``website.server``: one line of JSON in, its settings; one out, its port or what went wrong; then HTTP.
- `guard` itself: a process id and folders as arguments, and no answer.

Workers load this folder: this file imports nothing, and names the modules to take.
"""

__all__ = [
    "append",
    "connections",
    "coroutines",
    "families",
    "footprint",
    "guard",
    "scripts",
    "waiting",
]
