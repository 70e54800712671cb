"""What must always be true is refused by the database itself, by name, whoever writes."""

from collections.abc import Callable
from datetime import date

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.models import F

from commitments.models import (
    ActionPlan,
    Assignment,
    CasualtyCount,
    Commitment,
    Deadline,
    Document,
    EvidenceLink,
    Membership,
    Paragraph,
    PlannedAction,
    ProgressNote,
    Reminder,
    Reply,
)
from commitments.models.obligation import Obligation
from tests.builders import (
    PUBLISHED,
    make_casualties,
    make_commitment,
    make_contribution,
    make_deadline,
    make_evidence,
    make_instrument,
    make_instrument_membership,
    make_meeting,
    make_membership,
    make_note,
    make_obligation,
    make_paragraph,
    make_plan,
    make_planned_action,
    make_reply,
    make_returned,
    make_reviewer,
    make_state,
    make_state_casualties,
    make_submitted,
    make_user,
)
from tests.models import test_codes

pytestmark = pytest.mark.django_db


def draft(**changes: object) -> Callable[[], object]:
    return lambda: ProgressNote.objects.filter(pk=make_note(published=False).pk).update(**changes)


def submitted(**changes: object) -> Callable[[], object]:
    return lambda: ProgressNote.objects.filter(pk=make_submitted().pk).update(**changes)


def evidence(**changes: object) -> Callable[[], object]:
    return lambda: EvidenceLink.objects.filter(pk=make_evidence().pk).update(**changes)


def document(**changes: object) -> Callable[[], object]:
    fields = {
        "sha256": "a" * 64,
        "size": 1,
        "content_type": "image/png",
        "uploaded_at": PUBLISHED,
        **changes,
    }
    return lambda: Document.objects.bulk_create([Document(uploaded_by=make_user(), **fields)])


def membership(**changes: object) -> Callable[[], object]:
    return lambda: Membership.objects.filter(pk=make_membership().pk).update(**changes)


def deadline(**changes: object) -> Callable[[], object]:
    return lambda: Deadline.objects.filter(pk=make_deadline().pk).update(**changes)


def reply(**changes: object) -> Callable[[], object]:
    return lambda: Reply.objects.filter(pk=make_reply(published=False).pk).update(**changes)


def published_reply(**changes: object) -> Callable[[], object]:
    return lambda: Reply.objects.filter(pk=make_reply().pk).update(**changes)


def casualties(**changes: object) -> Callable[[], object]:
    return lambda: CasualtyCount.objects.filter(pk=make_casualties().pk).update(**changes)


def planned_action(**changes: object) -> Callable[[], object]:
    return lambda: PlannedAction.objects.filter(pk=make_planned_action().pk).update(**changes)


def plan_twice() -> None:
    held = make_planned_action()
    make_planned_action(plan=held.plan, commitment=held.commitment)


def end_a_plan_before_it_began() -> None:
    ActionPlan.objects.filter(pk=make_plan().pk).update(last_year=2019)


def assign_twice() -> None:
    person, state = make_user(), make_state()
    for _number in range(2):
        Assignment.objects.bulk_create([Assignment(person=person, state=state)])


def remind_twice() -> None:
    person = make_user()
    for _number in range(2):
        Reminder.objects.bulk_create([Reminder(person=person, subject="due:1", sent_at=PUBLISHED)])


def return_a_reply_without_a_comment() -> None:
    someone, draft_reply = make_user(), make_reply(published=False)
    marks = {"submitted_at": PUBLISHED, "submitted_by": someone, "returned_at": PUBLISHED}
    Reply.objects.filter(pk=draft_reply.pk).update(stage="returned", returned_by=someone, **marks)


def return_without_a_comment() -> None:
    ProgressNote.objects.filter(pk=make_returned().pk).update(return_comment="")


def retract_by_nobody() -> None:
    note = make_note()
    ProgressNote.objects.filter(pk=note.pk).update(
        stage="retracted", retracted_at=PUBLISHED, retraction_reason="Wrong."
    )


