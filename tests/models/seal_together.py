"""Seals events from several threads at once; started by test_seal. DATABASE_URL names an empty database."""

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import django

THREADS, EVENTS = 6, 15


def make_table() -> None:
    """The table of the chain alone, with its triggers."""
    from django.db import connection  # noqa: PLC0415  (only once Django is set up)

    from commitments.models import Seal  # noqa: PLC0415  (as above)

    with connection.schema_editor() as editor:
        editor.create_model(Seal)
    with connection.schema_editor() as editor:
        import_module("commitments.migrations.0024_seals").install(None, editor)


def seal(thread: int) -> None:
    """Each event in a transaction of its own."""
    from django.db import connection, transaction  # noqa: PLC0415  (as above)

    from commitments.models.seal import Chain, PublicEvent  # noqa: PLC0415  (as above)
    from commitments.rules.seal_codes import SealKind  # noqa: PLC0415  (as above)

    try:
        for number in range(EVENTS):
            with transaction.atomic():
                chain = Chain()
                event = PublicEvent(SealKind.ENTERED, "states", f"{thread} {number}", {"state": str(number)})
                chain.append([event], datetime.now(UTC))
    finally:
        connection.close()


def faults() -> list[str]:
    from commitments.models import Seal  # noqa: PLC0415  (as above)
    from commitments.rules.seal import FIRST  # noqa: PLC0415  (as above)

    seals = list(Seal.objects.order_by("number"))
    before = [FIRST, *(each.sha256 for each in seals)]
    found = [
        str(each)
        for number, each in enumerate(seals, start=1)
        if (each.number, each.previous_sha256, each.sha256) != (number, before[number - 1], each.row.sha256)
    ]
    keys = {each.key for each in seals}
    return found if len(keys) == THREADS * EVENTS else [*found, f"{len(keys)} events"]


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    django.setup()
    make_table()
    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(seal, range(THREADS)))
    print(faults() or "one chain")
