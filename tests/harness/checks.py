"""The steps of `make check`: what can be said about the code without running the tests."""

import os
import secrets
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from .part import PYTHON, Part, run

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
}


def checks() -> Iterator[Part]:
    """Each step, one after the other; a step that fails does not stop the next."""
    tool = {name: str(TOOLS / name) for name in ("ruff", "djlint", "lint-imports", "mypy")}
    yield run("ruff check", [tool["ruff"], "check", "."], variables=NEUTRAL, quiet=True)
    yield run("ruff format", [tool["ruff"], "format", "--check", "."], variables=NEUTRAL, quiet=True)
    yield run("djlint", [tool["djlint"], "--lint", "--quiet", "templates"], variables=NEUTRAL, quiet=True)
    yield run("import-linter", [tool["lint-imports"], "--no-logo"], variables=NEUTRAL, quiet=True)
    yield run("mypy", [tool["mypy"]], variables=NEUTRAL, quiet=True)
    yield migrations()
    yield run(
        "production settings",
        [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"],
        variables=PRODUCTION,
        quiet=True,
    )


def migrations() -> Part:
    """No model has changed without a migration; asked of a database that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="cartagena-") as folder:
        variables = {**NEUTRAL, "DATABASE_URL": f"sqlite:///{folder}/empty.sqlite3"}
        command = [*MANAGE, "makemigrations", "--check", "--dry-run"]
        return run("migrations", command, variables=variables, quiet=True)
