"""What the files tell of a stay, a deadline and a reply."""

from datetime import UTC, date, datetime

import pytest

from commitments.exports import rows_of
from commitments.lists.casualties import CASUALTIES
from commitments.lists.meetings import MEETINGS
from commitments.lists.registry import list_of
from commitments.models import Contribution, Deadline, Membership, Reply, StateCasualtyCount
from commitments.rules.clocks import Clocks
from tests.builders import (
    make_commitment,
    make_contribution,
    make_deadline,
    make_meeting,
    make_membership,
    make_note,
    make_obligation,
    make_reply,
    make_reviewer,
    make_state,
    make_state_casualties,
)

pytestmark = pytest.mark.django_db
RETRACTED = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)
# what was published once stays, and stays where it is
HEADERS = {
    "instruments": (
        "instrument_membership,instrument,instrument_name,state_iso3,state,region,label,label_word,"
        "signed_date,consent_date,consent_kind,consent_kind_word,withdrawal_effective_date,is_in,"
        "source_url,source_title,source_date"
    ),
    "casualties": (
        "casualty_count,state_iso3,state,region,year,killed,injured,total,scope,scope_word,remark,"
        "source_url,source_title,publisher,source_date,locator"
    ),
    "contributions": (
        "contribution,state_iso3,state,region,year,role,role_word,amount,currency,amount_usd,covers,text,"
        "remark,source_url,source_title,publisher,source_date,locator"
    ),
    "meetings": (
        "meeting,meeting_name,kind,kind_word,place,country_iso3,first_day,last_day,is_closed,president,"
        "certainty,certainty_word,remark,sources"
    ),
    "memberships": (
        "membership,state_iso3,state,region,label,label_word,signed_date,consent_date,consent_kind,"
        "consent_kind_word,entry_into_force_date,withdrawal_notified_date,withdrawal_effective_date,has_left,"
        "sources,remark,path"
    ),
    "deadlines": (
        "deadline,state_iso3,state,region,commitment,commitment_title,due_date,due_precision,is_passed,kind,"
        "kind_word,decided_date,is_computed,source_url,source_title,source_date,remark,path,"
        "way,way_word,is_latest"
    ),
    "replies": (
        "reply,state_iso3,state,region,commitment,commitment_title,note,replied_by,replied_date,position,"
        "position_word,text,url,published_at,is_retracted,retracted_at,retraction_reason,path"
    ),
}


@pytest.fixture
def owed():
    """Clearance, as Colombia owes it."""
    colombia = make_state(iso3="COL", name_en="Colombia", region="Americas")
    return make_obligation(state=colombia, commitment=make_commitment(code="16b", title="Clear all areas"))


def row(noun: str, queryset) -> dict[str, object]:
    columns = list_of(noun).columns
    (values,) = rows_of(columns, queryset)
    return dict(zip([column.name for column in columns], values, strict=True))


@pytest.mark.parametrize("noun", HEADERS)
def test_headers_once_published_stay(noun):
    names = [column.name for column in list_of(noun).columns]

    assert names[: len(HEADERS[noun].split(","))] == HEADERS[noun].split(",")
    assert len(names) == len(set(names))


def test_a_row_of_a_stay(owed, today, now):
    stay = make_membership(
        state=owed.state,
        signed_date=date(1997, 12, 3),
        withdrawal_effective_date=date(2026, 1, 10),
        withdrawal_notified_date=date(2025, 7, 10),
        remark="A doubt.",
    )

    assert row("memberships", Membership.objects.as_listed(Clocks(today, now))) == {
        "membership": stay.pk,
        "state_iso3": "COL",
        "state": "Colombia",
        "region": "Americas",
        "label": "left",
        "label_word": "left the Convention",
        "signed_date": date(1997, 12, 3),
        "consent_date": date(1998, 3, 1),
        "consent_kind": "ratification",
        "consent_kind_word": "ratification",
        "entry_into_force_date": date(1999, 3, 1),
        "withdrawal_notified_date": date(2025, 7, 10),
        "withdrawal_effective_date": date(2026, 1, 10),
        "has_left": True,
        "sources": "https://example.org/depositary",
        "remark": "A doubt.",
        "path": "/states/COL/#membership",
    }


