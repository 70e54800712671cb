"""Reference data: kept by administrators, read by everyone who works on notes."""

from datetime import date, timedelta

import pytest
from django.contrib.admin import site
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commitments.models import CasualtyCount, Membership, Obligation, State
from commitments.rules.roles import ADMINISTRATOR, CONTRIBUTOR, REVIEWER
from tests.builders import (
    make_casualties,
    make_commitment,
    make_contribution,
    make_deadline,
    make_instrument_membership,
    make_meeting,
    make_member,
    make_membership,
    make_note,
    make_obligation,
    make_planned_action,
    make_state,
    make_state_casualties,
    make_user,
)

STAY = {
    "memberships-TOTAL_FORMS": "1",
    "memberships-INITIAL_FORMS": "0",
    "memberships-0-consent_date": "2026-05-12",
    "memberships-0-consent_kind": "accession",
    "memberships-0-sources": "https://treaties.un.org/record",
}


def page(name: str, thing=None) -> str:
    return reverse(f"admin:commitments_{name}", args=[thing.pk] if thing else [])


def form_of(state: State, **changes: str) -> dict[str, str]:
    fields = [field.name for field in State._meta.concrete_fields if field.name not in {"id", "iso3"}]
    return {name: getattr(state, name) for name in fields} | STAY | changes


def refusals(response) -> list[str]:
    (formset,) = response.context["inline_admin_formsets"]
    return formset.formset.non_form_errors()


def beside_the_findings() -> dict[str, object]:
    action = make_planned_action()
    return {"actionplan": action.plan, "plannedaction": action, "casualtycount": make_casualties()}


@pytest.fixture
def lebanon(db) -> State:
    """Outside the Convention, beside one Party, with all commitments in place."""
    make_commitment(code="16b")
    for _number in range(16):
        make_commitment()
    make_membership(state=make_state(iso3="COL"))
    Obligation.objects.open_missing()
    return make_state(iso3="LBN", name_en="Lebanon")


def test_entering_a_membership_opens_its_obligations_at_once(administrator, lebanon):
    assert not lebanon.obligations.exists()

    administrator.post(page("state_change", lebanon), form_of(lebanon))

    assert lebanon.obligations.count() == 17
    assert Membership.objects.get(state=lebanon).entry_into_force_date == date(2026, 11, 1)


def test_a_state_is_in_the_convention_once_at_a_time(administrator, lebanon):
    make_membership(state=lebanon)
    stay = lebanon.memberships.get()
    theirs = {
        "memberships-TOTAL_FORMS": "2",
        "memberships-INITIAL_FORMS": "1",
        "memberships-0-id": str(stay.pk),
        "memberships-0-consent_date": stay.consent_date.isoformat(),
        "memberships-0-entry_into_force_date": stay.entry_into_force_date.isoformat(),
        "memberships-1-consent_date": "2025-01-01",
        "memberships-1-consent_kind": "accession",
        "memberships-1-sources": "https://treaties.un.org/record",
    }

    response = administrator.post(page("state_change", lebanon), form_of(lebanon, **theirs))

    assert refusals(response) == ["This State already has a stay that no withdrawal has ended."]
    assert lebanon.memberships.count() == 1


def stays_form(state: State, *stays: tuple[Membership | None, str, str]) -> dict[str, str]:
    """The form with these stays: what is stored, from which day in force, and until which day."""
    sent = {
        "memberships-TOTAL_FORMS": str(len(stays)),
        "memberships-INITIAL_FORMS": str(sum(stay is not None for stay, *_ in stays)),
    }
    for number, (stay, since, until) in enumerate(stays):
        notified = f"{int(until[:4]) - 1}{until[4:]}" if until else ""
        sent |= {
            f"memberships-{number}-id": str(stay.pk) if stay else "",
            f"memberships-{number}-consent_date": since,
            f"memberships-{number}-consent_kind": "accession",
            f"memberships-{number}-entry_into_force_date": since,
            f"memberships-{number}-withdrawal_notified_date": notified,
            f"memberships-{number}-withdrawal_effective_date": until,
            f"memberships-{number}-sources": "https://treaties.un.org/record",
        }
    return form_of(state, **sent)


