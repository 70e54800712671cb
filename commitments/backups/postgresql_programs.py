"""pg_dump and pg_restore, of a version that fits the server; the password never stands on a command line."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.client import DatabaseClient
from django.utils.translation import gettext as _

from .refusals import BackupRefused

# where Debian, Red Hat and others keep several versions beside one another
FOLDERS = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql*/bin")


def run_program(name: str, options: list[str], connection: BaseDatabaseWrapper, **files: Any) -> None:
    """Run it on the database of this connection; raises BackupRefused with its last words if it fails."""
    program = find_program(name, major=connection.get_database_version()[0])
    asked, environment = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    # what psql would be given: user, host, port and, last, the name of the database
    command = [program, "--no-password", *options, *asked[1:-1], f"--dbname={asked[-1]}"]
    ended = subprocess.run(  # noqa: S603  (a program of the system with options of our own)
        command, env={**os.environ, **(environment or {})}, stderr=subprocess.PIPE, check=False, **files
    )
    if ended.returncode:
        said = ended.stderr.decode(errors="replace").strip().splitlines() or [str(ended.returncode)]
        raise BackupRefused(_("%(name)s failed: %(said)s") % {"name": name, "said": said[-1]})


def find_program(name: str, *, major: int) -> Path:
    """The oldest one that is as new as the server: an older one cannot read it."""
    found = [Path(path) for path in [shutil.which(name)] if path]
    for folder in FOLDERS:
        found += Path("/").glob(f"{folder}/{name}")
    fitting = [(version, program) for program in found if (version := major_version(program)) >= major]
    if not fitting:
        raise BackupRefused(
            _("%(name)s %(major)s or newer is not installed (on Debian: postgresql-client-%(major)s).")
            % {"name": name, "major": major}
        )
    return min(fitting)[1]


def major_version(program: Path) -> int:
    """As it says itself; 0 where it does not."""
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)  # noqa: S603  (as above)
    found = re.search(r"(\d+)", told.stdout)
    return int(found[1]) if found else 0
