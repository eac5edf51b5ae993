"""The tests on every Python that the course is for, each in an environment of its own.

``nox`` tries them one after the other, ``nox -s tests-3.14 -- tests/checks`` one of them on some tests, and
``nox -s lowest`` the lowest versions of what a learner needs. A Python that is not installed is fetched.
``nox -s site`` builds the course as pages.
"""

import nox

PYTHONS = ["3.11", "3.12", "3.13", "3.14", "3.14t", "3.15"]
# What is built on a learner's packages, and one lab in the browser.
OF_LEARNERS = [
    "helpers",
    "tests/labs",
    "tests/measure",
    "tests/website",
    "tests/test_cluster.py",
    "tests/test_jupyter.py",
    "tests/browser/test_lab.py",
]

nox.needs_version = ">=2025.10.14"
nox.options.default_venv_backend = "uv"
nox.options.sessions = ["tests"]


@nox.session(python=PYTHONS)
def tests(session):
    """Run what a change has to pass; what stands behind ``--`` goes to tests.commands.check."""
    session.install("-r", "requirements.txt", "-r", "tests/requirements.txt", "-e", ".")
    session.run("python", "-m", "tests.commands.check", *session.posargs)


@nox.session(python=PYTHONS[0])
def lowest(session):
    """Run the tests of helpers, website and labs with the lowest versions that requirements.txt lets in."""
    session.install("--resolution", "lowest-direct", "-r", "requirements.txt")
    session.install("-r", "tests/requirements.txt", "-e", ".")  # what is there already stays
    session.run("uv", "pip", "freeze", external=True)
    pytest = ["python", "-m", "pytest", "-q", "-ra", "-n", "auto", "--dist", "loadfile"]
    session.run(*pytest, "--no-loadscope-reorder", *(session.posargs or OF_LEARNERS))


@nox.session
def site(session):
    """Build the course as pages; what stands behind ``--`` goes to tests.commands.site."""
    session.install("-r", "requirements.txt", "-r", "tests/requirements.txt", "-e", ".")
    session.run("python", "-m", "tests.commands.site", *session.posargs)
