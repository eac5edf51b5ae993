"""What the author predicts when the stored outputs are made; readers find `None` there, to be changed.

Without a prediction, a lab's picture lacks its mark, and lesson 7's chart of the journal has nothing to
draw. So `tests.commands.refresh` runs a notebook with these values in the place of those in its cells; the
cells themselves stay as they are. They are what somebody may think who has read up to there: some are too
high, some too low, some right.
"""

import ast

PREDICTIONS = {
    "00_start_here": {"my_prediction": "3.0"},
    "01_gil": {"my_prediction": "2.0", "my_prediction_for_c": "1.9"},
    "02_multiprocessing": {"my_prediction": "1.6"},
    "03_threading": {"my_prediction": "8.0"},
    "04_concurrent_futures": {
        "my_predictions": (
            '{"waits": {"threads": 4.0, "processes": 3.0}, '
            '"computes": {"threads": 1.0, "processes": 2.0}}'
        ),
        "my_prediction": "7.0",
        "my_prediction_2": "1.7",
        "my_prediction_3": "4.0",
    },
    "05_joblib": {"my_prediction": "2.0", "my_prediction_for_waves": "1.5"},
    "06_asyncio": {"my_prediction": "4.0"},
    "07_choosing": {
        "favourite": '"joblib"',
        "my_prediction": "1.7",
        "my_prediction_128": "16.0",
    },
    "08_beyond_one_machine": {"my_prediction": "1.5"},
    "09_queues": {"my_prediction": "25.0"},
    "10_without_the_gil": {"my_prediction": "3.0", "my_prediction_shared": "2.0"},
    "11_finding_faults": {"my_prediction": '"deadlock"'},
    "12_arrays": {"my_prediction": "2.0"},
}

# Of `labs.predict`, where the cell that compares is tagged: any other must show the same to everybody.
ANSWERS = {
    "00_start_here": {
        "predicted_loop": "0.8",
        "predicted_four": "0.2",
        "predicted_noise": "1.5",
        "predicted_two": "2",
        "predicted_waits": "16",
        "predicted_weak": "1",
    },
    "01_gil": {
        "predicted_wait": "0.2",
        "predicted_switches": "60",
        "predicted_gap": "5",
        "predicted_wrong": "3",
        "predicted_plus": '"some"',
    },
    "02_multiprocessing": {
        "predicted_three": "0.3",
        "predicted_sending": "2",
        "predicted_size": "1",
    },
    "03_threading": {
        "predicted_ten": "0.1",
        "predicted_busy": "10",
        "predicted_total": '"right"',
        "predicted_end": "1",
    },
    "04_concurrent_futures": {"predicted_first": "0.9", "predicted_chunks": "100"},
    "05_joblib": {
        "predicted_second": "0.3",
        "predicted_sum": '"the sum of four sums"',
        "predicted_batches": "20",
        "predicted_handed_out": "4",
        "predicted_blas": "2",
    },
    "06_asyncio": {
        "predicted_turn": "0.5",
        "predicted_blocked": "0.1",
        "predicted_beats": "0",
    },
    "07_choosing": {
        "predicted_faster": "3",
        "predicted_starts": "20",
        "predicted_tiny": "200",
        "predicted_overlap": "8",
        "predicted_own": "40",
        "predicted_blocked": "5",
        "predicted_larger": '"the start-up"',
    },
    "08_beyond_one_machine": {"predicted_gathered": "0.4", "predicted_cost": "1"},
    "09_queues": {
        "predicted_pipeline": "1.5",
        "predicted_ends": "0.6",
        "predicted_longer": '"both"',
    },
    "10_without_the_gil": {
        "predicted_free": "1",
        "predicted_start": "100",
        "predicted_losing": "1",
        "predicted_fetching": "0",
        "predicted_lock": "1",
    },
    "11_finding_faults": {"predicted_beside": "50"},
    "12_arrays": {
        "predicted_busy": "2",
        "predicted_ridge": "1",
        "predicted_way": '"out="',
        "predicted_slowest": '"two arrays"',
        "predicted_look": '"it is there"',
    },
}


def assigned(source):
    """Find the assignments of single names that stand at the top level of a cell.

    Parameters
    ----------
    source : str

    Returns
    -------
    list of (str, ast.expr)
        Names and values; none of a cell that is no Python, as one that begins with a magic.
    """
    try:
        statements = ast.parse(source).body
    except SyntaxError:
        return []
    return [
        (statement.targets[0].id, statement.value)
        for statement in statements
        if isinstance(statement, ast.Assign)
        and len(statement.targets) == 1
        and isinstance(statement.targets[0], ast.Name)
    ]


def put_into(source, values):
    """Write values in the place of what a cell assigns to these names; all else stays.

    A call of `labs.predict` stays, too, and gets the value as its answer.

    Parameters
    ----------
    source : str
    values : dict of str to str
        Expressions, by name.

    Returns
    -------
    str
    """
    lines = source.encode().splitlines(keepends=True)  # as bytes: so `ast` counts columns
    for name, value in reversed(assigned(source)):
        if name in values:
            before = lines[value.lineno - 1][: value.col_offset]
            after = lines[value.end_lineno - 1][value.end_col_offset :]
            written = values[name]
            if is_asked(value):
                keyword = ast.keyword("answer", ast.parse(written, mode="eval").body)
                asked = ast.Call(value.func, value.args, [*value.keywords, keyword])
                written = ast.unparse(asked)
            lines[value.lineno - 1 : value.end_lineno] = [before + written.encode() + after]
    return b"".join(lines).decode()


def is_asked(value):
    """Tell whether an expression is a call of `labs.predict`.

    Parameters
    ----------
    value : ast.expr

    Returns
    -------
    bool
    """
    return isinstance(value, ast.Call) and ast.unparse(value.func) == "labs.predict"


def values_for(lesson):
    """Return all the author's values for a lesson, by name.

    Parameters
    ----------
    lesson : str
        The notebook's name without its ending.

    Returns
    -------
    dict of str to str
    """
    return {**PREDICTIONS.get(lesson, {}), **ANSWERS.get(lesson, {})}


def missing(lesson, cells):
    """Return the names of the tables that no cell of the lesson assigns.

    Parameters
    ----------
    lesson : str
        The notebook's name without its ending.
    cells : list
        Its cells of code.

    Returns
    -------
    list of str
    """
    names = {name for cell in cells for name, _ in assigned(cell.source)}
    return [name for name in values_for(lesson) if name not in names]
