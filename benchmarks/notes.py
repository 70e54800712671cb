"""Invented notes in any number, to measure with.

    DATABASE_URL=… python -m benchmarks.notes 1000000

fills a database that has been migrated and holds the commitments. The States in it are invented too and carry
codes that ISO 3166-1 keeps free for users (XAA to XZZ), so that no figure of a real State comes out of it. A
database that holds published notes already is left alone.
"""

import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice, product
from string import ascii_uppercase

from django.db import connection, transaction
from django.db.models import F

from commitments.models import Commitment, EvidenceLink, Membership, Obligation, ProgressNote, State, User
from commitments.rules.codes import Certainty, ConsentKind, EvidenceKind, Precision, Stage, Status

STATES = 200
NOTES_AT_ONCE = 5_000
LANGUAGES = ("en", "fr", "es", "ru", "zh", "ar")
FIRST_DAY = date(2010, 1, 1)
DAYS = 5_000
STATUSES = (Status.IN_PROGRESS, Status.IN_PROGRESS, "", Status.FULFILLED, Status.OVERDUE)
TEXTS = (
    "Invented to measure with: the survey of {day} covered {number} areas, and {number} remain.",
    'Invented to measure with: "quotes", commas and\na second line about {number} stocks of {day}.',
    "=INVENTED({number}) begins like a formula",
)


def fill(wanted: int) -> None:
    """So many published notes, each with one piece of evidence."""
    if ProgressNote.objects.published_by(datetime.now(UTC)).exists():
        sys.exit("This database holds published notes already; measure in one of its own.")
    author = User.objects.get_or_create(username="benchmark")[0]
    obligations = _obligations()
    numbers = iter(range(wanted))
    while some := list(islice(numbers, NOTES_AT_ONCE)):
        with transaction.atomic():
            notes = ProgressNote.objects.bulk_create(_notes(some, obligations, author))
            EvidenceLink.objects.bulk_create(_links(notes))
            _publish(notes, author)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _obligations() -> list[Obligation]:
    """Each commitment of the baseline as each invented State owes it."""
    pairs = enumerate(islice(product(ascii_uppercase, repeat=2), STATES), start=1)
    states = State.objects.bulk_create(_state(number, *letters) for number, letters in pairs)
    Membership.objects.bulk_create(_membership(state) for state in states)
    commitments = Commitment.objects.all()
    return Obligation.objects.bulk_create(
        Obligation(state=state, commitment=commitment) for state in states for commitment in commitments
    )


def _state(number: int, first: str, second: str) -> State:
    names = {f"name_{language}": f"Invented {first}{second}" for language in LANGUAGES}
    codes = {"iso3": f"X{first}{second}", "iso2": f"{first}{second}", "m49": f"{number:03}"}
    return State(region="Invented", subregion="Invented", **codes, **names)


def _membership(state: State) -> Membership:
    return Membership(
        state=state,
        consent_date=date(1998, 3, 1),
        consent_kind=ConsentKind.RATIFICATION,
        entry_into_force_date=date(1999, 3, 1),
        sources="https://example.org/invented",
    )


def _notes(numbers: Sequence[int], obligations: Sequence[Obligation], author: User) -> Iterator[ProgressNote]:
    for number in numbers:
        day = FIRST_DAY + timedelta(days=number * 7919 % DAYS)
        published = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=number)
        yield ProgressNote(
            obligation=obligations[number % len(obligations)],
            noted_date=day,
            noted_precision=Precision.DAY,
            text=TEXTS[number % 10 if number % 10 < len(TEXTS) else 0].format(day=day, number=number % 97),
            status=STATUSES[number % len(STATUSES)],
            certainty=Certainty.CONFIRMED,
            author=author,
            created_at=published,
        )


def _links(notes: Sequence[ProgressNote]) -> Iterator[EvidenceLink]:
    for note in notes:
        yield EvidenceLink(
            note=note,
            url=f"https://example.org/invented/{note.pk}",
            title="Invented report",
            publisher="Invented publisher",
            kind=EvidenceKind.STATE_REPORT,
        )


def _publish(notes: Sequence[ProgressNote], author: User) -> None:
    """In one statement, once the evidence stands: what is published takes none any more."""
    moment = F("created_at")
    ProgressNote.objects.filter(pk__gte=notes[0].pk, pk__lte=notes[-1].pk).update(
        stage=Stage.PUBLISHED,
        submitted_at=moment,
        submitted_by=author,
        published_at=moment,
        published_by=author,
    )


if __name__ == "__main__":
    fill(int(sys.argv[1]))