def stored_stays(state: State) -> list[tuple[str, str]]:
    stays = state.memberships.order_by("entry_into_force_date")
    return [
        (stay.entry_into_force_date.isoformat(), str(stay.withdrawal_effective_date or "")) for stay in stays
    ]


def test_stays_of_a_state_are_checked_together(administrator, lebanon):
    """A withdrawal and a return are entered in one form; so is a day that moves between two stays."""
    address = page("state_change", lebanon)
    make_membership(state=lebanon)
    (first,) = lebanon.memberships.all()

    left = stays_form(lebanon, (first, "1999-03-01", "2010-01-01"), (None, "2010-01-01", ""))
    assert administrator.post(address, left).status_code == 302
    assert stored_stays(lebanon) == [("1999-03-01", "2010-01-01"), ("2010-01-01", "")]

    second = lebanon.memberships.get(withdrawal_effective_date=None)
    for day in ("2015-01-01", "2005-01-01"):
        moved = stays_form(lebanon, (first, "1999-03-01", day), (second, day, ""))
        assert administrator.post(address, moved).status_code == 302
        assert stored_stays(lebanon) == [("1999-03-01", day), (day, "")]


def test_stays_of_a_state_that_overlap_are_refused_in_words(administrator, lebanon):
    address = page("state_change", lebanon)
    make_membership(state=lebanon, withdrawal_effective_date=date(2010, 1, 1))
    make_membership(state=lebanon, consent_date=date(2012, 1, 1), entry_into_force_date=date(2012, 1, 1))
    first, second = lebanon.memberships.order_by("consent_date")
    before = stored_stays(lebanon)

    overlapping = stays_form(lebanon, (first, "1999-03-01", "2012-01-02"), (second, "2012-01-01", ""))
    swapped = stays_form(lebanon, (first, "2012-01-01", ""), (second, "1999-03-01", "2013-01-01"))
    places = stays_form(lebanon, (first, "2011-01-01", ""), (second, "1999-04-01", "2010-06-01"))

    words = ["Two stays of one State overlap: one ends before the next enters into force, or on that day."]
    assert refusals(administrator.post(address, overlapping)) == words
    assert refusals(administrator.post(address, swapped)) == words
    assert refusals(administrator.post(address, places)) == [
        "These stays change places. Change one of them, save, and then change the next."
    ]
    assert stored_stays(lebanon) == before


def test_a_membership_names_its_sources_as_addresses(administrator, lebanon):
    response = administrator.post(
        page("state_change", lebanon), form_of(lebanon, **{"memberships-0-sources": "javascript:alert(1)"})
    )

    assert response.status_code == 200
    assert not lebanon.memberships.exists()


def test_a_withdrawal_that_comes_before_the_joining_is_refused(administrator, lebanon):
    theirs = {
        "memberships-0-withdrawal_notified_date": "2020-01-01",
        "memberships-0-withdrawal_effective_date": "2020-07-01",
    }

    response = administrator.post(page("state_change", lebanon), form_of(lebanon, **theirs))

    assert response.status_code == 200
    assert not lebanon.memberships.exists()


def test_whoever_writes_notes_reads_states_and_does_not_change_them(researcher, lebanon):
    assert researcher.get(page("state_change", lebanon)).status_code == 200
    assert 'name="name_en"' not in researcher.get(page("state_change", lebanon)).content.decode()

    assert researcher.post(page("state_change", lebanon), form_of(lebanon)).status_code == 403
    assert researcher.get(page("state_add")).status_code == 403
    assert not lebanon.memberships.exists()


BESIDE_THE_FINDINGS = ["actionplan", "plannedaction", "casualtycount"]


@pytest.mark.parametrize(
    "name", ["paragraph", "commitment", "state", "obligation", "deadline", *BESIDE_THE_FINDINGS]
)
def test_whoever_writes_notes_adds_and_deletes_no_reference(researcher, name):
    obligation = make_obligation()
    things = {
        "paragraph": obligation.commitment.paragraph,
        "commitment": obligation.commitment,
        "state": obligation.state,
        "obligation": obligation,
        "deadline": make_deadline(),
        **beside_the_findings(),
    }

    assert researcher.get(page(f"{name}_add")).status_code == 403
    assert researcher.post(page(f"{name}_delete", things[name]), {"post": "yes"}).status_code == 403
    assert researcher.post(page(f"{name}_change", things[name]), {}).status_code == 403


