"""The Nu HTML Checker: the jar of its npm package, fetched once and kept beside the libraries."""

import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

PACKAGE = "vnu-jar"
VERSION = "26.9.27"
JAR = Path(sys.prefix) / "share" / f"{PACKAGE}-{VERSION}.jar"
INSIDE = "package/build/dist/vnu.jar"
ADVICE = "install Java and npm (on Debian: apt-get install default-jre-headless npm)"


def find_validator() -> Path | None:
    """The jar of the checker, or None where Java or npm is missing."""
    if shutil.which("java") is None:
        return None
    if not JAR.exists():
        if shutil.which("npm") is None:
            return None
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