def test_a_row_of_a_deadline_is_dated_as_exactly_as_it_is_known(owed, today, now):
    deadline = make_deadline(
        obligation=owed,
        kind="extension",
        due_date=date(2099, 12, 31),
        due_precision="year",
        decided_date=date(2020, 11, 20),
        source_date="2020-11",
    )

    assert row("deadlines", Deadline.objects.as_listed(Clocks(today, now))) == {
        "deadline": deadline.pk,
        "state_iso3": "COL",
        "state": "Colombia",
        "region": "Americas",
        "commitment": "16b",
        "commitment_title": "Clear all areas",
        "due_date": "2099",
        "due_precision": "year",
        "is_passed": False,
        "kind": "extension",
        "kind_word": "extended deadline",
        "decided_date": date(2020, 11, 20),
        "is_computed": False,
        "source_url": "https://example.org/deadline",
        "source_title": "Decisions of the meeting",
        "source_date": "2020-11",
        "remark": "",
        "path": owed.get_absolute_url(),
        "way": "ahead",
        "way_word": "ahead",
        "is_latest": True,
    }


def test_a_row_of_a_reply_and_what_is_left_once_it_is_retracted(owed, today, now):
    note = make_note(obligation=owed)
    reply = make_reply(note=note, text="Three provinces.", url="https://example.org/letter")
    kept = {
        "reply": reply.pk,
        "state_iso3": "COL",
        "state": "Colombia",
        "region": "Americas",
        "commitment": "16b",
        "commitment_title": "Clear all areas",
        "note": note.pk,
        "replied_by": "Ministry of Foreign Affairs",
        "replied_date": date(2021, 2, 3),
        "published_at": reply.published_at,
        "path": reply.get_absolute_url(),
    }
    reply.retract(by=make_reviewer(), at=RETRACTED, reason="It was not theirs.")

    before, after = (
        row("replies", Reply.objects.as_listed(Clocks(today, moment))) for moment in (reply.published_at, now)
    )

    assert before == {
        **kept,
        "position": "disagrees",
        "position_word": "disagrees",
        "text": "Three provinces.",
        "url": "https://example.org/letter",
        "is_retracted": False,
        "retracted_at": None,
        "retraction_reason": "",
    }
    assert after == {
        **kept,
        **dict.fromkeys(("position", "position_word", "text", "url"), ""),
        "is_retracted": True,
        "retracted_at": RETRACTED,
        "retraction_reason": "It was not theirs.",
    }


def test_row_of_casualties_keeps_an_unknown_number_apart_from_zero(owed, today, now):
    count = make_state_casualties(state=owed.state, year=2023, killed=0, injured=None, total=None, remark="?")

    assert row("casualties", StateCasualtyCount.objects.as_listed(Clocks(today, now))) == {
        "casualty_count": count.pk,
        "state_iso3": "COL",
        "state": "Colombia",
        "region": "Americas",
        "year": 2023,
        "killed": 0,
        "injured": None,
        "total": None,
        "scope": "mines_and_remnants",
        "scope_word": "mines and explosive remnants of war",
        "remark": "?",
        "source_url": "https://example.org/profile",
        "source_title": "Country profile",
        "publisher": "Landmine Monitor",
        "source_date": "2017-01-04",
        "locator": "",
    }


def test_row_of_a_contribution_without_an_amount_has_no_currency(owed, today, now):
    paid = make_contribution(state=owed.state, amount=None, currency="", amount_usd=None, remark="A share.")

    assert row("contributions", Contribution.objects.as_listed(Clocks(today, now))) == {
        "contribution": paid.pk,
        "state_iso3": "COL",
        "state": "Colombia",
        "region": "Americas",
        "year": 2016,
        "role": "donor",
        "role_word": "given abroad",
        "amount": None,
        "currency": "",
        "amount_usd": None,
        "covers": "all mine action",
        "text": "The State gave EUR 3,400,000 to mine action abroad.",
        "remark": "A share.",
        "source_url": "https://example.org/support",
        "source_title": "Support for mine action",
        "publisher": "Landmine Monitor",
        "source_date": "2017",
        "locator": "",
    }


def test_year_of_a_figure_is_listed_once_it_is_over(owed, now):
    make_state_casualties(state=owed.state, year=2016)
    listed = {
        day: CASUALTIES.rows(Clocks(day, now)).count() for day in (date(2016, 12, 30), date(2016, 12, 31))
    }

    assert listed == {date(2016, 12, 30): 0, date(2016, 12, 31): 1}


def test_meeting_without_days_is_listed_today_and_not_in_the_past(now):
    make_meeting()
    make_meeting(code="23MSP", first_day=None, last_day=None, place="")
    make_meeting(code="24MSP", first_day=date(2030, 1, 1), last_day=date(2030, 1, 2))

    def listed(day: date) -> list[tuple[str, bool]]:
        return [(each.code, each.is_closed) for each in MEETINGS.rows(Clocks(day, now))]

    assert listed(date(2025, 11, 30)) == []
    assert listed(date(2025, 12, 1)) == [("22MSP", False)]
    assert listed(date(2025, 12, 5)) == [("22MSP", True)]
    assert listed(now.date()) == [("23MSP", False), ("24MSP", False), ("22MSP", True)]