def test_a_person_without_a_task_sees_no_reference(sit_down, lebanon):
    idle = sit_down("idle")

    assert idle.get(page("state_changelist")).status_code == 403
    assert idle.get(page("progressnote_changelist")).status_code == 403


@pytest.mark.parametrize(("field", "typed"), [("state", "leb"), ("state", "LBN"), ("commitment", "16b")])
def test_states_and_commitments_are_offered_while_typing(researcher, lebanon, field, typed):
    query = {"app_label": "commitments", "model_name": "obligation", "field_name": field, "term": typed}

    offered = researcher.get("/admin/autocomplete/", query).json()["results"]

    assert len(offered) == 1


@pytest.mark.parametrize("typed", ["\x00", "a" * 100_000])
def test_nothing_is_offered_for_an_odd_text(researcher, lebanon, typed):
    query = {"app_label": "commitments", "model_name": "obligation", "field_name": "state", "term": typed}

    assert researcher.get("/admin/autocomplete/", query).json()["results"] == []


def test_an_obligation_is_opened_and_closed_by_nobody(administrator):
    obligation = make_obligation(commitment=make_commitment(code="16b"))

    assert administrator.get(page("obligation_add")).status_code == 403
    assert administrator.post(page("obligation_delete", obligation), {"post": "yes"}).status_code == 403


def test_a_deadline_is_entered_on_the_page_of_its_obligation(administrator):
    obligation = make_obligation(commitment=make_commitment(code="16b"))
    form = {
        "deadlines-TOTAL_FORMS": "1",
        "deadlines-INITIAL_FORMS": "0",
        "deadlines-0-kind": "initial",
        "next_review_date": (timezone.now().date() + timedelta(days=1)).isoformat(),
        "deadlines-0-due_date": "2011-03-01",
        "deadlines-0-due_precision": "day",
        "deadlines-0-source_title": "Report",
        "deadlines-0-source_url": "https://example.org/report",
    }

    administrator.post(page("obligation_change", obligation), form)

    assert [deadline.due_date for deadline in obligation.deadlines.all()] == [date(2011, 3, 1)]


def test_a_review_is_planned_by_hand_for_a_day_that_has_not_passed(administrator):
    obligation = make_obligation(commitment=make_commitment(code="17"))
    ahead = timezone.now().date() + timedelta(days=40)

    refused = administrator.post(page("obligation_change", obligation), {"next_review_date": "2001-01-01"})
    administrator.post(page("obligation_change", obligation), {"next_review_date": ahead.isoformat()})

    obligation.refresh_from_db()
    assert refused.context["adminform"].form.errors.keys() == {"next_review_date"}
    assert obligation.next_review_date == ahead
    assert obligation.history.first().history_user == administrator.person


def test_the_wording_of_a_commitment_is_kept_by_administrators(administrator):
    commitment = make_commitment(code="16b")
    wording = {
        "title": "Clear the ground",
        "mode": "undertaking",
        "quotation": commitment.quotation,
        "reading": "Ours.",
        "concerns": "All.",
        "shown_by": "A declaration.",
        "review_days": 365,
    }

    administrator.post(page("commitment_change", commitment), wording | {"code": "99z"})

    commitment.refresh_from_db()
    assert (commitment.code, commitment.title) == ("16b", "Clear the ground")


def test_a_quotation_stands_word_for_word_in_its_paragraph(administrator):
    commitment = make_commitment(code="16b", quotation="We will do it.")
    wording = {
        "title": "Clear the ground",
        "mode": "undertaking",
        "quotation": "We will do it gladly.",
        "reading": "Ours.",
        "concerns": "All.",
        "shown_by": "A declaration.",
        "review_days": 365,
    }

    response = administrator.post(page("commitment_change", commitment), wording)

    commitment.refresh_from_db()
    assert "word for word" in response.content.decode()
    assert commitment.quotation == "We will do it."


