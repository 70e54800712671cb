"""Out and in again: nothing changes but what was changed, in the preview, the history and on the page."""

from datetime import date, timedelta

import pytest
from django.utils.html import escape
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from commitments.exports.csv import csv_of
from commitments.exports.rows import rows_of as rows_of_list
from commitments.imports.cells import note_cell
from commitments.imports.columns import CONTENT, DERIVED, EVIDENCE, NOTE
from commitments.imports.writer import file_row
from commitments.lists.progress import PROGRESS
from commitments.models import EvidenceLink, ProgressNote
from commitments.rules.clocks import Clocks
from commitments.rules.codes import DATE_PRECISIONS, Certainty, EvidenceKind, Precision, Status
from commitments.rules.dates import last_day
from tests.builders import (
    make_commitment,
    make_document,
    make_evidence,
    make_note,
    make_obligation,
    make_party,
    make_reviewer,
)

from .files import NOW, as_csv, bring, exported, look, rows_of

LETTERS = st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn")) | st.sampled_from("=+-@'\",;\t\n\r ")
STATUSES = ("", Status.IN_PROGRESS, Status.FULFILLED, Status.OVERDUE)
days = st.dates(date(1998, 1, 1), date(2023, 12, 31))


def texts(longest: int, *, empty: bool = True) -> st.SearchStrategy[str]:
    plain = st.text(LETTERS, max_size=longest)
    return plain if empty else plain.filter(str.strip)


@st.composite
def links(draw) -> dict:
    precision = draw(st.sampled_from(DATE_PRECISIONS))
    day = draw(st.none() | days)
    web = {"url": f"https://example.org/{draw(st.integers(0, 999))}"}
    on_paper = {"url": "", "archive": "=Archive", "archive_number": f"-{draw(st.integers(0, 999))}"}
    return {
        **draw(st.sampled_from((web, web | {"archive": "Both", "archive_number": "1"}, on_paper))),
        "title": draw(texts(40, empty=False)),
        "publisher": draw(texts(20)),
        "kind": draw(st.sampled_from(EvidenceKind)),
        "published_date": day and last_day(day, precision),
        "published_precision": precision if day else Precision.DAY,
        "locator": draw(texts(20)),
        "quotation": draw(texts(60)),
    }


@st.composite
def notes(draw) -> dict:
    precision = draw(st.sampled_from(Precision))
    disputed = draw(st.booleans())
    return {
        "published": draw(st.booleans()),
        "noted_date": last_day(draw(days), precision),
        "noted_precision": precision,
        "status": draw(st.sampled_from(STATUSES)),
        "certainty": draw(st.sampled_from(Certainty)),
        "text": draw(texts(120, empty=False)),
        "disputed_by": draw(texts(20, empty=False)) if disputed else "",
        "dispute": draw(texts(60, empty=False)) if disputed else "",
        "links": draw(st.lists(links(), min_size=1, max_size=3)),
    }


def new_word(column: str, number: int) -> str:
    """Something that a cell of this column can say, and that no note says."""
    if column.endswith("date"):
        return (date(2023, 1, 1) + timedelta(days=number)).isoformat()
    return f"Edited{number}word"


def make_world(said: list[dict]) -> list[ProgressNote]:
    obligation = make_obligation(state=make_party(iso3="COL"), commitment=make_commitment(code="16b"))
    made = []
    for fields in said:
        content = {name: value for name, value in fields.items() if name not in {"links", "published"}}
        note = make_note(published=False, obligation=obligation, **content)
        for link in fields["links"]:
            make_evidence(note=note, **link)
        if fields["published"]:
            note.submit(by=note.author, at=NOW)
            note.publish(by=make_reviewer(), at=NOW)
        made.append(note)
    return made


EDITABLE = ("text", "noted_date", "evidence_title", "evidence_publisher", "evidence_locator", "evidence_date")
EDITABLE += ("evidence_quotation",)
worlds = st.lists(notes(), min_size=1, max_size=3)


def told_by_history(note: ProgressNote) -> int:
    """How many cells the history of a note and of its evidence says were changed."""
    *_earlier, before, after = note.history.order_by("history_id")
    changed = {change.field for change in after.diff_against(before).changes} - {"noted_precision", "version"}
    # a date whose precision alone is another reads differently too
    if before.noted_precision != after.noted_precision:
        changed.add("noted_date")
    count = len(changed)
    for link in note.evidence.all():
        told = [*link.history.order_by("history_id")]
        if len(told) > 1:
            fields = {change.field for change in told[-1].diff_against(told[-2]).changes}
            precision = {"published_precision"} & fields
            count += len(fields - {"published_precision"}) + bool(
                precision and "published_date" not in fields
            )
    return count


