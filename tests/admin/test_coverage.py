"""Where findings are missing or old: every figure leads to exactly its obligations."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commitments.models import Obligation
from commitments.rules.clocks import Clocks
from commitments.rules.codes import Freshness
from commitments.rules.freshness import AGEING_FOR, CURRENT_FOR, freshness_on
from tests.builders import make_commitment, make_evidence, make_note, make_obligation, make_party

NUMBERS, COVERAGE = "/admin/numbers/", "/admin/numbers/coverage.csv"


def rows(client: Client) -> list[dict[str, str]]:
    content = b"".join(client.get(COVERAGE).streaming_content).decode()
    return list(csv.DictReader(io.StringIO(content)))


@pytest.fixture
def covered(db) -> None:
    """Two States under two commitments, with every kind of gap."""
    today = timezone.now().date()
    first, second = make_party(iso3="XAA"), make_party(iso3="XBB")
    gone = make_party(iso3="XCC", until=today - timedelta(days=5))
    one, other = make_commitment(code="16b"), make_commitment(code="18")
    for state in (first, second, gone):
        make_obligation(state=state, commitment=one)
        make_obligation(state=state, commitment=other)
    old, new = today - timedelta(days=1000), today - timedelta(days=10)
    make_note(
        obligation=make_obligation(state=first, commitment=one),
        noted_date=old,
        evidence={"published_date": old},
    )
    make_note(
        obligation=make_obligation(state=second, commitment=one),
        noted_date=new,
        evidence={"published_date": new},
    )
    make_note(
        obligation=make_obligation(state=second, commitment=other),
        noted_date=new,
        status="",
        evidence={"published_date": None},
    )
    draft = make_note(
        published=False, obligation=make_obligation(state=first, commitment=one), noted_date=new
    )
    make_evidence(note=draft, published_date=new)


def test_coverage_counts_what_binds_and_what_is_missing(head, covered):
    context = head.get(NUMBERS).context

    counted = {
        each.about.code: (each.bound, *each.gaps.values()) for each, _figures in context["by_commitment"]
    }
    by_state = [(each.about.iso3, *each.gaps.values()) for each, _figures in context["by_state"]]
    assert counted == {"16b": (2, 0, 0, 1, 1), "18": (2, 2, 1, 0, 2)}
    assert by_state == [("XAA", 1, 0, 1, 2), ("XBB", 1, 1, 0, 1)]


def test_every_figure_of_coverage_leads_to_exactly_its_obligations(head, covered):
    context = head.get(NUMBERS).context

    for table in ("by_commitment", "by_state"):
        for _coverage, figures in context[table]:
            for count, address in figures:
                listed = Client().get(address).context
                assert (listed["refusals"], listed["table"].page.paginator.count) == ([], count), address


def test_coverage_comes_as_a_file(head, covered):
    (row,) = [row for row in rows(head) if (row["state_iso3"], row["commitment"]) == ("XAA", "18")]

    assert len(rows(head)) == 4
    assert {name: row[name] for name in ("status", "freshness", "newest_evidence_date")} == {
        "status": "not_assessed",
        "freshness": "never",
        "newest_evidence_date": "",
    }
    assert (row["without_finding"], row["stale"], row["without_recent_evidence"]) == ("True", "False", "True")


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (None, Freshness.NEVER),
        (timedelta(0), Freshness.CURRENT),
        (CURRENT_FOR, Freshness.CURRENT),
        (CURRENT_FOR + timedelta(days=1), Freshness.AGEING),
        (AGEING_FOR, Freshness.AGEING),
        (AGEING_FOR + timedelta(days=1), Freshness.STALE),
    ],
)
def test_freshness_in_sql_says_what_the_rule_says(db, today, now, age, expected):
    obligation = make_obligation()
    noted = None if age is None else today - age
    if noted:
        make_note(obligation=obligation, noted_date=noted)

    listed = Obligation.objects.as_listed(Clocks(today, now))

    assert freshness_on(today, noted) == expected
    assert list(listed.filter(freshness=expected)) == [obligation]


def test_evidence_under_a_note_that_was_not_public_yet_is_not_evidence(db, today, now):
    make_note(evidence={"published_date": date(2020, 5, 1)})

    def dated(known_at):
        listed = Obligation.objects.as_listed(Clocks(today, known_at))
        return listed.filter(newest_evidence_date=date(2020, 5, 1)).count()

    assert (dated(now), dated(now.replace(year=2023))) == (1, 0)
