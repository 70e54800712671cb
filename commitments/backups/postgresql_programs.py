"""pg_dump and pg_restore, of a version that fits the server; the password never stands on a command line."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _
from psycopg.conninfo import make_conninfo
from psycopg.pq import Conninfo

from .refusals import BackupRefused

# where Debian, Red Hat and others keep several versions beside one another
FOLDERS = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql*/bin")


def run_program(name: str, options: list[str], connection: BaseDatabaseWrapper, **files: Any) -> None:
    """Run it on the database of this connection; raises BackupRefused with its last words if it fails."""
    program = find_program(name, major=connection.get_database_version()[0])
    address, password = _address_of(connection)
    command = [program, "--no-password", *options, f"--dbname={address}"]
    environment = {**os.environ, **({"PGPASSWORD": password} if password else {})}
    ended = subprocess.run(  # noqa: S603  (a program of the system with options of our own)
        command, env=environment, stderr=subprocess.PIPE, check=False, **files
    )
    if ended.returncode:
        said = ended.stderr.decode(errors="replace").strip().splitlines() or [str(ended.returncode)]
        raise BackupRefused(_("%(name)s failed: %(said)s") % {"name": name, "said": said[-1]})


def _address_of(connection: BaseDatabaseWrapper) -> tuple[str, str]:
    """All that DATABASE_URL says, as libpq takes it, and apart from it the password."""
    known = {each.keyword.decode() for each in Conninfo.get_defaults()}
    asked = {name: value for name, value in connection.get_connection_params().items() if name in known}
    password = asked.pop("password", "")
    return make_conninfo(**asked), password


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
