"""The Nu HTML Checker: the jar of its npm package, fetched once and kept beside the libraries."""

import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from .machine import why_it_does_not_start

PACKAGE = "vnu-jar"
VERSION = "26.9.27"
JAR = Path(sys.prefix) / "share" / f"{PACKAGE}-{VERSION}.jar"
INSIDE = "package/build/dist/vnu.jar"
INSTALL_JAVA = "install Java and npm (on Debian: apt-get install default-jre-headless npm)"


def why_there_is_no_validator() -> str:
    """What is missing before the checker can read a page, and how to get it; empty if nothing is."""
    reason = why_it_does_not_start(["java", "-version"])
    if not reason and not JAR.exists():
        reason = why_it_does_not_start(["npm", "--version"])
    if reason:
        return f"{INSTALL_JAVA}: {reason}"
    try:
        find_validator()
    except subprocess.CalledProcessError:
        return f"npm could not fetch {PACKAGE}@{VERSION} from its registry; try again with a network"
    return ""


def find_validator() -> Path:
    """The jar of the checker, which is fetched when it is not there yet."""
    if not JAR.exists():
        fetch()
    return JAR


def fetch() -> None:
    """Unpack the one file that is needed; nothing of the package is run."""
    with tempfile.TemporaryDirectory(prefix="cartagena-") as folder:
        command = ["npm", "pack", "--silent", f"{PACKAGE}@{VERSION}"]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as package:
            jar = package.extractfile(INSIDE)
            assert jar is not None
            JAR.parent.mkdir(parents=True, exist_ok=True)
            partial = JAR.with_suffix(".partial")
            partial.write_bytes(jar.read())
            partial.replace(JAR)
