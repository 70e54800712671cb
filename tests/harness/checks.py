"""The steps of `make check`: what can be said about the code without running the tests."""

import os
import secrets
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import NamedTuple

from .part import PYTHON, Part, run
from .units import units

TOOLS = Path(sys.executable).parent
MANAGE = [PYTHON, "-W", "error::DeprecationWarning", "manage.py"]

# Nothing that a developer has chosen in a file may change the answer.
NEUTRAL = {"ENV_FILE": os.devnull}
PRODUCTION = {
    **NEUTRAL,
    "DEBUG": "off",
    "HTTPS": "on",
    "SECRET_KEY": secrets.token_urlsafe(60),
    "ALLOWED_HOSTS": "cartagena.example.org",
    "DATABASE_URL": "postgres://cartagena@127.0.0.1:5432/cartagena",
    "ALLOW_SELF_PUBLICATION": "off",
    "EMAIL_URL": "smtp+tls://cartagena@mail.example.org:587",
}


class Step(NamedTuple):
    """A program that says what is wrong, and fails where something is."""

    name: str
    command: list[str]
    variables: dict[str, str] = NEUTRAL


# what takes longest begins first
STEPS = (
    Step("mypy", [str(TOOLS / "mypy")]),
    Step("djlint", [str(TOOLS / "djlint"), "--lint", "--quiet", "templates"]),
    Step("import-linter", [str(TOOLS / "lint-imports"), "--no-logo"]),
    Step("ruff check", [str(TOOLS / "ruff"), "check", "."]),
    Step(
        "bandit",
        [str(TOOLS / "bandit"), "--quiet", "--severity-level", "medium", "-c", "pyproject.toml", "-r", "."],
    ),
    Step("ruff format", [str(TOOLS / "ruff"), "format", "--check", "."]),
    Step(
        "production settings", [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], variables=PRODUCTION
    ),
)


def checks() -> Iterator[Part]:
    """All steps, as many at once as there are cores; a step that fails stops no other."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from pool.map(lambda step: step(), (*map(quietly, STEPS), migrations, units))


def quietly(step: Step) -> Callable[[], Part]:
    """What runs one of the steps."""
    return partial(run, step.name, step.command, variables=step.variables, quiet=True)


def migrations() -> Part:
    """No model has changed without a migration; asked of a database that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="cartagena-") as folder:
        variables = {**NEUTRAL, "DATABASE_URL": f"sqlite:///{folder}/empty.sqlite3"}
        command = [*MANAGE, "makemigrations", "--check", "--dry-run"]
        return run("migrations", command, variables=variables, quiet=True)
