"""What this machine has to offer."""

import shutil
import socket
import subprocess
from collections.abc import Sequence

PATIENCE = 60
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_browser() -> str | None:
    """The Chromium of this machine."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def why_it_does_not_start(command: Sequence[str]) -> str:
    """The last words of a program that does not start, such as a library that it misses; empty if it does."""
    try:
        tried = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    if tried.returncode == 0:
        return ""
    said = (tried.stderr or tried.stdout).strip().splitlines()
    return said[-1] if said else f"it ended with {tried.returncode}"


def free_port() -> int:
    """A port of this machine that nothing listens on just now."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
