"""Runs everything and says what ran and what did not. Called by `make test` and `make check`.

    python -m tests.run [checks] [sqlite] [postgresql] [drill] [faults] [browser]

STRICT=1 turns anything that was left out into a failure.
"""

import argparse
import os
import signal
import sys
from collections import Counter
from collections.abc import Sequence

from tests.harness.checks import checks
from tests.harness.part import Part
from tests.harness.suites import backup_drill, in_browser, on_postgresql, on_sqlite, under_faults

PARTS = {
    "checks": checks,
    "sqlite": on_sqlite,
    "postgresql": on_postgresql,
    "drill": backup_drill,
    "faults": under_faults,
    "browser": in_browser,
}


def main() -> int:
    """Run the parts that were asked for, all of them when none was named."""
    parser = argparse.ArgumentParser(description="Runs the checks and the tests.")
    parser.add_argument("parts", nargs="*", metavar="part", help=", ".join(PARTS))
    chosen = parser.parse_args().parts or list(PARTS)
    if unknown := set(chosen) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    ran: list[Part] = []
    try:
        for name in chosen:
            ran.extend(PARTS[name]())
    except KeyboardInterrupt:
        print("\nInterrupted.", flush=True)
        return 128 + signal.SIGINT
    return report(ran, strict=os.environ.get("STRICT", "") not in {"", "0"})


def report(parts: Sequence[Part], *, strict: bool) -> int:
    """The plain list at the end, and the exit code that goes with it."""
    counts = sum((part.counts for part in parts), Counter())
    left_out = [f"{part.name}: {part.advice}" for part in parts if part.was_left_out]
    left_out += [f"{part.name}: {n} skipped tests" for part in parts if (n := part.counts["skipped"])]
    failed = [part for part in parts if not part.passed and not part.was_left_out]

    print("\nWhat ran:")
    for part in parts:
        if not part.was_left_out:
            outcome = "ok    " if part.passed else "FAILED"
            print(f"  {outcome} {part.name:<22} {part.seconds:6.1f} s  {part.closing}")
            if part.deselected:
                print(f"         {part.deselected}")
    print("What was left out, and how to get it:" if left_out else "Nothing was left out.")
    for line in left_out:
        print(f"  {line}")
    if counts:
        print(f"{counts['passed']} passed, {counts['failed'] + counts['error']} failed")
    return 1 if failed or (strict and left_out) else 0


if __name__ == "__main__":
    sys.exit(main())
