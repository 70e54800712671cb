"""The page of one obligation."""

import re
from datetime import UTC, date, datetime

import pytest

from commitments.models import Obligation
from tests.builders import (
    make_commitment,
    make_note,
    make_obligation,
    make_party,
    make_reviewer,
)
from tests.views.site import body

pytestmark = pytest.mark.django_db


def page(client, obligation: Obligation, **query: str) -> str:
    return body(client.get(obligation.get_absolute_url(), query))


def part(shown: str, name: str) -> str:
    start = shown.index(f'id="{name}"')
    return shown[start : shown.index("</section>", start)]


def words(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text)).strip()


@pytest.fixture
def clear() -> Obligation:
    state = make_party(iso3="COL", name_en="Colombia", subregion="Andes")
    return make_obligation(
        state=state, commitment=make_commitment(code="16b", title="Clear all areas", position=9)
    )


def test_the_newest_publication_says_when_it_was_last_reviewed(client, clear):
    make_note(obligation=clear, noted_date=date(2021, 1, 1), published_at=datetime(2024, 2, 3, tzinfo=UTC))
    make_note(obligation=clear, noted_date=date(2020, 1, 1), published_at=datetime(2025, 6, 7, tzinfo=UTC))

    assert "Last reviewed here 7 June 2025" in words(page(client, clear))


def test_the_next_review_is_a_matter_of_the_office(client, clear):
    Obligation.objects.filter(pk=clear.pk).update(next_review_date=date(2027, 8, 9))
    make_note(obligation=clear)

    assert "9 August 2027" not in page(client, clear)


def test_a_dispute_stands_beside_the_status_with_who_and_what(client, clear):
    make_note(obligation=clear, disputed_by="The Ministry", dispute="It counts three.")

    standing = words(page(client, clear).partition('id="findings"')[0])

    assert "by The Ministry, on the finding of 1 June 2020: It counts three." in standing


def test_a_citation_names_everything_and_its_address_keeps_both_days(client, clear, settings):
    settings.SITE_ROOT = "https://tracker.example"
    make_note(obligation=clear, status="in_progress")

    cite = part(page(client, clear, as_of="2025-12-31", known_at="2026-06-30"), "cite")

    for named in (
        "Colombia",
        "promise 16b (Clear all areas)",
        "in progress",
        "31 December 2025",
        "30 June 2026",
    ):
        assert named in words(cite)
    assert 'href="https://tracker.example/states/COL/16b/?as_of=2025-12-31&amp;known_at=2026-06-30"' in cite


def test_a_cited_address_goes_on_showing_what_it_showed(client, clear):
    make_note(obligation=clear, status="fulfilled")
    cited = re.search(r'href="[^"]*?(/states/[^"]*)"', part(page(client, clear), "cite"))[1].replace(
        "&amp;", "&"
    )

    tomorrow = datetime.now(tz=UTC).replace(hour=23, minute=59, second=59, microsecond=999_999)
    published = tomorrow.replace(year=tomorrow.year + 1)
    make_note(obligation=clear, status="overdue", published_at=published)

    assert "fulfilled" in words(body(client.get(cited)).partition('id="findings"')[0])


def test_the_copy_button_is_hidden_until_a_script_shows_it(client, clear):
    cite = part(page(client, clear), "cite")

    assert re.search(r'<button[^>]* data-copy="#cite-text"[^>]* hidden>', cite)
    assert 'id="cite-text"' in cite


def test_reading_goes_on_to_the_obligations_of_the_same_state(client, clear):
    before = make_obligation(state=clear.state, commitment=make_commitment(code="16a", position=8))
    after = make_obligation(state=clear.state, commitment=make_commitment(code="16c", position=10))
    make_obligation(state=make_party(), commitment=make_commitment(code="17", position=11))

    shown = page(client, clear, as_of="2025-12-31")

    assert f'rel="prev" href="{before.get_absolute_url()}?as_of=2025-12-31"' in shown
    assert f'rel="next" href="{after.get_absolute_url()}?as_of=2025-12-31"' in shown
    assert "Before 16a" in words(shown)
    assert f"After 16c {after.commitment.title}" in words(shown)
    assert 'rel="next"' not in page(client, after)


def test_obligation_without_finding_says_what_would_show_it_kept(client, clear):
    said = f"What would show it kept {clear.commitment.shown_by}"
    shown = {"nothing": said in words(page(client, clear))}
    make_note(obligation=clear, status="", noted_date=date(2020, 1, 1))
    shown["noted"] = said in words(page(client, clear))
    make_note(obligation=clear, status="in_progress", noted_date=date(2021, 1, 1))
    shown["judged"] = said in words(page(client, clear))

    assert shown == {"nothing": True, "noted": True, "judged": False}


def test_other_states_of_the_region_show_where_they_stand_on_the_same(client, clear):
    near = make_obligation(state=make_party(name_en="Peru", subregion="Andes"), commitment=clear.commitment)
    make_obligation(state=make_party(name_en="Farland", subregion="Elsewhere"), commitment=clear.commitment)
    make_note(obligation=near, status="fulfilled")

    around = part(page(client, clear), "around")

    assert f'href="{near.get_absolute_url()}"' in around
    assert "fulfilled" in around
    assert "Farland" not in around


def test_a_retracted_note_disputes_and_reviews_nothing(client, clear):
    note = make_note(obligation=clear, disputed_by="The Ministry", dispute="It counts three.")
    note.retract(by=make_reviewer(), at=datetime(2024, 3, 1, tzinfo=UTC), reason="Wrong State.")

    shown = words(page(client, clear))

    assert "The Ministry" not in shown
    assert "Last reviewed here" not in shown
