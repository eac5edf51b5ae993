"""Other processes, started, followed and ended for certain; and five tools that this needs.

`scripts` runs a script, `footprint` one runner, in a Python of its own; `interpreters` finds others;
`families` finds all that belongs to a process and ends it, `marks` tell what a thread has begun, `kills`
what was ended here; `guard` ends what a killed kernel has left. The tools: `coroutines` runs one to an end,
`connections` makes room for many, `append` lets several share a file, `waiting` waits for others, and
`interrupts` leaves Ctrl-C to the main thread.

Six programs of ours run as children, and each speaks in its own way:

- `footprint_child`: a pickle on standard input, two on standard output: *here*, or why not; the line "go"
  asks for the second, which is how the run went. It ends when standard input does.
- ``worker.isolation_child``: in a folder, the scenario, its process id, a file of events, and the
  outcome, renamed into its place when whole; it prints by standard output. Its caller or the guard ends it.
- ``worker.interpreter_child``: a line of JSON in, one out, for each run; it ends when standard input does.
- ``worker.watched_child``: a line of JSON in, a program; a line at each look out. It ends with its input.
- ``website.server``: JSON in, its settings; out, a port or error; then HTTP. Ends with its input or parent.
- `guard`: arguments, and files that name sessions to end. It outlives who started it, to clean up.

Workers load this folder, so this file imports nothing; `__all__` lists what others may import.
"""

__all__ = [
    "append",
    "connections",
    "coroutines",
    "families",
    "footprint",
    "guard",
    "interpreters",
    "interrupts",
    "kills",
    "marks",
    "scripts",
    "waiting",
]
