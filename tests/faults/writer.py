"""One process that saves drafts through the verbs: `python -m tests.faults.writer NAME NUMBER [SECONDS]`.

Prints each text once it is saved. With a third argument it publishes, and half-way its clock goes back by it.
"""

import sys
import time
from datetime import date, datetime, timedelta
from itertools import count

import django

django.setup()

from django.core.exceptions import ValidationError  # noqa: E402  (only once the apps are loaded)
from django.db import transaction  # noqa: E402  (only once the apps are loaded)
from django.utils import timezone  # noqa: E402  (only once the apps are loaded)

from commitments.models import EvidenceLink, Obligation, ProgressNote, User  # noqa: E402  (only once the apps are loaded)

waits: list[float] = []


def save(text: str, by: User, obligation: Obligation) -> ProgressNote:
    """A draft with one source in one transaction, as the desk saves it."""
    began = time.monotonic()
    with transaction.atomic():
        note = ProgressNote(obligation=obligation, noted_date=date(2025, 3, 9), text=text)
        note.write(by=by)
        EvidenceLink.objects.create(
            note=note, url=f"https://example.org/{text[:40].replace(' ', '-')}", title="x"
        )
    waits.append(time.monotonic() - began)
    return note


def publish(note: ProgressNote, by: User, moment: datetime) -> None:
    """Hand it in and publish it, or say why that was refused."""
    note.submit(by=by, at=moment)
    try:
        note.publish(by=by, at=moment)
    except ValidationError as refused:
        print("refused", *refused.messages, flush=True)


def main(name: str, wanted: int, back: int = 0) -> None:
    """Save so many drafts, and publish them where the clock is to go back."""
    by = User.objects.get(username="admin")
    obligation = Obligation.objects.order_by("pk")[0]
    for number in count(1):
        if number > wanted:
            break
        text = f"fault {name} {number}: invented by a test."
        note = save(text, by, obligation)
        if back:
            moment = timezone.now() - timedelta(seconds=back if number > wanted // 2 else 0)
            publish(note, by, moment)
        print(text, flush=True)
    print(f"longest {max(waits):.2f}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 0)
