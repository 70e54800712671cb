"""The product as `make run` starts it, on a database of its own and a port that nobody has."""

import fcntl
import os
import shutil
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
DATABASE = "product.sqlite3"
PATIENCE = 60


def variables_for(folder: Path) -> dict[str, str]:
    """What the product is told: a database in this folder, and a port nobody has."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cartagena.settings",
        "ENV_FILE": os.devnull,
        "DATABASE_URL": f"sqlite:///{folder}/{DATABASE}",
        "CARTAGENA_ADMIN_PASSWORD": ADMIN_PASSWORD,
        "ALLOW_SELF_PUBLICATION": "on",
        "PORT": str(free_port()),
        "RELEASES_ROOT": f"{folder}/releases",
    }


@contextmanager
def serving(variables: dict[str, str]) -> Iterator[str]:
    """The address of the product, freshly prepared; it ends with the block."""
    prepare(variables)
    server = subprocess.Popen([sys.executable, "-m", "gunicorn", "cartagena.wsgi"], cwd=ROOT, env=variables)
    try:
        address = f"http://127.0.0.1:{variables['PORT']}"
        wait_for(f"{address}/", server)
        yield address
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(PATIENCE)


def prepare(variables: dict[str, str]) -> None:
    """As a first start does; with two releases.

    Tests run on all cores, each with a product of its own, and all collect into one folder of static files.
    The first process of a run leaves a copy in the folder of the run, and the others begin with it.
    """
    folder = Path(variables["RELEASES_ROOT"]).parent
    if (folder / DATABASE).exists():
        return
    shared = os.environ.get("TEMPLATE_FOLDER")
    template = Path(shared or folder) / "product"
    with (ROOT / "manage.py").open() as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        if shared and template.exists():
            shutil.copytree(template, folder, dirs_exist_ok=True)
            return
        for command in (["prepare"], ["release", "first"], ["release", "second"]):
            subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=variables, check=True)
        if shared:
            shutil.copytree(folder, template)


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
