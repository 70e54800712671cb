"""What is installed is what the requirements name, file by file."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[a-z,]+\])?==([^\s;\\]+)", re.MULTILINE)


def pins(name: str) -> dict[str, str]:
    """Package and version of each line."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return {re.sub(r"[._-]+", "-", package).lower(): version for package, version in PIN.findall(text)}


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_lock_holds_every_requirement_and_a_hash_for_each_file(name):
    wanted, locked = pins(f"{name}.txt"), pins(f"{name}.lock")
    written = (ROOT / f"{name}.lock").read_text(encoding="utf-8")

    assert len(wanted) > 15
    assert {each: locked.get(each) for each in wanted} == wanted, "`make lock` writes the lock anew"
    entries = [entry for entry in re.split(r"\n(?=\S)", written) if not entry.startswith("#")]
    assert [entry for entry in entries if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry)] == []
    assert "://" not in written, "where the files come from is for whoever installs them to say"


def test_tests_run_on_what_an_installation_has():
    installed, tested = pins("requirements.lock"), pins("requirements-dev.lock")

    assert {each: tested.get(each) for each in installed} == installed
