"""What stands in the database, as the cells of a file say it, so that the two can be compared."""

from collections.abc import Iterable
from datetime import UTC, date

from commitments.models import EvidenceLink, Obligation, ProgressNote
from commitments.rules.codes import Certainty, Stage, Status
from commitments.rules.dates import iso_form
from commitments.rules.difference import same_lines
from commitments.rules.formulas import neutralised

from .columns import EVIDENCE, NOTE, VERSION, evidence_column


def plain(text: str) -> str:
    """The text as every program that opens the file leaves it: one kind of line ending, no space around."""
    return same_lines(text).strip()


def says_the_same(cell: str, stored: str) -> bool:
    """Whether the cell is what a file says for this value, as a neutralised formula or as it is."""
    return cell == stored or cell in {plain(stored), plain(neutralised(stored))}


def day_cell(day: date | None, precision: str) -> str:
    """A date as exactly as it is known."""
    return iso_form(day, precision) if day else ""


def content_cells(note: ProgressNote, obligation: Obligation | None) -> dict[str, str]:
    """The cells that are read in."""
    return {
        "state_iso3": obligation.state.iso3 if obligation else "",
        "commitment": obligation.commitment.code if obligation else "",
        "noted_date": day_cell(note.noted_date, note.noted_precision),
        "status": note.status,
        "certainty": note.certainty,
        "text": note.text,
        "disputed_by": note.disputed_by,
        "dispute": note.dispute,
    }


def derived_cells(note: ProgressNote, obligation: Obligation | None, *, links: int) -> dict[str, str]:
    """The cells that follow from others."""
    published = note.published_at.astimezone(UTC).isoformat(timespec="seconds") if note.published_at else ""
    return {
        "noted_precision": note.noted_precision,
        "state": obligation.state.name_en if obligation else "",
        "region": obligation.state.region if obligation else "",
        "commitment_title": obligation.commitment.title if obligation else "",
        "status_word": _word(Status, note.status),
        "certainty_word": _word(Certainty, note.certainty),
        "stage": note.stage,
        "stage_word": _word(Stage, note.stage),
        "published_at": published,
        "evidence_count": str(links),
        "path": f"/progress/{note.pk}/" if note.pk else "",
    }


def _word(words: type[Status | Certainty | Stage], code: str) -> str:
    try:
        return str(words(code).label)
    except ValueError:
        return ""


def evidence_cell(link: EvidenceLink, field: str) -> str:
    """One cell of one piece of evidence."""
    if field == "published_date":
        return day_cell(link.published_date, link.published_precision)
    return getattr(link, field)


def whole_row(note: ProgressNote) -> dict[str, str]:
    """Every cell that a file of notes has for this one; brings its obligation and evidence along."""
    links = list(note.evidence.all())
    evidence = {
        evidence_column(number, column): evidence_cell(link, field)
        for number, link in enumerate(links, start=1)
        for column, field in EVIDENCE.items()
    }
    return {
        NOTE: str(note.pk),
        **content_cells(note, note.obligation),
        **derived_cells(note, note.obligation, links=len(links)),
        **evidence,
        VERSION: str(note.version),
    }


def in_cells(values: Iterable[str]) -> list[str]:
    """Values as they are written: nothing that a spreadsheet would run."""
    return [neutralised(value) for value in values]
