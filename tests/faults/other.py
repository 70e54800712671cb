"""Two starts at once, a clock that goes back, readers that stall, connections that wait, mail that hangs."""

import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from urllib.parse import urlsplit
from urllib.request import urlopen

from tests.browser.product import ROOT
from tests.harness.stack import stack

from .desk import Person, Saving
from .office import Office, serving
from .outcome import Outcome

SLOW = 500
READERS = 16
UNDER_LOAD = 1.0  # seconds that /healthz may take


def two_prepare(office: Office) -> Outcome:
    """Two first starts at the same moment on one empty database."""
    outcome = Outcome("two prepare at once", office.database)
    command = [sys.executable, "manage.py", "prepare"]
    began = time.monotonic()
    both = [
        subprocess.Popen(
            command,
            cwd=ROOT,
            env=office.variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _number in range(2)
    ]
    said = [one.communicate(timeout=600)[0] for one in both]
    outcome.faults += [words[-300:] for one, words in zip(both, said, strict=True) if one.returncode]
    outcome.recovered = time.monotonic() - began
    administrators = office.column("SELECT username FROM commitments_user WHERE is_superuser")
    if administrators != ["admin"]:
        outcome.faults.append(f"administrators: {administrators}")
    outcome.remark = "seconds until both had ended"
    return outcome


def clock_goes_back(office: Office, wanted: int) -> Outcome:
    """Half of the drafts are published by a clock that has gone back an hour."""
    outcome = Outcome("clock goes back an hour", office.database)
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.writer", "clock", str(wanted), "3600"],
        cwd=ROOT,
        env=office.variables,
        capture_output=True,
        text=True,
        check=False,
    )
    outcome.acknowledged = {line for line in done.stdout.splitlines() if line.startswith("fault ")}
    refused = [line for line in done.stdout.splitlines() if line.startswith("refused The clock")]
    outcome.found, outcome.remark = office.texts(), f"{len(refused)} publications refused in words"
    if len(refused) != wanted - wanted // 2:
        outcome.faults.append("a publication was dated before one that stands")
    outcome.faults += [done.stderr.strip().splitlines()[-1]] if done.returncode else []
    check = office.manage("check_data")
    outcome.faults += [check.stdout.strip() or check.stderr.strip()] if check.returncode else []
    return outcome


def stalled_readers(office: Office, wanted: int) -> Outcome:
    """Readers who ask for whole files and take nothing, while people save."""
    outcome = Outcome("stalled readers", office.database)
    with serving(office):
        saving, slowest = Saving(office, people=2), 0.0
        with stalled(office, READERS, b"GET /progress.csv HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"):
            time.sleep(1)
            with saving.going_on():
                slowest = slowest_health(office, saving, wanted)
        outcome.acknowledged, outcome.found = saving.acknowledged, office.texts()
    outcome.remark = f"/healthz at most {slowest:.2f} s beside {READERS} readers"
    if slowest > UNDER_LOAD:
        outcome.faults.append("/healthz took longer than a second")
    return outcome


@contextmanager
def stalled(office: Office, number: int, request: bytes) -> Iterator[None]:
    """So many connections that send this and then neither read nor write."""
    where, opened = urlsplit(office.address), []
    try:
        for _number in range(number):
            one = socket.socket()
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            one.settimeout(10)
            one.connect((where.hostname, where.port))
            one.sendall(request)
            opened.append(one)
        yield
    finally:
        for one in opened:
            one.close()


def slow_connections() -> Outcome:
    """Connections that send half a request and wait, in front of the whole as it stands on a server."""
    outcome = Outcome(f"{SLOW} slow connections", "nginx before PostgreSQL")
    with stack() as site, ExitStack() as opened:
        where, trusting = urlsplit(site.address), ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        for _number in range(SLOW):
            plain = socket.create_connection((where.hostname, where.port), timeout=30)
            one = opened.enter_context(trusting.wrap_socket(plain))
            one.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
        slowest = 0.0
        for _number in range(20):
            began = time.monotonic()
            with urlopen(f"{site.address}/healthz", timeout=30, context=trusting):
                slowest = max(slowest, time.monotonic() - began)
    outcome.remark = f"/healthz at most {slowest:.2f} s"
    if slowest > UNDER_LOAD:
        outcome.faults.append("/healthz took longer than a second")
    return outcome


def slowest_health(office: Office, saving: Saving, wanted: int) -> float:
    """Seconds of the slowest /healthz until so many drafts are saved."""
    slowest, until = 0.0, time.monotonic() + 120
    while len(saving.acknowledged) < wanted and time.monotonic() < until:
        began = time.monotonic()
        with suppress(OSError), urlopen(f"{office.address}/healthz", timeout=30):
            pass
        slowest = max(slowest, time.monotonic() - began)
        time.sleep(0.2)
    return slowest


def mail_hangs(office: Office) -> Outcome:
    """The mail server takes a connection and says nothing; a person is invited, and everyone reminded."""
    outcome = Outcome("mail server hangs", office.database)
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        office.variables["EMAIL_URL"] = f"smtp://127.0.0.1:{silent.getsockname()[1]}"
        with serving(office):
            person = Person(office, "1", "1")
            person.sign_in()
            began = time.monotonic()
            sent = {"email": "nobody@example.org"}
            status, _leads_to, _text = person.ask("/account/password/forgotten/", sent)
            outcome.recovered = time.monotonic() - began
            if status >= 500:
                outcome.faults.append(f"asking for a link answered {status}")
            healthy = threading.Thread(target=office.wait_for_answer)
            healthy.start()
            healthy.join(5)
            if healthy.is_alive():
                outcome.faults.append("the server does not answer meanwhile")
        done = office.manage("remind")
        outcome.faults += ["remind: traceback"] if "Traceback" in done.stderr else []
    return outcome