def retract_without_a_reason() -> None:
    note = make_note()
    ProgressNote.objects.filter(pk=note.pk).update(
        stage="retracted", retracted_at=PUBLISHED, retracted_by=make_user()
    )


def correct_twice() -> None:
    note, reviewer = make_note(), make_reviewer()
    for _number in range(2):
        correction = note.correct(by=note.author)
        ProgressNote.objects.filter(pk=correction.pk).update(
            stage="published", published_at=PUBLISHED, published_by=reviewer
        )


def owe_twice() -> None:
    owed = make_obligation()
    Obligation.objects.bulk_create([Obligation(state=owed.state, commitment=owed.commitment)])


def join_twice() -> None:
    stay = make_membership()
    make_membership(state=stay.state, consent_date=date(2020, 1, 1))


def deposit_twice() -> None:
    stay = make_membership(withdrawal_effective_date=date(2020, 1, 1))
    make_membership(state=stay.state, withdrawal_effective_date=date(2021, 1, 1))


def set_a_deadline_twice() -> None:
    make_deadline(obligation=make_deadline().obligation)


REFUSED = [
    ("paragraph_is_one_of_21", lambda: Paragraph.objects.bulk_create([Paragraph(number=0, text="We")])),
    ("paragraph_is_one_of_21", lambda: make_paragraph(number=22)),
    (
        "commitment_mode_is_known",
        lambda: Commitment.objects.filter(pk=make_commitment().pk).update(mode="wish"),
    ),
    ("obligation_one_a_state_and_commitment", owe_twice),
    ("membership_withdrawal_is_notified_first", membership(withdrawal_notified_date=date(2025, 1, 1))),
    ("membership_withdrawal_is_notified_first", membership(withdrawal_effective_date=date(2025, 1, 1))),
    (
        "membership_withdrawal_is_notified_first",
        membership(withdrawal_notified_date=date(2025, 1, 1), withdrawal_effective_date=date(2025, 1, 1)),
    ),
    (
        "membership_ends_after_it_began",
        membership(withdrawal_notified_date=date(1998, 1, 1), withdrawal_effective_date=date(1999, 3, 1)),
    ),
    ("membership_one_open_stay_a_state", join_twice),
    ("membership_one_stay_a_deposit", deposit_twice),
    ("deadline_stands_once", set_a_deadline_twice),
    ("deadline_kind_is_known", deadline(kind="wish")),
    ("deadline_precision_is_known", deadline(due_precision="week")),
    ("deadline_precision_is_known", deadline(due_precision="by")),
    ("deadline_is_decided_before_it_is_due", deadline(decided_date=date(2009, 3, 2))),
    ("evidence_address_is_web", evidence(url="HTTPS://example.org/a")),
    ("evidence_address_is_web", evidence(url="javascript:alert(1)")),
    ("evidence_address_is_web", evidence(url="ftp://example.org")),
    ("evidence_address_is_web", evidence(url="https://example.org\\@evil.example")),
    ("evidence_address_is_web", evidence(url="https://example.org/a b")),
    ("evidence_can_be_checked", evidence(url="")),
    ("evidence_archive_has_a_number", evidence(archive="National Archives")),
    ("evidence_archive_has_a_number", evidence(url="", archive="National Archives")),
    ("evidence_archive_has_a_number", evidence(archive_number="FO 371/1")),
    ("evidence_document_has_a_name", evidence(document_name="letter.pdf")),
    ("document_checksum_is_a_sha256", document(sha256="A" * 64)),
    ("document_checksum_is_a_sha256", document(sha256="a" * 63)),
    ("document_size_is_in_bounds", document(size=0)),
    ("document_size_is_in_bounds", document(size=20 * 1024 * 1024 + 1)),
    ("document_type_is_known", document(content_type="text/html")),
    ("evidence_archive_is_web", evidence(archived_url="data:text/html,x")),
    ("evidence_has_a_title", evidence(title="")),
    ("evidence_kind_is_known", evidence(kind="rumour")),
    ("evidence_precision_is_known", evidence(published_precision="week")),
    ("evidence_precision_is_known", evidence(published_precision="by")),
    ("note_has_a_text", draft(text="")),
    ("note_status_is_known", draft(status="noted")),
    ("note_status_is_known", draft(status="not_assessed")),
    ("note_status_is_known", draft(status="not_bound")),
    ("note_certainty_is_known", draft(certainty="sure")),
    ("note_precision_is_known", draft(noted_precision="week")),
    ("note_allegation_contradicts_nothing", draft(status="contradicted", certainty="alleged")),
    ("note_dispute_names_who", draft(disputed_by="The State")),
    ("note_dispute_names_who", draft(dispute="It says no.")),
    ("note_stage_matches_its_marks", draft(stage="published")),
    ("note_stage_matches_its_marks", draft(stage="unheard of")),
    ("note_stage_matches_its_marks", submitted(stage="draft")),
    ("note_stage_matches_its_marks", submitted(stage="returned")),
    ("note_stage_matches_its_marks", submitted(corrected_at=PUBLISHED)),
    ("note_is_submitted_by_someone", submitted(submitted_by=None)),
    ("note_is_returned_by_someone_with_a_comment", return_without_a_comment),
    ("note_is_published_by_someone", submitted(stage="published", published_at=PUBLISHED)),
    ("note_is_retracted_by_someone_for_a_reason", retract_by_nobody),
    ("note_is_retracted_by_someone_for_a_reason", retract_without_a_reason),
    ("note_does_not_correct_itself", draft(corrects=F("pk"))),
    ("note_is_corrected_once", correct_twice),
    ("reply_has_a_text", reply(text="")),
    ("reply_position_is_known", reply(position="perhaps")),
    ("reply_stage_matches_its_marks", reply(stage="published")),
    ("reply_stage_matches_its_marks", reply(stage="corrected")),
    ("reply_is_submitted_by_someone", reply(stage="submitted", submitted_at=PUBLISHED)),
    ("reply_is_returned_by_someone_with_a_comment", return_a_reply_without_a_comment),
    ("reply_address_is_web", reply(url="javascript:alert(1)")),
    ("reply_is_published_by_someone", reply(stage="published", published_at=PUBLISHED)),
    (
        "reply_is_retracted_by_someone_for_a_reason",
        published_reply(stage="retracted", retracted_at=PUBLISHED),
    ),
    ("assignment_one_a_person_and_state", assign_twice),
    ("reminder_is_sent_once", remind_twice),
    ("plan_ends_after_it_began", end_a_plan_before_it_began),
    ("planned_action_stands_once", plan_twice),
    ("planned_action_says_what_it_asked", planned_action(asked="")),
    ("planned_action_address_is_web", planned_action(source_url="javascript:alert(1)")),
    (
        "casualties_one_count_an_edition",
        lambda: [make_casualties(is_preferred=False) for _number in range(2)],
    ),
    (
        "casualties_one_preferred_count_a_year",
        lambda: [make_casualties(edition=edition) for edition in (2021, 2022)],
    ),
    ("casualties_years_stand_in_order", casualties(first_year=2021)),
    ("casualties_years_stand_in_order", casualties(edition=2019)),
    ("casualties_parts_fit_the_total", casualties(killed=4_000, injured=3_001)),
    ("casualties_address_is_web", casualties(source_url="ftp://example.org")),
    (
        "instrument_one_row_a_state",
        lambda: make_instrument_membership(state=make_instrument_membership().state),
    ),
    ("instrument_code_is_a_slug", lambda: make_instrument(code="C C M")),
    (
        "instrument_is_signed_or_consented",
        lambda: make_instrument_membership(consent_date=None, consent_kind=""),
    ),
    ("instrument_consent_has_a_kind", lambda: make_instrument_membership(consent_kind="")),
    ("instrument_consent_has_a_kind", lambda: make_instrument_membership(consent_kind="handshake")),
    (
        "instrument_is_left_after_it_was_joined",
        lambda: make_instrument_membership(withdrawal_effective_date=date(2011, 9, 8)),
    ),
    ("instrument_address_is_web", lambda: make_instrument_membership(source_url="ftp://example.org")),
    (
        "statecasualtycount_stands_once",
        lambda: make_state_casualties(state=make_state_casualties().state),
    ),
    ("statecasualtycount_year_is_a_year", lambda: make_state_casualties(year=1899)),
    ("statecasualtycount_address_is_web", lambda: make_state_casualties(source_url="ftp://example.org")),
    ("statecasualtycount_names_its_source", lambda: make_state_casualties(publisher="")),
    ("statecasualtycount_scope_is_known", lambda: make_state_casualties(scope="everything")),
    ("statecasualtycount_parts_fit_the_total", lambda: make_state_casualties(total=227)),
    ("statecasualtycount_says_why_no_total", lambda: make_state_casualties(total=None)),
    ("meeting_code_is_a_slug", lambda: make_meeting(code="22 MSP")),
    ("meeting_has_a_name", lambda: make_meeting(name="")),
    ("meeting_kind_is_known", lambda: make_meeting(kind="seminar")),
    ("meeting_certainty_is_known", lambda: make_meeting(certainty="rumour")),
    ("meeting_days_stand_in_order", lambda: make_meeting(last_day=date(2025, 11, 30))),
    ("meeting_days_stand_in_order", lambda: make_meeting(last_day=None)),
    ("meeting_names_its_sources", lambda: make_meeting(sources="")),
    ("meeting_names_its_sources", lambda: make_meeting(sources="javascript:alert(1)")),
    ("contribution_stands_once", lambda: make_contribution(state=make_contribution().state)),
    ("contribution_year_is_a_year", lambda: make_contribution(year=2101)),
    ("contribution_address_is_web", lambda: make_contribution(source_url="ftp://example.org")),
    ("contribution_names_its_source", lambda: make_contribution(source_title="")),
    ("contribution_role_is_known", lambda: make_contribution(role="lender")),
    ("contribution_amount_has_a_currency", lambda: make_contribution(currency="")),
    ("contribution_amount_has_a_currency", lambda: make_contribution(amount=None, amount_usd=None)),
    ("contribution_amount_has_a_currency", lambda: make_contribution(amount=None, currency="")),
    ("contribution_currency_is_a_code", lambda: make_contribution(currency="eur")),
    ("contribution_dollars_are_the_amount", lambda: make_contribution(currency="USD")),
    ("contribution_dollars_are_the_amount", lambda: make_contribution(currency="USD", amount_usd=None)),
    ("contribution_says_what_it_covers", lambda: make_contribution(covers="")),
    ("contribution_says_what_it_covers", lambda: make_contribution(text="")),
]


def named_constraints() -> dict[str, models.BaseConstraint]:
    """Those that we named; what Django brings with a user is not ours."""
    return {
        one.name: one
        for model in apps.get_app_config("commitments").get_models()
        for one in model._meta.constraints
    }


def words_of(constraint: models.BaseConstraint) -> str:
    """What a refusal says: the name, and for SQLite's unique indexes their columns."""
    if connection.vendor == "sqlite" and isinstance(constraint, models.UniqueConstraint):
        return f".{constraint.fields[0]}"
    return constraint.name


@pytest.mark.parametrize(
    ("name", "write"), REFUSED, ids=[f"{name}-{n}" for n, (name, _w) in enumerate(REFUSED)]
)
def test_the_database_refuses_by_name(name, write):
    words = words_of(named_constraints()[name])

    with pytest.raises(IntegrityError, match=words), transaction.atomic():
        write()


def test_every_named_constraint_has_been_tried():
    tried = {name for name, _write in REFUSED} | {name for *_, name in test_codes.REFUSED}

    assert tried == set(named_constraints())


def test_an_extension_may_be_decided_after_the_day_it_was_due():
    late = make_deadline(kind="extension", decided_date=date(2009, 12, 4))

    assert Deadline.objects.get() == late