@pytest.mark.parametrize("name", BESIDE_THE_FINDINGS)
def test_administrators_keep_action_plans_and_casualties_and_others_only_read_them(db, name):
    thing = beside_the_findings()[name]
    clients = {role: Client() for role in (CONTRIBUTOR, REVIEWER, ADMINISTRATOR)}
    for role, client in clients.items():
        client.force_login(make_member(role))

    added = {role: client.get(page(f"{name}_add")).status_code for role, client in clients.items()}
    read = {role: client.get(page(f"{name}_change", thing)).status_code for role, client in clients.items()}

    assert added == {CONTRIBUTOR: 403, REVIEWER: 403, ADMINISTRATOR: 200}
    assert set(read.values()) == {200}


def test_collected_rows_are_read_by_every_role_and_changed_by_nobody(db):
    row = make_instrument_membership()
    collected = {
        "instrument": row.instrument,
        "instrumentmembership": row,
        "statecasualtycount": make_state_casualties(),
        "contribution": make_contribution(),
    }
    superuser = make_user(username="root", is_staff=True, is_superuser=True)
    for person in (*(make_member(role) for role in (CONTRIBUTOR, REVIEWER, ADMINISTRATOR)), superuser):
        client = Client()
        client.force_login(person)
        for name, thing in collected.items():
            answers = [
                client.get(page(f"{name}_changelist")),
                client.get(page(f"{name}_add")),
                client.post(page(f"{name}_change", thing), {}),
                client.post(page(f"{name}_delete", thing), {"post": "yes"}),
            ]

            assert [answer.status_code for answer in answers] == [200, 403, 403, 403], (person, name)


def test_a_second_preferred_count_of_a_year_is_refused_in_words(administrator):
    make_casualties(year=2020)
    typed = {"first_year": "2020", "last_year": "2020", "total": "5", "edition": "2022", "is_preferred": "on"}
    source = {"source_url": "https://example.org/monitor", "source_title": "Monitor"}

    refused = administrator.post(page("casualtycount_add"), typed | source)

    assert "Another edition is the preferred one for these years." in refused.content.decode()
    assert CasualtyCount.objects.count() == 1


def test_a_source_of_a_planned_action_is_a_plain_address(administrator):
    action = make_planned_action()
    typed = {"plan": action.plan.pk, "commitment": action.commitment.pk, "numbers": "1", "asked": "More."}

    administrator.post(page("plannedaction_change", action), typed | {"source_url": "javascript:alert(1)"})

    action.refresh_from_db()
    assert action.source_url == ""


def test_whoever_writes_notes_sees_no_accounts(researcher):
    assert researcher.get(page("user_changelist")).status_code == 403
    assert researcher.get(page("user_change", make_user())).status_code == 403


def test_every_page_of_the_desk_opens(administrator):
    note = make_note(published=True, obligation=make_obligation(commitment=make_commitment(code="16b")))
    things = {type(thing): thing for thing in (note, note.author, note.obligation, note.obligation.state)}

    for model in site._registry:
        if model._meta.app_label == "commitments":
            name = model._meta.model_name
            assert administrator.get(page(f"{name}_changelist"), {"q": "x"}).status_code == 200
            if model in things:
                assert administrator.get(page(f"{name}_change", things[model])).status_code == 200
    assert administrator.get("/admin/").status_code == 200


def test_days_of_a_meeting_are_entered_by_an_administrator_and_the_meeting_is_kept(administrator, researcher):
    meeting = make_meeting(code="23MSP", first_day=None, last_day=None)
    typed = {name: getattr(meeting, name) for name in ("code", "name", "kind", "certainty", "sources")}
    days = {"first_day": "2026-12-07", "last_day": "2026-12-11"}

    refused = administrator.post(page("meeting_change", meeting), {**typed, **days, "last_day": ""})
    administrator.post(page("meeting_change", meeting), {**typed, **days})

    meeting.refresh_from_db()
    assert (
        "A meeting has a first and a last day that follow each other, or neither." in refused.content.decode()
    )
    assert (meeting.first_day, meeting.last_day) == (date(2026, 12, 7), date(2026, 12, 11))
    assert administrator.post(page("meeting_delete", meeting), {"post": "yes"}).status_code == 403
    assert researcher.get(page("meeting_change", meeting)).status_code == 200
    assert researcher.post(page("meeting_change", meeting), {**typed, **days}).status_code == 403
