"""The components side by side, for developers; in development only, with invented content."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commitments.models import (
    Commitment,
    Document,
    EvidenceLink,
    LinkCheck,
    Obligation,
    ProgressNote,
    Reply,
    State,
    User,
)
from commitments.rules.codes import DeadlineState, EvidenceKind, Label, Mode, Position, Precision, Status
from commitments.rules.document_reading import DocumentType
from commitments.rules.grave import CONTRADICTED_SENTENCES
from commitments.rules.links import MIN_SILENCE

TOKENS = ("paper", "surface", "sunken", "line", "ink", "muted", "link", "accent", "button", "band", "notice")
COUNTS = (34, 55, 8, 3, 2, 5, 13, 21, 89, 1)
DAY = date(2019, 11, 29)
MOMENT = datetime(2026, 11, 12, tzinfo=UTC)


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Tokens, icons and components, each with invented content."""
    sprite = Path(finders.find("commitments/icons.svg")).read_text(encoding="utf-8")
    context = {
        "statuses": Status.values,
        "counts": [(code, count, "#tally") for code, count in zip(Status.values, COUNTS, strict=True)],
        "tokens": TOKENS,
        "icons": re.findall(r'<symbol id="([a-z]+)"', sprite),
        "note": invented_note(),
        "links": invented_links(),
        "letter": invented_letter(),
        "replies": [invented_reply()],
        "deadlines": [invented_deadline(state) for state in DeadlineState.values],
        "contradicted": CONTRADICTED_SENTENCES.values(),
        "labels": Label.values,
        "modes": Mode.values,
    }
    return render(request, "gallery/gallery.html", context)


def invented_deadline(state: str) -> Obligation:
    """What an obligation is listed with when its latest known deadline says this."""
    due = date(2030 if state == DeadlineState.AHEAD else 2015, 3, 1)
    obligation = Obligation()
    obligation.deadline_state, obligation.deadline_precision = state, Precision.DAY
    obligation.deadline_date = None if state == DeadlineState.NONE_KNOWN else due
    return obligation


def invented_note() -> ProgressNote:
    """A note about a State that does not exist; never saved."""
    state = State(pk=0, iso3="XXA", name_en="Exampleland")
    commitment = Commitment(pk=0, code="16b", title="Clear all mined areas", mode=Mode.AIM)
    note = ProgressNote(
        pk=0,
        obligation=Obligation(pk=0, state=state, commitment=commitment),
        author=User(pk=0, public_name="An invented author"),
        noted_date=DAY,
        text="Exampleland told an invented meeting that two of its five provinces were clear.",
        status=Status.IN_PROGRESS,
        disputed_by="An invented organisation",
        dispute="It counts three provinces.",
    )
    note._prefetched_objects_cache = {"evidence": invented_links()}
    note.known_replies = [invented_reply()]
    return note


def invented_links() -> list[EvidenceLink]:
    """Evidence for an invented finding."""
    link = EvidenceLink(
        pk=0,
        url="https://example.org/report",
        title="Report of Exampleland",
        publisher="Invented publisher",
        published_date=DAY,
        kind=EvidenceKind.STATE_REPORT,
        locator="p. 3",
        quotation="Two provinces are clear.",
        archived_url="https://example.org/archive/report",
    )
    citation = EvidenceLink(
        pk=1,
        title="Minutes of an invented council",
        kind=EvidenceKind.MEETING_RECORD,
        archive="Archives of Exampleland",
        archive_number="XX 1/2",
    )
    link.link_check = LinkCheck(failures=2, failing_since=MOMENT, asked_at=MOMENT + MIN_SILENCE)
    return [link, citation]


def invented_letter() -> EvidenceLink:
    """Evidence that is a document."""
    document = Document(sha256="0" * 64, size=48_000, content_type=DocumentType.PDF)
    return EvidenceLink(pk=2, title="Letter", document=document, document_name="Letter.pdf")


def invented_reply() -> Reply:
    """A reply of an invented State."""
    reply = Reply(
        pk=0,
        replied_by="Ministry of Exampleland",
        replied_date=DAY,
        position=Position.DISAGREES,
        text="The Ministry counts three provinces.",
        url="https://example.org/reply",
    )
    reply.is_retracted = False
    return reply
