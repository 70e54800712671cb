"""The forms of the desk read dates, addresses and texts as people write them."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from commitments.models import Deadline, Membership, ProgressNote, Reply
from commitments.rules.dates import iso_form
from tests.builders import make_commitment, make_evidence, make_note, make_obligation, make_state
from tests.each import Failures, rolled_back

ADD = "/admin/commitments/progressnote/add/"
DATES = {
    "2025": "2025",
    "2025-03": "2025-03",
    "3/2025": "2025-03",
    "March 2025": "2025-03",
    "9 March 2025": "2025-03-09",
    "9.3.2025": "2025-03-09",
    "2025/3/9": "2025-03-09",
    "٩ مارس ٢٠٢٥": "2025-03-09",
    "by 9 March 2025": "by 2025-03",
    "by 2024": "by 2024-12",
}
REFUSED_DATES = {
    "soon": "“soon” is no date: write 2 November 2026, 2026-11-02, November 2026, 2026-11 or 2026.",
    "3/9/25": "“3/9/25” has no year of four digits: write it as 2026.",
    "31 June 2025": "“31 June 2025” names a day that no calendar has.",
}
ADDRESSES = {
    "HTTPS://Example.ORG/Report": ("https://example.org/Report", []),
    "www.icbl.org/x": ("https://www.icbl.org/x", ["The address was completed with https://."]),
    "A/RES/78/50": (
        "https://undocs.org/A/RES/78/50",
        ["The document was given its address, https://undocs.org/A/RES/78/50."],
    ),
    "https://example.org/a b.pdf?utm_source=x": (
        "https://example.org/a%20b.pdf",
        [
            "Blanks in the address were written as %20.",
            "Left out, because it only follows readers around: utm_source.",
        ],
    ),
    "https://example.org/" + "a" * 1980: ("https://example.org/" + "a" * 1980, []),
}


@pytest.fixture
def logged(researcher, filled_in):
    """Sends the form of a new note about one obligation; keywords change its fields."""
    obligation = make_obligation()

    def send(**changes: object):
        return researcher.post(
            ADD, filled_in(obligation.state, obligation.commitment, **changes), follow=True
        )

    return send


def change(note: ProgressNote) -> str:
    return reverse("admin:commitments_progressnote_change", args=[note.pk])


def refusals_of(response) -> dict[str, list[str]]:
    return response.context["adminform"].form.errors


def test_dates_are_taken_as_they_are_written(logged):
    failures = Failures()
    for text, stored in DATES.items():
        with failures.kept(text), rolled_back():
            logged(noted_date=text)
            note = ProgressNote.objects.get()
            assert iso_form(note.noted_date, note.noted_precision) == stored
    for text, stored in list(DATES.items())[:8]:
        with failures.kept(f"source of {text}"), rolled_back():
            logged(**{"evidence-0-published_date": text})
            link = ProgressNote.objects.get().evidence.get()
            assert iso_form(link.published_date, link.published_precision) == stored
    for text, reason in REFUSED_DATES.items():
        with failures.kept(text), rolled_back():
            assert refusals_of(logged(noted_date=text)) == {"noted_date": [reason]}

    assert not failures, failures


def test_a_date_that_can_be_two_is_asked_back_with_all_that_was_typed(logged):
    page = logged(
        noted_date="03/02/2025", text="Two provinces were cleared, the State said."
    ).content.decode()

    assert "can be 3 February 2025 or 2 March 2025" in page
    assert 'value="03/02/2025"' in page
    assert '<input type="radio" name="noted_date-reading" value="2025-02-03">' in page
    assert '<input type="radio" name="noted_date-reading" value="2025-03-02">' in page
    assert "Two provinces were cleared, the State said." in page
    assert not ProgressNote.objects.exists()

    logged(**{"noted_date": "03/02/2025", "noted_date-reading": "2025-03-02"})

    assert ProgressNote.objects.get().noted_date == date(2025, 3, 2)


def test_an_answer_counts_only_for_the_date_that_was_asked_about(logged):
    logged(**{"noted_date": "5 May 2025", "noted_date-reading": "2025-03-02"})

    assert ProgressNote.objects.get().noted_date == date(2025, 5, 5)


def test_the_date_of_a_source_is_asked_back_too(logged):
    row = "evidence-0-published_date"

    page = logged(**{row: "by 03/02/2025"}).content.decode()

    assert f'name="{row}-reading" value="by 2025-02-03"' in page
    logged(**{row: "03/02/2025", f"{row}-reading": "2025-02-03"})
    assert ProgressNote.objects.get().evidence.get().published_date == date(2025, 2, 3)


def test_a_source_is_not_dated_by_a_day(logged):
    response = logged(**{"evidence-0-published_date": "by 2024"})

    assert "A source is dated to a day, a month or a year." in response.content.decode()
    assert not ProgressNote.objects.exists()


def test_a_stored_date_stands_in_the_form_as_exactly_as_it_is_known(researcher):
    stored = {
        ("month", date(2025, 3, 31)): ('value="2025-03"', "day"),
        ("year", date(2024, 12, 31)): ('value="2024"', "day"),
        ("by", date(2024, 5, 7)): ('value="2024-05-07"', "by"),
        ("day", date(2025, 3, 9)): ('value="2025-03-09"', "day"),
    }
    for (precision, day), (shown, chosen) in stored.items():
        note = make_note(published=False, author=researcher.person, noted_date=day, noted_precision=precision)

        page = researcher.get(change(note)).content.decode()

        assert shown in page, precision
        assert f'<option value="{chosen}" selected>' in page, precision


def test_a_form_that_was_only_opened_changes_no_date(researcher, filled_in):
    note = make_note(
        published=False,
        author=researcher.person,
        noted_date=date(2025, 3, 31),
        noted_precision="month",
        evidence={"published_date": date(2024, 12, 31), "published_precision": "year"},
    )
    form = researcher.get(change(note)).context["adminform"].form
    rows = researcher.get(change(note)).context["inline_admin_formsets"][0].formset
    sent = {name: form[name].value() or "" for name in form.fields}
    sent |= {
        f"evidence-{part}": rows.management_form[part].value() for part in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    sent |= {row.add_prefix(name): row[name].value() or "" for row in rows.forms for name in row.fields}

    researcher.post(change(note), sent)

    note.refresh_from_db()
    link = note.evidence.get()
    assert (note.noted_date, note.noted_precision) == (date(2025, 3, 31), "month")
    assert (link.published_date, link.published_precision) == (date(2024, 12, 31), "year")
    assert note.history.count() <= 2
    assert link.history.count() == 1


def test_addresses_are_stored_in_one_form_and_every_change_is_told(logged, heard):
    failures = Failures()
    for text, (address, notes) in ADDRESSES.items():
        with failures.kept(text[:60]), rolled_back():
            response = logged(**{"evidence-0-url": text, "evidence-0-archived_url": ""})
            assert ProgressNote.objects.get().evidence.get().url == address
            assert heard(response)[:-1] == notes or heard(response)[1:] == notes

    assert not failures, failures


def test_what_is_stored_already_is_not_changed_by_the_way(researcher, filled_in):
    note = make_note(published=False, author=researcher.person, links=0)
    link = make_evidence(
        note=note, url="https://example.org/a?utm_source=old", archived_url="http://localhost/a"
    )
    form = filled_in(
        note.obligation.state,
        note.obligation.commitment,
        **{
            "version": note.version,
            "evidence-INITIAL_FORMS": "1",
            "evidence-0-id": link.pk,
            "evidence-0-note": note.pk,
            "evidence-0-url": link.url,
            "evidence-0-archived_url": link.archived_url,
            "evidence-0-title": "Another title",
        },
    )

    researcher.post(change(note), form)

    link.refresh_from_db()
    assert (link.url, link.archived_url, link.title) == (
        "https://example.org/a?utm_source=old",
        "http://localhost/a",
        "Another title",
    )


def test_texts_are_read_and_may_be_written_from_the_right(logged):
    page = logged(text="\u202eVertical\x0btab\u2066", **{"evidence-0-title": " A\u00a0 title\u200f"})

    note = ProgressNote.objects.get()
    assert (note.text, note.evidence.get().title) == ("Vertical\ntab", "A title\u200f")
    form = page.client.get(ADD).content.decode()
    assert '<textarea name="text"' in form
    assert form[form.index('<textarea name="text"') :].partition(">")[0].count('dir="auto"') == 1


def test_a_text_that_nobody_could_see_is_none(logged):
    assert refusals_of(logged(text="\u200b\u200b \u2060")) == {"text": ["This field is required."]}


def test_what_is_today_somewhere_is_not_the_future(logged, monkeypatch):
    """At 21:01 UTC it is the next day in Auckland, Suva and Apia."""
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 27, 21, 1, tzinfo=UTC))

    logged(**{"noted_date": "28 November 2026", "evidence-0-published_date": "28 November 2026"})

    note = ProgressNote.objects.get()
    assert (note.noted_date, note.evidence.get().published_date) == (date(2026, 11, 28), date(2026, 11, 28))
    assert refusals_of(logged(noted_date="29 November 2026")) == {
        "noted_date": ["This day lies in the future: log what has happened."]
    }


def test_stays_of_a_state_are_read_alike(administrator):
    state = make_state()
    page = f"/admin/commitments/state/{state.pk}/change/"
    form = {name: getattr(state, name) for name in ("iso2", "m49", "region", "subregion")}
    form |= {f"name_{language}": state.name_en for language in ("en", "fr", "es", "ru", "zh", "ar")}
    form |= {
        "memberships-TOTAL_FORMS": "1",
        "memberships-INITIAL_FORMS": "0",
        "memberships-0-consent_date": "4 December 2012",
        "memberships-0-consent_kind": "accession",
    }

    refused = administrator.post(page, form | {"memberships-0-sources": "www.example.org/a\nC.N.1.2012"})
    administrator.post(page, form | {"memberships-0-sources": "www.example.org/a b\n\n"})

    assert "“C.N.1.2012” is no web address" in refused.content.decode()
    stay = Membership.objects.latest("pk")
    assert (stay.consent_date, stay.sources) == (date(2012, 12, 4), "https://www.example.org/a%20b")


def test_deadlines_are_read_alike(administrator):
    obligation = make_obligation(commitment=make_commitment(code="16b"))
    form = {
        "obligation": obligation.pk,
        "kind": "initial",
        "due_date": "March 2031",
        "due_precision": "day",
        "source_url": "APLC/MSP.10/2010/1",
        "source_title": "A report",
        "source_date": "4 December 2010",
    }

    administrator.post("/admin/commitments/deadline/add/", form)

    deadline = Deadline.objects.get()
    assert (deadline.due_date, deadline.due_precision) == (date(2031, 3, 31), "month")
    assert (deadline.source_url, deadline.source_date) == (
        "https://undocs.org/APLC/MSP.10/2010/1",
        "2010-12-04",
    )


def test_replies_are_read_alike(administrator):
    form = {
        "note": make_note().pk,
        "replied_by": "The  Government",
        "replied_date": "2.11.2025",
        "position": "agrees",
        "text": "It agrees.",
        "url": "doi:10.1000/182",
    }

    administrator.post("/admin/commitments/reply/add/", form)

    reply = Reply.objects.get()
    assert (reply.replied_by, reply.replied_date) == ("The Government", date(2025, 11, 2))
    assert reply.url == "https://doi.org/10.1000/182"


def test_the_next_review_is_a_whole_day(administrator):
    obligation = make_obligation(commitment=make_commitment(code="16b"))
    page = f"/admin/commitments/obligation/{obligation.pk}/change/"
    rows = {"deadlines-TOTAL_FORMS": "0", "deadlines-INITIAL_FORMS": "0"}

    refused = administrator.post(page, {"next_review_date": "2090", **rows})
    administrator.post(page, {"next_review_date": "1 May 2090", **rows})

    assert "Give the whole day, such as 2 November 2026." in refused.content.decode()
    obligation.refresh_from_db()
    assert obligation.next_review_date == date(2090, 5, 1)
