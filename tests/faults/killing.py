"""Processes that end in the middle of their work: of the server, of the database, of those who write."""

import os
import random
import signal
import subprocess
import sys
import time

from tests.browser.product import ROOT

from .desk import Saving
from .office import Cluster, Office, serving
from .outcome import Outcome

# fixed, so that two runs hurt alike
chance = random.Random(2026)


def eight_writers(office: Office, wanted: int) -> Outcome:
    """Eight processes that save so many drafts each at once, through the verbs."""
    environment = {**office.variables, "PYTHONPATH": str(ROOT)}
    writers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.faults.writer", f"writer-{number}", str(wanted)],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(8)
    ]
    outcome, waits = Outcome("eight processes write at once", office.database), []
    for writer in writers:
        said, complaints = writer.communicate(timeout=600)
        *texts, last = said.splitlines() or [""]
        outcome.acknowledged |= set(texts)
        waits.append(float(last.removeprefix("longest ") or "inf"))
        outcome.faults += [complaints.strip().splitlines()[-1]] if writer.returncode else []
    outcome.found, outcome.remark = office.texts(), f"longest save {max(waits):.1f} s"
    outcome.faults += office.damage()
    if len(outcome.acknowledged) != 8 * wanted:
        outcome.faults.append(f"{8 * wanted} were to be saved")
    return outcome


def workers_killed(office: Office, wanted: int) -> Outcome:
    """Workers are killed one after the other while people save, until so many drafts are acknowledged."""
    outcome, killed = Outcome("workers killed while people save", office.database), 0
    with serving(office):
        saving = Saving(office)
        with saving.going_on():
            while not saving.wait_for(wanted, chance.uniform(0.2, 0.8)):
                if workers := office.workers():
                    os.kill(chance.choice(workers), signal.SIGKILL)
                    killed += 1
            saving.next_one()
        close(outcome, office, saving)
    outcome.recovered, outcome.remark = saving.longest_gap, f"{killed} killed, {saving.failed} refused"
    return outcome


def server_killed(office: Office, wanted: int) -> Outcome:
    """The whole server is killed three times while people save, and started again."""
    outcome = Outcome("server killed while people save", office.database)
    with serving(office):
        saving = Saving(office)
        with saving.going_on():
            for part in (1, 2, 3):
                saving.wait_for(wanted * part // 3, 120)
                office.kill()
                began = time.monotonic()
                office.start()
                saving.next_one()
                outcome.recovered = max(outcome.recovered or 0, time.monotonic() - began)
        close(outcome, office, saving)
    return outcome


def postgresql_killed(office: Office, cluster: Cluster, wanted: int) -> Outcome:
    """The database server is killed while people save, and started again."""
    outcome = Outcome("database killed while people save", office.database)
    with serving(office):
        saving = Saving(office)
        with saving.going_on():
            for part in (1, 2):
                saving.wait_for(wanted * part // 2, 120)
                cluster.kill()
                cluster.start()
                outcome.recovered = max(outcome.recovered or 0, saving.next_one())
        close(outcome, office, saving)
    outcome.remark = f"{saving.failed} refused; recovered counts from the first answer of the database"
    return outcome


def wal_removed(office: Office, wanted: int) -> Outcome:
    """The server is killed and somebody deletes the write-ahead log, which is part of the database."""
    outcome = Outcome("server killed and its WAL deleted", office.database, may_lose=True)
    with serving(office):
        saving = Saving(office)
        with saving.going_on():
            saving.wait_for(wanted, 120)
            office.kill()
        for ending in ("-wal", "-shm"):
            office.file.with_name(office.file.name + ending).unlink(missing_ok=True)
        began = time.monotonic()
        office.start()
        outcome.recovered = time.monotonic() - began
        close(outcome, office, saving)
    outcome.remark = "what the log held is gone, the rest is whole"
    return outcome


def close(outcome: Outcome, office: Office, saving: Saving) -> None:
    """What the run found at its end."""
    outcome.acknowledged, outcome.found = saving.acknowledged, office.texts()
    outcome.faults += office.damage()
    check = office.manage("check_data")
    outcome.faults += [check.stdout.strip() or check.stderr.strip()] if check.returncode else []
