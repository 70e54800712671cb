"""The tests: on SQLite, again on PostgreSQL, in a browser, and the drill of the backup."""

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping

from . import postgresql
from .machine import find_browser, why_it_does_not_start
from .part import PYTHON, Part, run
from .stack import why_there_is_no_stack
from .validator import why_there_is_no_validator

INSTALL_CHROMIUM = "install Chromium (on Debian: apt-get install chromium)"
INSTALL_LIBRARIES = "install the library that it misses (on Debian: apt-get install libatomic1)"
SLOWEST = ["--durations=20", "--durations-min=0.5"]
# each process keeps to its own modules and what they store, and one that is done takes over half of the rest
ON_ALL_CORES = ["-n", "auto", "--dist", "worksteal"]
# every process reads the modules of its part, and no others
BROWSER_TESTS = "tests/browser"
WITHOUT_BROWSER = [f"--ignore={BROWSER_TESTS}"]
# it starts the Node.js that comes with Playwright, as the tests do
DRIVER = [PYTHON, "-m", "playwright", "--version"]


def pytest(name: str, *arguments: str, variables: Mapping[str, str] | None = None) -> Part:
    """One run of pytest; a database address in the caller's environment is not meant for it."""
    colour = "--color=yes" if sys.stdout.isatty() else "--color=no"
    command = [PYTHON, "-m", "pytest", colour, *SLOWEST, *ON_ALL_CORES, *arguments]
    with tempfile.TemporaryDirectory(prefix="cartagena-template-") as folder:
        chosen = {
            "DATABASE_URL": "sqlite:///cartagena.sqlite3",
            "TEMPLATE_FOLDER": folder,
            **(variables or {}),
        }
        return run(name, command, variables=chosen)


def on_sqlite() -> Iterator[Part]:
    """Everything but the browser tests, on all cores."""
    yield pytest("suite on SQLite", *WITHOUT_BROWSER)


def on_postgresql() -> Iterator[Part]:
    """The same on a server of our own, without the tests that use no database."""
    name, binaries = "suite on PostgreSQL", postgresql.find_server()
    if binaries is None:
        yield Part(name, advice=postgresql.ADVICE)
        return
    try:
        with postgresql.cluster(binaries) as address:
            yield pytest(name, *WITHOUT_BROWSER, "--only-database", variables={"DATABASE_URL": address})
    except (OSError, RuntimeError) as error:
        print(error, flush=True)
        yield Part(name, closing="the server could not be started")


def backup_drill() -> Iterator[Part]:
    """An installation is backed up, brought back and moved, by its own commands."""
    name = "backup drill"
    if postgresql.find_server() is None:
        yield Part(name, advice=postgresql.ADVICE)
        return
    yield run(name, [PYTHON, "-m", "tests.harness.drill"], variables={"ENV_FILE": os.devnull})


def under_faults() -> Iterator[Part]:
    """The served product while things break around it, and asked with hostile values."""
    yield run("faults", [PYTHON, "-m", "tests.faults", "--short"], variables={})
    yield run("hostile values", [PYTHON, "-m", "tests.hostile"], variables={})


def in_browser() -> Iterator[Part]:
    """What a person does and sees, in the product as `make run` starts it."""
    name = "browser tests"
    if advice := why_there_is_no_browser():
        yield Part(name, advice=advice)
        return
    left_out: list[str] = []
    if advice := why_there_is_no_validator():
        yield Part("HTML checker", advice=advice)
        left_out += ["--deselect", "tests/browser/test_html.py"]
    if advice := why_there_is_no_stack():
        yield Part("the whole behind nginx", advice=advice)
        left_out += ["--deselect", "tests/browser/test_stack.py"]
    yield pytest(name, BROWSER_TESTS, *left_out)


def why_there_is_no_browser() -> str:
    """What is missing before a test can drive Chromium, and how to get it; empty if nothing is."""
    browser = find_browser()
    if browser is None:
        return INSTALL_CHROMIUM
    if reason := why_it_does_not_start([browser, "--version"]):
        return f"Chromium does not start ({reason}); {INSTALL_CHROMIUM}"
    if reason := why_it_does_not_start(DRIVER):
        return f"the driver of Playwright does not start ({reason}); {INSTALL_LIBRARIES}"
    return ""
