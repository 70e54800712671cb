"""One part of a run: what it is called, how it went, how long it took."""

import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PYTHON = sys.executable
PATIENCE = 30

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
CLOSING = re.compile(r"\b(?:passed|failed|errors?|skipped|no tests ran)\b.* in [0-9.]+s")
DESELECTED = re.compile(r"^\d+ deselected: ")
COUNT = re.compile(r"(\d+) (passed|failed|error|skipped|xfailed|xpassed)")


@dataclass
class Part:
    """How one part went; `advice` says how to get it where it was left out."""

    name: str
    passed: bool = False
    seconds: float = 0.0
    counts: Counter[str] = field(default_factory=Counter)
    closing: str = ""
    deselected: str = ""
    advice: str = ""

    @property
    def was_left_out(self) -> bool:
        """Nothing ran, for want of something on this machine."""
        return bool(self.advice)


def run(name: str, command: Sequence[str], *, variables: Mapping[str, str], quiet: bool = False) -> Part:
    """Run a command to its end; a quiet one shows what it printed only when it fails."""
    print(f"\n== {name}" if not quiet else f"   {name} …", flush=True)
    began = time.monotonic()
    part, printed = Part(name), []
    with start(command, variables) as process:
        try:
            for line in process.stdout or ():
                printed.append(line)
                read_counts(part, COLOUR.sub("", line).strip(" =\n"))
                if not quiet:
                    print(line, end="", flush=True)
            part.passed = process.wait() == 0
        finally:
            end(process)
    part.seconds = time.monotonic() - began
    if quiet and not part.passed:
        print("".join(printed), end="", flush=True)
    return part


def start(command: Sequence[str], variables: Mapping[str, str]) -> subprocess.Popen[str]:
    """Apart from the terminal: Ctrl-C reaches the run, and the run ends the command."""
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **variables},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )


def read_counts(part: Part, line: str) -> None:
    """Keep pytest's closing line, what it counts, and how many tests the other database ran already."""
    if DESELECTED.match(line):
        part.deselected = line
    if CLOSING.search(line):
        part.closing = line
        part.counts = Counter({kind: int(number) for number, kind in COUNT.findall(line)})


def end(process: subprocess.Popen[str]) -> None:
    """Ask what still runs to end, as Ctrl-C does, so that it can tidy up; insist when it does not."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        try:
            process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
