"""The preview of a file refuses exactly what saving it would refuse, in words, on both databases."""

import re
from collections import Counter
from itertools import product

import pytest

from commitments.imports.refusals import FileRefused
from commitments.models import EvidenceLink, ProgressNote, User
from tests.builders import make_commitment, make_note, make_obligation, make_party, make_reviewer, make_writer
from tests.each import Failures, rolled_back

from .files import ROW, as_csv, bring, look, reasons

pytestmark = pytest.mark.django_db
HEADINGS = (
    *("note", "state_iso3", "commitment", "noted_date", "status", "certainty", "text"),
    *("disputed_by", "dispute", "evidence_url", "evidence_title", "evidence_publisher", "evidence_kind"),
    *("evidence_date", "evidence_locator", "evidence_quotation", "evidence_archived_url"),
    *("evidence_2_url", "evidence_2_title"),
)
WHOLE = {**ROW, "certainty": "confirmed", "evidence_kind": "press"}
# what people and programs write into one cell, or into some together
CHANGES: tuple[dict[str, str], ...] = (
    {},
    *(
        {"text": text}
        for text in ("", " ", "x", "x" * 5_001, "\u200b", "a\x00b", "ملاحظة", "=1+1", "😀" * 5_000)
    ),
    *(
        {"status": status}
        for status in ("", "noted", "not_bound", "IN_PROGRESS", "in progress", "no_evidence")
    ),
    {
        "status": "no_evidence",
        "text": "We read every report since 2010.",
        "evidence_url": "",
        "evidence_title": "",
    },
    *({"status": status, "evidence_url": "", "evidence_title": ""} for status in ("", "fulfilled")),
    {"status": "contradicted", "certainty": "alleged"},
    {"certainty": "sure"},
    {"disputed_by": "The State"},
    {"dispute": "It says no."},
    {"disputed_by": "x" * 201, "dispute": "It says no."},
    *(
        {"noted_date": day}
        for day in ("", "2024", "by 2024-05", "3024-01-01", "1901-01-01", "31.4.2024", "x")
    ),
    *(
        {"evidence_url": address}
        for address in (
            *(
                "HTTPS://WWW.ICBL.ORG/A",
                "Https://Example.org/A",
                "http://EXAMPLE.org",
                "https://example.org/a b",
            ),
            *(
                "https://example.org\\@evil.example",
                "javascript:alert(1)",
                "ftp://example.org",
                "example.org",
                "",
            ),
            *(
                "https://user:pw@example.org",
                "https://",
                "https://example.org/\x00",
                "https://مثال.إختبار/١",
                " ",
            ),
            *(
                "https://example.org/" + "a" * 2_000,
                "https://example.org/\ud7ff",
                "https://example.org:99999/",
            ),
        )
    ),
    *(
        {"evidence_archived_url": address}
        for address in ("HTTPS://web.archive.org/a", "web", "data:text/html,x")
    ),
    *({"evidence_title": title} for title in ("", "x" * 301, "\u200b", "a\x00")),
    *({"evidence_kind": kind} for kind in ("", "rumour", "PRESS")),
    *({"evidence_date": day} for day in ("2024-02-30", "2024-05", "3000", "by 2024-05-01")),
    {"evidence_publisher": "x" * 151},
    {"evidence_locator": "x" * 101},
    {"evidence_quotation": "x" * 1_001},
    {"evidence_url": "", "evidence_title": "", "evidence_publisher": "A publisher alone"},
    {"evidence_2_title": "A title alone"},
    {"evidence_2_url": "https://example.org/two"},
    {"state_iso3": "ZZZ"},
    {"state_iso3": ""},
    {"commitment": "99"},
)


@pytest.fixture(autouse=True)
def obligation():
    return make_obligation(state=make_party(iso3="COL"), commitment=make_commitment(code="16b"))


@pytest.fixture
def targets(obligation) -> dict[str, str]:
    """What a row can be about, by its number: nothing yet, a draft, and a published note."""
    draft = make_note(obligation=obligation, published=False, links=1, text="A draft.")
    return {"new": "", "draft": str(draft.pk), "published": str(make_note(obligation=obligation).pk)}


def refused_at_saving(content: bytes, person, *, submit: bool) -> list[str]:
    """Why saving it without a preview is refused; empty where it is saved."""
    try:
        bring(content, person, submit=submit)
    except FileRefused as refused:
        return [each.reason for each in refused.refusals]
    return []


def test_what_the_preview_takes_is_saved_and_what_it_refuses_is_not(targets):
    failures, person, taken = Failures(), make_reviewer(), Counter()
    cases = [*product(("new", "draft"), CHANGES, (False,)), *product(("published",), CHANGES, (True,))]
    cases += [("new", change, True) for change in CHANGES if "status" in change]

    for target, change, submit in cases:
        content = as_csv({**WHOLE, "note": targets[target], **change}, headings=HEADINGS)
        with failures.kept((target, change, submit)), rolled_back():
            try:
                said = [reason for _row, _column, reason in reasons(look(content, person, submit=submit))]
            except FileRefused as refused:  # the file as such
                said = [each.reason for each in refused.refusals]
            with rolled_back():
                assert refused_at_saving(content, person, submit=submit) == said
            taken[target] += not said
            assert not [words for words in said if not words or re.search(r"_is_|_has_|[Cc]onstraint", words)]

    assert not failures, str(failures)
    assert min(taken.values()) > 20, taken  # and each kind of row is taken too


def test_a_person_is_refused_by_the_preview_as_by_the_verbs(targets):
    failures = Failures()
    rights = ("add_progressnote", "change_progressnote")
    people = {held: make_writer() for held in ((), rights[:1], rights[1:], rights)}
    for held, person in people.items():
        taken = [each for each in person.user_permissions.all() if each.codename in rights]
        person.user_permissions.remove(*(each for each in taken if each.codename not in held))

    for (held, writer), (target, number), submit in product(people.items(), targets.items(), (False, True)):
        content = as_csv({**WHOLE, "note": number}, headings=HEADINGS)
        person = User.objects.get(pk=writer.pk)  # one who has been asked keeps the answers
        with failures.kept((held, target, submit)), rolled_back():
            needed = {rights[0]} if target == "new" else {rights[1]} if target == "draft" else {*rights}
            needed |= {rights[1]} if submit else set()
            seen = bool(reasons(look(content, person, submit=submit)))
            assert seen == (not needed <= set(held))
            with rolled_back():
                assert bool(refused_at_saving(content, person, submit=submit)) == seen

    assert not failures, str(failures)


def test_the_preview_asks_the_constraints_where_no_rule_refuses(monkeypatch):
    """As when a rule was forgotten: the preview still says what the database would say."""
    for model in (EvidenceLink, ProgressNote):
        monkeypatch.setattr(model, "clean_fields", lambda *_args, **_options: None)
    monkeypatch.setattr(ProgressNote, "entry_refusals", lambda _note: {})
    rows = [
        {**ROW, "evidence_title": ""},
        {**ROW, "text": "Another.", "disputed_by": "The State"},
    ]

    found = reasons(look(as_csv(*rows, headings=HEADINGS), make_writer()))

    assert found == [
        (2, "evidence_url", "A piece of evidence has a title."),
        (3, "", "Say both who disputes the finding and what is disputed."),
    ]
