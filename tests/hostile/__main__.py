"""Puts hostile values into every parameter of the running product: `make hostile`.

    python -m tests.hostile [SECONDS] [SEED]


The seed moves on with the day; the last line names it, so that a failure can be asked again.
"""

import signal
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from tests.browser.product import ROOT
from tests.faults.office import Offices, serving

SECONDS = 45


def main(seconds: str = str(SECONDS), seed: str = "") -> int:
    """Serve the product on a database of its own, and ask."""
    # whoever ends the run ends what it started
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    seed = seed or str(datetime.now(UTC).date().toordinal())
    with tempfile.TemporaryDirectory(prefix="cartagena-hostile-", ignore_cleanup_errors=True) as name:
        office = Offices(Path(name)).on_sqlite(API_RATE="off")
        with serving(office):
            command = [sys.executable, "-m", "tests.hostile.asking", office.address, seconds, seed]
            return subprocess.run(command, cwd=ROOT, env=office.variables, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
