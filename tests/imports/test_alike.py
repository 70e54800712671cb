"""A row that perhaps tells a finding that is there already is asked about, as in the form."""

from datetime import date

import pytest

from commitments.imports.refusals import FileRefused
from commitments.models import EvidenceLink, ProgressNote
from commitments.models.duplicates import notes_alike
from tests.builders import make_commitment, make_note, make_obligation, make_party, make_reviewer
from tests.each import Failures, rolled_back

from .files import ROW, as_csv, bring, exported, look, reasons, rows_of

pytestmark = pytest.mark.django_db
DAY = date(2024, 5, 1)
URL = "https://www.example.org/Report/?id=1&page=2"
OTHER_WORDS = {**ROW, "text": "The same in other words."}
# the same source, and what is another one
SAME = (
    URL,
    "http://www.example.org/Report/?id=1&page=2",
    "https://example.org/Report?page=2&id=1",
    "https://example.org:443/Report/?id=1&page=2#part",
    "https://example.org/Report?id=1&page=2&utm_source=mail",
)
OTHER = (
    "https://example.org/Report?id=2&page=2",
    "https://example.org/report?id=1&page=2",
    "https://example.com/",
)


@pytest.fixture
def obligation():
    return make_obligation(state=make_party(iso3="COL"), commitment=make_commitment(code="16b"))


@pytest.fixture
def logged(obligation) -> ProgressNote:
    """What somebody else logged already."""
    return make_note(obligation=obligation, noted_date=DAY, published=False, evidence={"url": URL})


@pytest.fixture
def person():
    return make_reviewer(username="importer")


def alike(*rows: dict[str, str], by) -> list[tuple[int, list[int | None], list[int | None]]]:
    """For each row that is asked about the notes and the rows that it resembles."""
    seen = look(as_csv(*rows), by)
    assert reasons(seen) == []
    found = [(entry.row, entry.alike) for entry in seen if entry.alike]
    return [(row, [each.note for each in there], [each.row for each in there]) for row, there in found]


def test_the_same_source_counts_however_its_address_is_written(logged, obligation, person):
    failures = Failures()

    for address in (*SAME, *OTHER):
        with failures.kept(address), rolled_back():
            expected = address in SAME
            row = {**OTHER_WORDS, "evidence_url": address}
            assert alike(row, by=person) == ([(2, [logged.pk], [None])] if expected else [])
            note = ProgressNote(obligation=obligation, noted_date=DAY)
            assert notes_alike(note, [EvidenceLink(url=address)]) == ([logged] if expected else [])

    assert not failures, str(failures)


def test_a_citation_counts_in_any_case_and_with_its_number(obligation):
    filed = {"url": "", "archive": "National Archives, Kew", "archive_number": "FO 371/1234"}
    there = make_note(obligation=obligation, noted_date=DAY, published=False, evidence=filed)
    note = ProgressNote(obligation=obligation, noted_date=DAY)

    same = EvidenceLink(archive="national archives, kew", archive_number="fo 371/1234")
    other = EvidenceLink(archive="National Archives, Kew", archive_number="FO 371/1235")

    assert notes_alike(note, [same]) == [there]
    assert notes_alike(note, [other]) == []


def test_another_day_obligation_or_a_withdrawn_note_is_not_asked_about(obligation, person):
    make_obligation(state=obligation.state, commitment=make_commitment(code="17"))
    for stage in ("retracted", "corrected"):
        note = make_note(obligation=obligation, noted_date=DAY, evidence={"url": URL})
        make_note(published=False, corrects=note)
        marks = {"retracted_by": person, "retraction_reason": "Wrong."} if stage == "retracted" else {}
        ProgressNote.objects.filter(pk=note.pk).update(
            stage=stage, **{f"{stage}_at": note.published_at}, **marks
        )
    make_note(obligation=obligation, noted_date=date(2024, 5, 2), evidence={"url": URL})

    assert alike({**OTHER_WORDS, "evidence_url": URL}, by=person) == []
    assert alike({**OTHER_WORDS, "evidence_url": URL, "commitment": "17"}, by=person) == []


def test_rows_of_one_file_are_compared_with_each_other(obligation, person):
    rows = [
        {**OTHER_WORDS, "text": f"Words {number}.", "evidence_url": url}
        for number, url in enumerate(SAME[:3])
    ]
    rows.append({**OTHER_WORDS, "text": "Another source.", "evidence_url": OTHER[0]})

    assert alike(*rows, by=person) == [(3, [None], [2]), (4, [None], [2])]


def test_nothing_is_saved_before_the_person_says_all_the_same(logged, person):
    content = as_csv(
        {**OTHER_WORDS, "evidence_url": SAME[2]}, {**OTHER_WORDS, "text": "B", "evidence_url": URL}
    )

    with pytest.raises(FileRefused) as refused:
        bring(content, person, all_the_same=False)
    assert [(each.row, each.reason) for each in refused.value.refusals] == [
        (2, f"Perhaps the same finding as note {logged.pk}: same State, commitment, day and source."),
        (3, f"Perhaps the same finding as note {logged.pk}: same State, commitment, day and source."),
        (3, "Perhaps the same finding as row 2: same State, commitment, day and source."),
    ]
    assert ProgressNote.objects.count() == 1

    bring(content, person)
    assert ProgressNote.objects.count() == 3


def test_saving_finds_what_the_preview_found(logged, obligation, person):
    """Rows that make, change or correct notes are not held against what they made themselves."""
    other = make_note(
        obligation=obligation, noted_date=date(2024, 6, 1), published=False, evidence={"url": URL}
    )
    published = make_note(obligation=obligation, noted_date=date(2024, 7, 1), evidence={"url": OTHER[0]})
    rows = {row["note"]: row for row in rows_of(exported())}
    rows[str(other.pk)]["noted_date"] = "2024-05-01"
    rows[str(published.pk)] |= {"evidence_url": URL, "noted_date": "2024-05-01"}
    new = {**dict.fromkeys(rows[str(other.pk)], ""), **OTHER_WORDS, "evidence_url": SAME[3]}
    new |= {"certainty": "confirmed", "evidence_kind": "press"}
    content = as_csv(*rows.values(), new, headings=new)

    seen = [(entry.row, entry.alike) for entry in look(content, person)]
    done = [(entry.row, entry.alike) for entry in bring(content, person, all_the_same=True)]

    assert seen == done
    assert [row for row, found in seen if found] == [3, 4, 5]


def test_an_unchanged_file_asks_nothing(logged, obligation, person):
    make_note(obligation=obligation, noted_date=DAY, text="Alike since long.", evidence={"url": SAME[1]})

    assert [entry.alike for entry in look(exported(), person)] == [(), ()]
