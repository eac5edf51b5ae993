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
