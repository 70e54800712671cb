"""What was looked through, and what is missing: figures, gaps, readings, and the way to the desk."""

import csv
import io
from collections import Counter
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.utils.timezone import now

from commitments.models import ProgressNote
from commitments.rules.codes import Freshness
from commitments.rules.coverage import FIRST_READING, READINGS, readings_of
from commitments.rules.documents import DOCUMENTS_TO_OPEN
from commitments.rules.evidence import address_refusals, publisher_name
from commitments.rules.freshness import freshness_on
from tests.builders import make_commitment, make_note, make_obligation, make_party
from tests.each import Failures
from tests.views.site import body

PAGE = "/coverage/"
CLOCKS = ("", "as_of=2019-12-31", "as_of=2019-12-31&known_at=2025-06-30")


@pytest.fixture
def world(db) -> list[ProgressNote]:
    """Two promises, five States: found lately, long ago, only noted, never, not applicable; a sixth left."""
    one, other = make_commitment(code="16b", position=9), make_commitment(code="17", position=10)
    states = [make_party(iso3=f"XX{letter}") for letter in "ABCDE"]
    gone = make_party(iso3="XXF", until=date(2022, 1, 1))
    first, second, noted, never, never_arose, left = [
        make_obligation(state=state, commitment=one) for state in (*states, gone)
    ]
    for state in (*states, gone):
        make_obligation(state=state, commitment=other)
    lately = now().date()
    notes = [
        make_note(obligation=first, status="in_progress", noted_date=date(2019, 6, 1)),
        make_note(
            obligation=first,
            status="fulfilled",
            noted_date=lately,
            evidence={"url": "https://a.example/", "publisher": "Monitor, copy at b.example"},
        ),
        make_note(obligation=second, status="overdue", noted_date=date(2012, 6, 1)),
        make_note(
            obligation=noted,
            status="",
            noted_date=date(2018, 6, 1),
            published_at=datetime(2025, 12, 1, tzinfo=UTC),
        ),
        make_note(obligation=never_arose, status="not_applicable", noted_date=date(2011, 6, 1)),
        make_note(obligation=left, status="in_progress", noted_date=date(2018, 6, 1)),
    ]
    make_note(obligation=never, status="overdue", noted_date=lately, published=False, links=1)
    return notes


def counted(client: Client, query: str, day: date) -> dict[str, Counter[str]]:
    """The same figures, counted over the rows of the CSV file."""
    rows = csv.DictReader(io.StringIO(body(client.get(f"/obligations.csv?{query}"))))
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        of = counts.setdefault(row["commitment"], Counter())
        status, newest = row["status"], row["newest_note_date"]
        if status in {"not_applicable", "not_bound"}:
            continue
        age = freshness_on(day, date.fromisoformat(newest) if newest else None)
        of["owed"] += 1
        of["assessed"] += status not in {"noted", "not_assessed"}
        of[status] += status in {"noted", "not_assessed"}
        of["recent"] += age == Freshness.CURRENT
        of["stale"] += age == Freshness.STALE
    return counts


def test_coverage_figures_equal_the_rows_of_the_file(client, world):
    failures = Failures()
    for query in CLOCKS:
        with failures.kept(query):
            context = client.get(f"{PAGE}?{query}").context
            expected = counted(client, query, context["clocks"].day)
            shown = {
                each.commitment.code: {name: figure.count for name, figure in each.figures.items()}
                for each in context["covered"]
            }
            assert shown == {code: {name: of[name] for name in shown[code]} for code, of in expected.items()}
    assert not failures, failures


def test_coverage_counts_who_owes_it_what_is_found_and_how_old(client, world):
    covered, _other = client.get(PAGE).context["covered"]

    assert {name: figure.count for name, figure in covered.figures.items()} == {
        "owed": 4,
        "assessed": 2,
        "noted": 1,
        "not_assessed": 1,
        "recent": 1,
        "stale": 2,
    }
    assert covered.sources.newest == world[1]
    assert "Monitor" in covered.sources.publishers


def test_coverage_gap_leads_to_its_rows_and_to_what_would_show_it_kept(client, world):
    page = client.get(PAGE)
    covered, _other = page.context["covered"]

    gaps = {name: (gap.figure, gap.address) for name, gap in covered.gaps}
    assert {name: figure for name, (figure, _address) in gaps.items()} == {
        "not_assessed": "1",
        "noted": "1",
        "stale": "2",
    }
    for figure, address in gaps.values():
        assert client.get(address).context["table"].page.paginator.count == int(figure), address
    assert 'href="/commitments/16b/#shown-by"' in body(page)
    assert 'id="shown-by"' in body(client.get("/commitments/16b/"))


def test_commitment_page_says_how_well_it_is_known(client, world):
    page = " ".join(body(client.get("/commitments/16b/")).split())

    assert "something is published on 3 of 4 States; on 1 the newest finding is" in page
    assert 'href="/coverage/#c16b"' in page
    assert 'id="c16b"' in body(client.get(PAGE))


def test_coverage_gap_is_a_list_at_the_desk_for_staff(admin_client, client, world):
    covered, _other = client.get(PAGE).context["covered"]
    desk = f"/admin/commitments/obligation/?commitment__id__exact={covered.commitment.pk}&gap="
    listed = {
        name: admin_client.get(f"{desk}{name}").context["cl"].result_count for name, _gap in covered.gaps
    }

    assert listed == {"not_assessed": 1, "noted": 1, "stale": 2}
    assert "gap=stale" in body(admin_client.get(PAGE))
    assert "gap=stale" not in body(admin_client.get(PAGE, {"as_of": "2019-12-31"}))
    assert "/admin/" not in body(client.get(PAGE))
    assert admin_client.get(f"{desk}everything").status_code == 302


def test_reading_is_shown_from_its_day_on(client, world):
    early, late = ("known_at=2026-11-23", f"known_at={FIRST_READING.isoformat()}")

    assert [len(readings_of("16b", known_date=each.read_date)) for each in READINGS[:2]] == [1, 2]
    assert client.get(f"{PAGE}?{early}").context["covered"][0].readings == []
    assert len(client.get(f"{PAGE}?{late}").context["covered"][0].readings) == 1


def test_document_to_open_has_a_valid_address_or_none():
    refused = {str(each.title): address_refusals(each.address) for each in DOCUMENTS_TO_OPEN if each.address}

    assert {title: reasons for title, reasons in refused.items() if reasons} == {}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Mine Action Review", "Mine Action Review"),
        ("Landmine Monitor, copy at docslib.org", "Landmine Monitor"),
        ("UNN, after Yle", "UNN"),
        ("Anadolu Agency via Trend", "Anadolu Agency"),
        ("GICHD (copy at fdocuments)", "GICHD"),
        ("Copy at jrsap.org", ""),
        ("", ""),
    ],
)
def test_publisher_name_leaves_out_where_a_copy_was_read(written, expected):
    assert publisher_name(written) == expected
