"""The product as `make run` starts it, on a database of its own and a port that nobody has."""

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.harness.machine import free_port

ROOT = Path(__file__).resolve().parents[2]
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
ADMIN_PASSWORD = "violet-harbour-lantern"
PATIENCE = 60


def variables_for(folder: Path) -> dict[str, str]:
    """What the product is told: a database in this folder, and a port nobody has."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cartagena.settings",
        "ENV_FILE": os.devnull,
        "DATABASE_URL": f"sqlite:///{folder}/product.sqlite3",
        "CARTAGENA_ADMIN_PASSWORD": ADMIN_PASSWORD,
        "ALLOW_SELF_PUBLICATION": "on",
        "PORT": str(free_port()),
        "RELEASES_ROOT": f"{folder}/releases",
    }


@contextmanager
def serving(variables: dict[str, str]) -> Iterator[str]:
    """The address of the product, freshly prepared; it ends with the block."""
    # tests run on all cores, each with a product of its own, and all collect into one folder of static files
    with (ROOT / "manage.py").open() as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        subprocess.run([sys.executable, "manage.py", "prepare"], cwd=ROOT, env=variables, check=True)
    for name in ("first", "second"):
        if not (Path(variables["RELEASES_ROOT"]) / name).exists():
            command = [sys.executable, "manage.py", "release", name]
            subprocess.run(command, cwd=ROOT, env=variables, check=True)
    server = subprocess.Popen([sys.executable, "-m", "gunicorn", "cartagena.wsgi"], cwd=ROOT, env=variables)
    try:
        address = f"http://127.0.0.1:{variables['PORT']}"
        wait_for(f"{address}/", server)
        yield address
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(PATIENCE)


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Until the product answers; an error when it ended instead, or never does."""
    for _ in range(PATIENCE * 10):
        assert server.poll() is None, "The product ended before it answered; see what it printed."
        try:
            with urlopen(address):
                return
        except URLError:
            time.sleep(0.1)
    raise TimeoutError(f"The product did not answer on {address} within {PATIENCE} seconds.")