class RoundTripTests(TestCase):
    @settings(max_examples=25)
    @given(said=worlds, form=st.sampled_from(["csv", "ods", "xlsx"]))
    def test_what_was_exported_changes_nothing(self, said, form):
        make_world(said)

        found = look(exported(form), make_reviewer())

        assert [(entry.outcome, entry.changes, entry.refusals) for entry in found] == [
            ("unchanged", (), ())
        ] * len(said)

    @settings(max_examples=25)
    @given(said=worlds, data=st.data())
    def test_exactly_the_edited_cells_change(self, said, data):
        made = make_world(said)
        rows = rows_of(exported())
        places = st.tuples(st.integers(0, len(rows) - 1), st.sampled_from(EDITABLE))
        chosen = data.draw(st.sets(places, min_size=1, max_size=4))
        edits = {
            (row, column): new_word(column, number) for number, (row, column) in enumerate(sorted(chosen))
        }
        for (row, column), word in edits.items():
            rows[row][column] = word
        person, content = make_reviewer(), as_csv(*rows, headings=rows[0])

        seen = look(content, person)
        done = bring(content, person)

        assert {(e.row - 2, c.column, c.after) for e in seen for c in e.changes} == {
            (row, column, word) for (row, column), word in edits.items()
        }
        assert [entry.changes for entry in done] == [entry.changes for entry in seen]
        for place, note in enumerate(made):
            mine = {column: word for (row, column), word in edits.items() if row == place}
            self.check(note, mine, done[place].made)

    def check(self, note: ProgressNote, edits: dict[str, str], made: int | None) -> None:
        """The history tells as many changes; the page of what it led to shows them."""
        if not edits:
            assert made is None
            assert not note.corrections.exists()
            return
        target = ProgressNote.objects.get(pk=made)
        assert told_by_history(target) == len(edits)
        stored = ProgressNote.objects.get(pk=note.pk)
        before, after = (
            {name: cell for name, cell in file_row(each).items() if name in {*edits, "text", *EVIDENCE}}
            for each in (stored if stored.stage == "published" else target, target)
        )
        assert {name: after[name] for name in edits} == edits
        assert note.pk == target.pk or not set(edits.items()) & set(before.items())
        target.submit(by=target.author, at=NOW)
        target.publish(by=make_reviewer(), at=NOW)
        page = self.client.get(target.get_absolute_url()).content.decode()
        assert [
            word for word in edits.values() if word.startswith("Edited") and escape(word) not in page
        ] == []


@pytest.mark.django_db
def test_a_large_note_with_many_links_comes_back():
    obligation = make_obligation(state=make_party(iso3="COL"), commitment=make_commitment(code="16b"))
    make_note(obligation=obligation, links=12, text="x" * 5000)

    (row,) = rows_of(exported())
    found = look(exported(), make_reviewer())

    assert "evidence_12_archived_url" in row
    assert [entry.outcome for entry in found] == ["unchanged"]
    assert EvidenceLink.objects.count() == 12


@pytest.mark.django_db
def test_cells_of_a_note_say_what_the_public_file_says():
    obligation = make_obligation(state=make_party(iso3="COL"), commitment=make_commitment(code="16b"))
    note = make_note(obligation=obligation, links=2, noted_precision="year", noted_date=date(2009, 12, 31))
    names = (NOTE, *CONTENT, *DERIVED)
    columns = [PROGRESS.column(name) for name in names]

    rows = csv_of(columns, rows_of_list(columns, PROGRESS.rows(Clocks(NOW.date(), NOW))))

    (row,) = rows_of("".join(rows).encode())
    assert {name: note_cell(name, note, links=2) for name in names} == row


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_note_that_rests_on_a_document_comes_back_and_keeps_it(settings, tmp_path, form):
    settings.DOCUMENT_FOLDER = tmp_path
    obligation = make_obligation(state=make_party(iso3="COL"), commitment=make_commitment(code="16b"))
    letter = {"url": "", "title": "Letter", "document": make_document(), "document_name": "letter.pdf"}
    note = make_note(obligation=obligation, links=1, evidence=letter)

    untouched = look(exported(form), make_reviewer())
    (row,) = rows_of(exported())
    row |= {"text": "Edited word.", "evidence_title": "Letter of the Ministry"}
    done = bring(as_csv(row, headings=row), make_reviewer())

    assert [(entry.outcome, entry.refusals) for entry in untouched] == [("unchanged", ())]
    assert [entry.refusals for entry in done] == [()]
    link = note.corrections.get().evidence.get()
    assert (link.title, link.url, link.document) == ("Letter of the Ministry", "", letter["document"])
