"""Asks for known vulnerabilities of what is installed; silence is no answer (`make advisories`).

    python -m tests.harness.advisories

0: every package was looked up, none has one. 1: some have. 2: not every package could be looked up.
"""

import json
import subprocess
import sys
from typing import Any

from .checks import TOOLS
from .part import ROOT

LOCK = "requirements.lock"
SOURCES = ("pypi", "osv")
PATIENCE = 300


def main() -> int:
    """Ask one list after the other, until one knows every package."""
    unknown: list[str] = []
    for source in SOURCES:
        packages = looked_up_in(source)
        found = [each for each in packages if each.get("vulns")]
        for each in found:
            names = ", ".join(sorted(one["id"] for one in each["vulns"]))
            print(f"{each['name']} {each['version']}: {names}")
        if found:
            return 1
        if packages:
            unknown = [each["name"] for each in packages if "skip_reason" in each]
            if not unknown:
                print(f"{len(packages)} packages of {LOCK} were looked up in {source}: none has a known one.")
                return 0
    print(f"NOT CHECKED: {describe(unknown)} Nothing is known of their vulnerabilities, good or bad.")
    return 2


def describe(unknown: list[str]) -> str:
    if not unknown:
        return f"none of {', '.join(SOURCES)} could be reached from here."
    return f"{len(unknown)} packages of {LOCK} could not be looked up ({', '.join(unknown)})."


def looked_up_in(source: str) -> list[dict[str, Any]]:
    """Each package with what is known of it, or why it was not asked for; empty where there is no answer."""
    command = [
        *(str(TOOLS / "pip-audit"), "--vulnerability-service", source, "--requirement", LOCK),
        *("--require-hashes", "--disable-pip", "--format", "json", "--progress-spinner", "off"),
    ]
    try:
        answer = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        return json.loads(answer.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        return []


if __name__ == "__main__":
    sys.exit(main())
