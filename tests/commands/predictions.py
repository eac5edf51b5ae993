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
    },
    "05_joblib": {"my_prediction": "2.0", "my_prediction_for_waves": "1.5"},
    "06_asyncio": {"my_prediction": "4.0"},
    "07_choosing": {
        "favourite": '"joblib"',
        "my_prediction": "1.7",
        "my_prediction_128": "16.0",
    },
    "08_beyond_one_machine": {"my_prediction": "1.5"},
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
            lines[value.lineno - 1 : value.end_lineno] = [before + values[name].encode() + after]
    return b"".join(lines).decode()


def missing(lesson, cells):
    """Return the names of the table that no cell of the lesson assigns.

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
    return [name for name in PREDICTIONS.get(lesson, {}) if name not in names]
