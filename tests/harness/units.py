"""What systemd itself says about the units of `deploy/systemd`."""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .part import ROOT, Part

INSTALL_SYSTEMD = "install systemd (on Debian: apt-get install systemd; elsewhere only Linux has it)"
UNITS = ROOT / "deploy" / "systemd" / "system"
ACCOUNTS = ROOT / "deploy" / "systemd" / "sysusers.d" / "cartagena.conf"
PROGRAM = re.compile(r"/srv/cartagena/\.venv/bin/\w+")
# of ten, in which 0 is closed and 10 open; what is left is the network and the sight of other accounts
MAX_EXPOSURE = 2.0
EXPOSURE = re.compile(r"Overall exposure level for \S+: ([0-9.]+)")


def units() -> Part:
    """A step of `make check`."""
    part = Part("systemd units", advice="" if shutil.which("systemd-analyze") else INSTALL_SYSTEMD)
    if not part.was_left_out:
        print(f"   {part.name} …", flush=True)
        found = faults()
        part.passed = not found
        print("".join(f"{fault}\n" for fault in found), end="", flush=True)
    return part


def faults() -> list[str]:
    """What systemd cannot read, and each service that is more open than it should be."""
    with installed() as folder:
        names = [str(path) for path in sorted(folder.glob("*.*")) if path.is_file()]
        found = analyze(folder, "verify", "--man=no", *names).splitlines()
        for service in sorted(folder.glob("*.service")):
            level = EXPOSURE.search(analyze(folder, "security", "--offline=true", "--no-pager", service.name))
            if level is None or float(level[1]) > MAX_EXPOSURE:
                found.append(f"{service.name}: exposure {level and level[1]}")
    return found + wrong_accounts()


def wrong_accounts() -> list[str]:
    """What systemd cannot read of the two accounts."""
    command = ["systemd-sysusers", "--dry-run", str(ACCOUNTS)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    return ran.stderr.splitlines() if ran.returncode else []


@contextmanager
def installed() -> Iterator[Path]:
    """The units as if the product were installed here: the programs that they name exist."""
    with tempfile.TemporaryDirectory(prefix="cartagena-units-") as name:
        folder = Path(name) / "system"
        shutil.copytree(UNITS, folder)
        for path in filter(Path.is_file, folder.rglob("*")):
            path.write_text(PROGRAM.sub("/bin/true", path.read_text(encoding="utf-8")), encoding="utf-8")
        yield folder


def analyze(folder: Path, *arguments: str) -> str:
    command = ["systemd-analyze", *arguments]
    variables = {"SYSTEMD_UNIT_PATH": f"{folder}:", "PATH": "/usr/bin:/bin"}
    ran = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    return ran.stdout + ran.stderr
