"""Files put in place: whole or not at all, and never over another one."""

import contextlib
import os
import secrets

__all__ = ["draft", "put", "swap"]


@contextlib.contextmanager
def draft(folder, data):
    """Write a file that is not in its place yet; what is left of it in the end is removed.

    Parameters
    ----------
    folder : pathlib.Path
        Where it is written: on the disk of its place.
    data : bytes

    Yields
    ------
    pathlib.Path
        Its path.
    """
    folder.mkdir(exist_ok=True)
    path = folder / secrets.token_hex(8)
    try:
        with open(path, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())  # else, after a power cut, its name may be there and it empty
        yield path
    finally:
        path.unlink(missing_ok=True)


def put(drafts, data, path):
    """Put a file where there is none.

    Parameters
    ----------
    drafts : pathlib.Path
    data : bytes
    path : pathlib.Path

    Returns
    -------
    bool
        False if something is there, by now: it stays.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with draft(drafts, data) as new:
        return _move(new, path)


def swap(drafts, data, path, before, may_go):
    """Put a file in the place of another one, which is kept elsewhere.

    Parameters
    ----------
    drafts : pathlib.Path
    data : bytes
    path : pathlib.Path
    before : pathlib.Path
        Where the other one goes.
    may_go : callable
        Asked with the path of the other one, once nobody finds it in its place any more.

    Returns
    -------
    bool
        False if the other one may not go, or somebody has written a file there meanwhile: that stays.
    """
    before.parent.mkdir(parents=True, exist_ok=True)
    with draft(drafts, data) as new:  # first: if there is no room for it, nothing has happened
        try:
            os.replace(path, before)
            if may_go(before):
                return _move(new, path)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):  # it has not gone
                _move(before, path)
            raise
        _move(before, path)
        return False


def _move(source, path):
    """Give a file its place if nothing is there."""
    try:
        os.link(source, path)
    except FileExistsError:
        return False
    except OSError:  # some disks know no second name of a file, such as those of cameras
        if os.path.lexists(path):
            return False
        os.rename(source, path)
        return True
    os.unlink(source)
    return True
