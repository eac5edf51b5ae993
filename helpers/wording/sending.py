"""What could not be read where it arrived, after a worker had sent it home."""

__all__ = ["about_what_came_back"]


def about_what_came_back(error):
    """Say what a pool could not unpickle: it tells that a worker has died, and has the cause as a text.

    Parameters
    ----------
    error : BaseException

    Returns
    -------
    str or None
        None if that is not what happened.
    """
    cause = error.__cause__
    if type(error).__name__ != "BrokenProcessPool" or type(cause).__name__ != "_RemoteTraceback":
        return None
    lines = [line for line in str(cause).splitlines() if line.strip(" '\"")]
    if not any(line.startswith("Traceback ") for line in lines):
        return None
    return (
        f"what a worker sent back could not be unpickled here ({lines[-1][:200]}); let the task return "
        "what pickle can read again."
    )
