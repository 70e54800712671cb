"""A disk that is full: while people save, import, export, make a backup and a release."""

import csv
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .desk import Saving
from .office import Office, Offices, serving
from .outcome import Outcome

SIZE = 64  # megabytes: room for the prepared files, and little beside them
LEFT = 1_500_000


def can_be_made(folder: Path) -> bool:
    """Whether this machine lets a small disk be made: root may, outside of most containers."""
    try:
        with small_disk(folder):
            return True
    except (OSError, subprocess.CalledProcessError):
        return False


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A file system of its own in this folder; only root may make one."""
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}m", "cartagena-small", str(folder)], check=True
    )
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def disk_full(offices: Offices) -> Outcome:
    """People save until nothing more fits; then everything else that writes is tried as well."""
    outcome = Outcome("disk full", "SQLite")
    with small_disk(offices.fresh_folder()) as folder:
        office = offices.on_sqlite(folder)
        with serving(office):
            fill(folder, leaving=LEFT)
            saving = Saving(office, people=2)
            with saving.going_on():
                while not (saving.failed > 4 or saving.wait_for(5_000, 0.5)):
                    pass
            outcome.acknowledged, outcome.found = saving.acknowledged, office.texts()
            fill(folder)
            outcome.faults += refused(office, saving, invented_notes(offices.fresh_folder()))
            outcome.faults += reading(office)
            (folder / "filling").unlink()
            began = Saving(office, people=1)
            with began.going_on():
                outcome.recovered = began.next_one()
        outcome.faults += office.damage()
    outcome.remark = f"{saving.failed} saves refused in words"
    return outcome


def fill(folder: Path, *, leaving: int = 0) -> None:
    """Write until so many bytes are free, or none."""
    with (folder / "filling").open("ab") as file:
        try:
            while True:
                stat = os.statvfs(folder)
                free = stat.f_bavail * stat.f_frsize - leaving
                if free <= 0:
                    return
                file.write(b"x" * min(free, 65_536))
                file.flush()
        except OSError:
            return


def invented_notes(folder: Path) -> Path:
    """A file of new notes, on a disk that has room."""
    path = folder / "notes.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["note", "state_iso3", "commitment", "noted_date", "certainty", "text"])
        writer.writerows(
            ["", "COL", "16b", "2025-03-09", "confirmed", f"fault {n}. " * 90] for n in range(300)
        )
    return path


def refused(office: Office, saving: Saving, notes: Path) -> list[str]:
    """What was not refused in words, or left something half-made behind."""
    faults = []
    person = saving.people[0]
    status, _leads_to, text = person.ask("/admin/commitments/progressnote/add/", person.form("fault full"))
    if status < 400 or "Traceback" in text or status == 500:
        faults.append(f"saving on a full disk answered {status}")
    before = sorted(path.name for path in office.folder.rglob("*"))
    for command in (
        ["export_notes", "--out", str(office.folder / "notes.csv")],
        ["import_notes", str(notes), "--by", "admin"],
        ["release", "full"],
        ["backup", str(office.folder / "kept")],
    ):
        done = office.manage(*command)
        if done.returncode == 0 or "Traceback" in done.stderr:
            faults.append(f"{command[0]} on a full disk: {done.returncode} {done.stderr.strip()[-200:]}")
    after = sorted(path.name for path in office.folder.rglob("*"))
    left = set(after) - set(before) - {"kept"}
    return [*faults, *(f"left behind: {name}" for name in sorted(left))]


def reading(office: Office) -> list[str]:
    """Readers go on."""
    faults = []
    for path in ("/", "/states/COL/", "/progress.csv?state=COL", "/healthz"):
        try:
            office.wait_for_answer(path, patience=5)
        except TimeoutError as error:
            faults.append(str(error))
    return faults
