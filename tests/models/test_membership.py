"""Stays in the Convention, and what a State takes on with one."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from commitments.models import Membership, Obligation
from commitments.rules.clocks import Clocks
from tests.builders import make_commitment, make_membership, make_obligation, make_party, make_state
from tests.each import Failures, rolled_back

pytestmark = pytest.mark.django_db


def unsaved(**fields) -> Membership:
    given = {
        "consent_date": date(2026, 5, 20),
        "consent_kind": "accession",
        "entry_into_force_date": date(2026, 11, 1),
        "sources": "https://example.org/depositary",
    }
    return Membership(**{"state": fields.pop("state", None) or make_state(), **given, **fields})


def test_entering_a_membership_opens_the_obligations_of_the_state_at_once():
    lebanon = make_state(iso3="LBN")
    codes = {make_commitment(code=code).code for code in ("16b", "16c", "17")}
    make_party()
    Obligation.objects.open_missing()
    assert not lebanon.obligations.exists()

    unsaved(state=lebanon).enter()

    assert {owed.commitment.code for owed in lebanon.obligations.all()} == codes
    assert Obligation.objects.count() == 6


def test_a_second_stay_opens_nothing_twice():
    state = make_party(until=date(2020, 1, 1))
    make_commitment()
    Obligation.objects.open_missing()

    unsaved(state=state).enter()

    assert (state.memberships.count(), state.obligations.count()) == (2, 1)


def test_a_membership_that_is_refused_opens_nothing():
    make_commitment()
    stay = unsaved(withdrawal_notified_date=date(2027, 1, 1))

    with pytest.raises(ValidationError, match="needs both days"):
        stay.enter()

    assert (Membership.objects.count(), Obligation.objects.count()) == (0, 0)


def test_an_obligation_that_cannot_be_opened_takes_the_membership_back(monkeypatch):
    def fail(_queryset):
        raise RuntimeError

    monkeypatch.setattr("commitments.models.obligation.ObligationQuerySet.open_missing", fail)

    with pytest.raises(RuntimeError):
        unsaved().enter()

    assert not Membership.objects.exists()


def test_a_state_may_be_bound_before_the_day_of_its_consent():
    south_sudan = make_state(iso3="SSD")
    stay = unsaved(
        state=south_sudan,
        consent_date=date(2011, 11, 11),
        consent_kind="succession",
        entry_into_force_date=date(2011, 7, 9),
    )

    stay.enter()

    covered = [day for day in (8, 9) if Membership.objects.covering(date(2011, 7, day)).exists()]
    assert covered == [9]


def test_a_second_open_stay_is_refused_in_words():
    state = make_party()

    with pytest.raises(ValidationError) as refusal:
        unsaved(state=state).enter()

    assert refusal.value.messages == ["This State already has a stay that no withdrawal has ended."]


@pytest.mark.parametrize("sources", ["javascript:alert(1)", "https://example.org\nftp://example.org", ""])
def test_sources_are_web_addresses(sources):
    with pytest.raises(ValidationError) as refusal:
        unsaved(sources=sources).full_clean()

    assert list(refusal.value.message_dict) == ["sources"]


def test_several_sources_stand_one_a_line():
    stay = unsaved(sources="https://example.org/deposit\nhttp://example.org/note")

    stay.enter()

    assert Membership.objects.get().sources.splitlines() == [
        "https://example.org/deposit",
        "http://example.org/note",
    ]


def test_what_is_missing_is_opened_once():
    for _number in range(2):
        make_commitment()
    make_party()
    make_party(until=date(2005, 1, 1))
    make_state()
    make_obligation(state=make_party())

    opened = [Obligation.objects.open_missing() for _time in range(2)]

    assert opened == [3 * 3 - 1, 0]
    assert Obligation.objects.count() == 9


def test_a_stay_ends_on_the_day_the_withdrawal_takes_effect():
    make_membership(withdrawal_effective_date=date(2026, 1, 10))

    ninth, tenth = date(2026, 1, 9), date(2026, 1, 10)
    questions = (Membership.objects.covering, Membership.objects.ended_by)

    assert [[ask(day).exists() for day in (ninth, tenth)] for ask in questions] == [
        [True, False],
        [False, True],
    ]


def listed(day: date) -> list[tuple[str, date | None, date | None, bool, str]]:
    """What the list tells of each stay on a day."""
    rows = Membership.objects.as_listed(Clocks(day, datetime(2026, 11, 24, tzinfo=UTC)))
    return [(row.state.iso3, row.notified_date, row.effective_date, row.has_left, row.label) for row in rows]


def test_a_stay_is_listed_from_its_deposit_on_and_as_a_party_from_its_entry_into_force_on():
    make_membership(
        state=make_state(iso3="COL"),
        signed_date=date(1997, 12, 3),
        consent_date=date(2000, 9, 6),
        entry_into_force_date=date(2001, 3, 1),
    )

    assert listed(date(2000, 9, 5)) == []
    assert listed(date(2000, 9, 6)) == [("COL", None, None, False, "outside")]
    assert listed(date(2001, 3, 1)) == [("COL", None, None, False, "declared_2009")]


def test_a_stay_whose_effect_came_before_its_deposit_is_listed_from_its_effect_on():
    make_membership(
        state=make_state(iso3="SSD"),
        consent_date=date(2011, 11, 11),
        entry_into_force_date=date(2011, 7, 9),
    )

    assert (listed(date(2011, 7, 8)), len(listed(date(2011, 7, 9)))) == ([], 1)


def test_a_withdrawal_is_not_told_before_the_day_on_which_it_was_notified():
    notified, effective = date(2025, 7, 10), date(2026, 1, 10)
    make_membership(
        state=make_state(iso3="FIN"), withdrawal_notified_date=notified, withdrawal_effective_date=effective
    )

    assert listed(date(2025, 7, 9)) == [("FIN", None, None, False, "declared_2009")]
    assert listed(notified) == [("FIN", notified, effective, False, "declared_2009")]
    assert listed(date(2026, 1, 9)) == [("FIN", notified, effective, False, "declared_2009")]
    assert listed(effective) == [("FIN", notified, effective, True, "left")]


def test_a_state_that_came_back_has_two_stays_in_their_order():
    state = make_party(iso3="FIN", until=date(2010, 1, 1))
    make_membership(state=state, consent_date=date(2015, 1, 1), entry_into_force_date=date(2015, 7, 1))

    assert [(left, label) for *_, left, label in listed(date(2026, 1, 1))] == [
        (True, "declared_2009"),
        (False, "declared_2009"),
    ]


def out_and_in_again() -> tuple[Membership, Membership]:
    """Two stays of one State; the second enters into force on the day on which the first ends."""
    state = make_party(since=date(2000, 1, 1), until=date(2010, 1, 1))
    second = make_membership(
        state=state, consent_date=date(2009, 6, 1), entry_into_force_date=date(2010, 1, 1)
    )
    return state.memberships.get(consent_date=date(2000, 1, 1)), second


def test_stays_of_one_state_that_overlap_are_refused_in_words():
    first, second = out_and_in_again()
    words = ["Two stays of one State overlap: one ends before the next enters into force, or on that day."]

    second.entry_into_force_date = date(2009, 12, 31)
    first.withdrawal_effective_date = date(2010, 1, 2)
    for stay in (first, second):
        with pytest.raises(ValidationError) as refusal:
            stay.enter()
        assert refusal.value.messages == words

    between = unsaved(
        state=first.state,
        consent_date=date(2003, 1, 1),
        entry_into_force_date=date(2003, 7, 1),
        withdrawal_notified_date=date(2004, 1, 1),
        withdrawal_effective_date=date(2004, 7, 1),
    )
    with pytest.raises(ValidationError, match="overlap"):
        between.enter()


def test_stays_of_one_state_that_overlap_are_refused_by_the_database():
    first, second = out_and_in_again()
    stays = Membership.objects
    writes = {
        "update": lambda: stays.filter(pk=second.pk).update(entry_into_force_date=date(2009, 12, 31)),
        "longer": lambda: stays.filter(pk=first.pk).update(withdrawal_effective_date=date(2010, 1, 2)),
        "bulk": lambda: stays.bulk_create(
            [
                unsaved(
                    state=first.state,
                    consent_date=date(1999, 1, 1),
                    entry_into_force_date=date(1999, 7, 1),
                    withdrawal_notified_date=date(1999, 8, 1),
                    withdrawal_effective_date=date(2000, 1, 2),
                )
            ]
        ),
    }

    failures = Failures()
    for road, write in writes.items():
        refused = pytest.raises(IntegrityError, match="membership_stays_never_overlap")
        with failures.kept(road), rolled_back(), refused:
            write()
    assert not failures, str(failures)


def test_stays_that_touch_are_taken():
    first, second = out_and_in_again()

    first.remark = second.remark = "Looked at again."
    first.enter()
    second.enter()
    Membership.objects.filter(pk=first.pk).update(withdrawal_effective_date=date(2009, 12, 31))

    assert first.state.memberships.count() == 2
