# %% [markdown]
# # Answers to exercise 3 of 11_finding_faults
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
class PageError(Exception):
    def __init__(self, page, status):
        super().__init__(page, status)
        self.page, self.status = page, status

    def __str__(self):
        return f"{self.page} answers {self.status}"


# %% right: by a method that says how to make it again
class PageError(Exception):
    def __init__(self, page, status):
        super().__init__(f"{page} answers {status}")
        self.page, self.status = page, status

    def __reduce__(self):
        return PageError, (self.page, self.status)


# %% right: the attributes are properties
class PageError(Exception):
    def __init__(self, page, status):
        super().__init__(page, status)

    @property
    def page(self):
        return self.args[0]

    @property
    def status(self):
        return self.args[1]

    def __str__(self):
        return f"{self.page} answers {self.status}"


# %% wrong, keeps 1: the text goes to Exception
class PageError(Exception):
    def __init__(self, page, status):
        super().__init__(f"{page} answers {status}")
        self.page, self.status = page, status


# %% wrong, keeps 1: the page alone goes to Exception
class PageError(Exception):
    def __init__(self, page, status):
        super().__init__(page)
        self.page, self.status = page, status

    def __str__(self):
        return f"{self.page} answers {self.status}"


# %% wrong, keeps 1: the text in the place of the status
class PageError(Exception):
    def __init__(self, page, status):
        super().__init__(page, f"{page} answers {status}")
        self.page, self.status = page, status

    def __str__(self):
        return self.args[1]


# %% wrong, keeps 1: a default for the status
class PageError(Exception):
    def __init__(self, page, status=None):
        super().__init__(f"{page} answers {status}")
        self.page, self.status = page, status


# %% wrong, keeps 0: without a text of its own
class PageError(Exception):
    def __init__(self, page, status):
        super().__init__(page, status)
        self.page, self.status = page, status


# %% wrong, keeps 0: without attributes
class PageError(Exception):
    def __init__(self, page, status):
        super().__init__(page, status)

    def __str__(self):
        return f"{self.args[0]} answers {self.args[1]}"


# %% wrong, keeps 0: the status as a text
class PageError(Exception):
    def __init__(self, page, status):
        super().__init__(page, status)
        self.page, self.status = page, str(status)

    def __str__(self):
        return f"{self.page} answers {self.status}"


# %% wrong, keeps 0: another text
class PageError(Exception):
    def __init__(self, page, status):
        super().__init__(page, status)
        self.page, self.status = page, status

    def __str__(self):
        return f"{self.page}: {self.status}"


# %% right: a data class
from dataclasses import dataclass


@dataclass(eq=False)
class PageError(Exception):
    page: str
    status: int

    def __str__(self):
        return f"{self.page} answers {self.status}"


# %% right: the journey is registered
import copyreg


class PageError(Exception):
    def __init__(self, page, status):
        super().__init__(f"{page} answers {status}")
        self.page, self.status = page, status


copyreg.pickle(PageError, lambda error: (PageError, (error.page, error.status)))


# %% right: the way home is put on afterwards
class PageError(Exception):
    def __init__(self, page, status):
        super().__init__("{} answers {}".format(page, status))
        self.page, self.status = page, status


def _again(self):
    return type(self), (self.page, self.status)


setattr(PageError, "__reduce__", _again)


# %% right: made by new
class PageError(Exception):
    def __new__(cls, page, status):
        self = super().__new__(cls, page, status)
        self.page, self.status = page, status
        return self

    def __str__(self):
        return "%s answers %d" % self.args


# %% right: attributes by name, and a mixin
class Travels:
    def __reduce__(self):
        return _made, (type(self), self.__dict__)


def _made(cls, values):
    return cls(**values)


class PageError(Travels, Exception):
    def __init__(self, page, status):
        Exception.__init__(self, f"{page} answers {status}")
        vars(self).update(page=page, status=status)


# %% right: what travels is the text, and then the attributes
class PageError(Exception):
    def __init__(self, page, status=None):
        super().__init__(f"{page} answers {status}" if status else page)
        self.page, self.status = page, status


# %% wrong, keeps 1: what travels is another kind of error
class PageError(Exception):
    def __init__(self, page, status):
        super().__init__(f"{page} answers {status}")
        self.page, self.status = page, status

    def __reduce__(self):
        return RuntimeError, (str(self),)


# %% wrong, keeps 0: no exception
class PageError:
    def __init__(self, page, status):
        self.page, self.status = page, status

    def __str__(self):
        return f"{self.page} answers {self.status}"


# %% wrong, keeps 1: what travels is a class of the same look
class _Home(Exception):
    pass


def _home(text, page, status):
    error = _Home(text)
    error.page, error.status = page, status
    return error


class PageError(Exception):
    def __init__(self, page, status):
        super().__init__(f"{page} answers {status}")
        self.page, self.status = page, status

    def __reduce__(self):
        return _home, (str(self), self.page, self.status)
