"""What must always be true is refused by the database itself, by name and in words, whoever writes."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection, models, transaction
from django.db.models import F

from commitments.models import (
    Assignment,
    CasualtyCount,
    Deadline,
    EvidenceLink,
    Membership,
    OtherName,
    ProgressNote,
    Reminder,
    Reply,
    Seal,
    State,
    triggers,
)
from commitments.models.database_errors import reason_of
from commitments.models.trigger_refusals import REFUSAL_WORDS
from commitments.models.validation import broken_constraints
from tests.builders import (
    PUBLISHED,
    make_casualties,
    make_commitment,
    make_contribution,
    make_dead_link,
    make_deadline,
    make_document,
    make_evidence,
    make_instrument,
    make_instrument_membership,
    make_link_check,
    make_meeting,
    make_membership,
    make_note,
    make_obligation,
    make_other_name,
    make_paragraph,
    make_plan,
    make_planned_action,
    make_reply,
    make_returned,
    make_state,
    make_state_casualties,
    make_submitted,
    make_user,
    the_reviewer,
)
from tests.each import Failures, rolled_back
from tests.models import test_codes

pytestmark = pytest.mark.django_db
URL = "https://example.org/report"
LATER = datetime(2026, 1, 1, tzinfo=UTC)
ANEW = {"pk": None}  # the same record once more
ANOTHER = {"sha256": "b" * 64}  # a document never changes


def make_draft() -> ProgressNote:
    return make_note(published=False)


def make_rival_correction() -> ProgressNote:
    """A draft that corrects a note which another correction has replaced."""
    note = make_note()
    first, second = (note.correct(by=note.author) for _number in range(2))
    ProgressNote.objects.filter(pk=first.pk).update(
        stage="published", published_at=PUBLISHED, published_by=the_reviewer()
    )
    return second


def make_draft_reply() -> Reply:
    return make_reply(published=False)


def make_returned_reply() -> Reply:
    reply = make_draft_reply()
    reply.submit(by=reply.author, at=PUBLISHED)
    reply.return_to_author(by=the_reviewer(), at=PUBLISHED, comment="Name the office.")
    return reply


def make_ended_membership() -> Membership:
    return make_membership(withdrawal_effective_date=date(2020, 1, 1))


def make_assignment() -> Assignment:
    return Assignment.objects.create(person=make_user(), state=make_state())


def make_reminder() -> Reminder:
    return Reminder.objects.create(person=make_user(), subject="due:1", sent_at=PUBLISHED)


def make_named_otherwise() -> OtherName:
    return make_other_name(make_state(), "Elsewhere")


def make_head() -> Seal:
    """The newest seal, which a new State has."""
    make_state()
    return Seal.objects.latest("number")


def next_number() -> int:
    return Seal.objects.head().number + 1


def newest_checksum() -> str:
    return Seal.objects.head().sha256


def make_second_count() -> CasualtyCount:
    return make_casualties(is_preferred=False)


# the constraint, what makes a record that it lets stand, and what then breaks it
REFUSED = [
    ("paragraph_is_one_of_21", make_paragraph, {"number": 0}),
    ("paragraph_is_one_of_21", make_paragraph, {"number": 22}),
    (
        "commitment_mode_is_known",
        make_commitment,
        {"mode": "wish"},
    ),
    ("obligation_one_a_state_and_commitment", make_obligation, ANEW),
    (
        "membership_withdrawal_is_notified_first",
        make_membership,
        {"withdrawal_notified_date": date(2025, 1, 1)},
    ),
    (
        "membership_withdrawal_is_notified_first",
        make_membership,
        {"withdrawal_effective_date": date(2025, 1, 1)},
    ),
    (
        "membership_withdrawal_is_notified_first",
        make_membership,
        {"withdrawal_notified_date": date(2025, 1, 1), "withdrawal_effective_date": date(2025, 1, 1)},
    ),
    (
        "membership_ends_after_it_began",
        make_membership,
        {"withdrawal_notified_date": date(1998, 1, 1), "withdrawal_effective_date": date(1999, 3, 1)},
    ),
    ("membership_one_open_stay_a_state", make_membership, ANEW | {"consent_date": date(2020, 1, 1)}),
    (
        "membership_one_stay_a_deposit",
        make_ended_membership,
        ANEW | {"withdrawal_effective_date": date(2021, 1, 1)},
    ),
    ("deadline_stands_once", make_deadline, ANEW),
    ("deadline_kind_is_known", make_deadline, {"kind": "wish"}),
    ("deadline_precision_is_known", make_deadline, {"due_precision": "week"}),
    ("deadline_precision_is_known", make_deadline, {"due_precision": "by"}),
    ("deadline_is_decided_before_it_is_due", make_deadline, {"decided_date": date(2009, 3, 2)}),
    ("evidence_address_is_web", make_evidence, {"url": "HTTPS://example.org/a"}),
    ("evidence_address_is_web", make_evidence, {"url": "javascript:alert(1)"}),
    ("evidence_address_is_web", make_evidence, {"url": "ftp://example.org"}),
    ("evidence_address_is_web", make_evidence, {"url": "https://example.org\\@evil.example"}),
    ("evidence_address_is_web", make_evidence, {"url": "https://example.org/a b"}),
    ("evidence_can_be_checked", make_evidence, {"url": ""}),
    ("evidence_archive_has_a_number", make_evidence, {"archive": "National Archives"}),
    ("evidence_archive_has_a_number", make_evidence, {"url": "", "archive": "National Archives"}),
    ("evidence_archive_has_a_number", make_evidence, {"archive_number": "FO 371/1"}),
    ("evidence_document_has_a_name", make_evidence, {"document_name": "letter.pdf"}),
    ("document_checksum_is_a_sha256", make_document, {"sha256": "A" * 64}),
    ("document_checksum_is_a_sha256", make_document, {"sha256": "a" * 63}),
    ("document_size_is_in_bounds", make_document, ANOTHER | {"size": 0}),
    ("document_size_is_in_bounds", make_document, ANOTHER | {"size": 20 * 1024 * 1024 + 1}),
    ("document_type_is_known", make_document, ANOTHER | {"content_type": "text/html"}),
    ("other_name_stands_once", make_named_otherwise, ANEW),
    ("other_name_is_sourced", make_named_otherwise, {"source": ""}),
    ("other_name_kind_is_known", make_named_otherwise, {"kind": "nickname"}),
    ("evidence_archive_is_web", make_evidence, {"archived_url": "data:text/html,x"}),
    ("evidence_has_a_title", make_evidence, {"title": ""}),
    ("evidence_kind_is_known", make_evidence, {"kind": "rumour"}),
    ("evidence_precision_is_known", make_evidence, {"published_precision": "week"}),
    ("evidence_precision_is_known", make_evidence, {"published_precision": "by"}),
    ("note_has_a_text", make_draft, {"text": ""}),
    ("note_status_is_known", make_draft, {"status": "noted"}),
    ("note_status_is_known", make_draft, {"status": "not_assessed"}),
    ("note_status_is_known", make_draft, {"status": "not_bound"}),
    ("note_certainty_is_known", make_draft, {"certainty": "sure"}),
    ("note_precision_is_known", make_draft, {"noted_precision": "week"}),
    ("note_allegation_contradicts_nothing", make_draft, {"status": "contradicted", "certainty": "alleged"}),
    ("note_dispute_names_who", make_draft, {"disputed_by": "The State"}),
    ("note_dispute_names_who", make_draft, {"dispute": "It says no."}),
    ("note_stage_matches_its_marks", make_draft, {"stage": "published"}),
    ("note_stage_matches_its_marks", make_draft, {"stage": "unheard of"}),
    ("note_stage_matches_its_marks", make_submitted, {"stage": "draft"}),
    ("note_stage_matches_its_marks", make_submitted, {"stage": "returned"}),
    ("note_stage_matches_its_marks", make_submitted, {"corrected_at": PUBLISHED}),
    ("note_is_submitted_by_someone", make_submitted, {"submitted_by": None}),
    ("note_is_returned_by_someone_with_a_comment", make_returned, {"return_comment": ""}),
    ("note_is_published_by_someone", make_submitted, {"stage": "published", "published_at": PUBLISHED}),
    (
        "note_is_retracted_by_someone_for_a_reason",
        make_note,
        {"stage": "retracted", "retracted_at": PUBLISHED, "retraction_reason": "Wrong."},
    ),
    (
        "note_is_retracted_by_someone_for_a_reason",
        make_note,
        {"stage": "retracted", "retracted_at": PUBLISHED, "retracted_by": the_reviewer},
    ),
    ("note_does_not_correct_itself", make_draft, {"corrects": F("pk")}),
    (
        "note_is_corrected_once",
        make_rival_correction,
        {"stage": "published", "published_at": PUBLISHED, "published_by": the_reviewer},
    ),
    ("reply_has_a_text", make_draft_reply, {"text": ""}),
    ("reply_position_is_known", make_draft_reply, {"position": "perhaps"}),
    ("reply_stage_matches_its_marks", make_draft_reply, {"stage": "published"}),
    ("reply_stage_matches_its_marks", make_draft_reply, {"stage": "corrected"}),
    ("reply_is_submitted_by_someone", make_draft_reply, {"stage": "submitted", "submitted_at": PUBLISHED}),
    ("reply_is_returned_by_someone_with_a_comment", make_returned_reply, {"return_comment": ""}),
    ("reply_address_is_web", make_draft_reply, {"url": "javascript:alert(1)"}),
    ("reply_is_published_by_someone", make_draft_reply, {"stage": "published", "published_at": PUBLISHED}),
    (
        "reply_is_retracted_by_someone_for_a_reason",
        make_reply,
        {"stage": "retracted", "retracted_at": PUBLISHED},
    ),
    ("assignment_one_a_person_and_state", make_assignment, ANEW),
    ("reminder_is_sent_once", make_reminder, ANEW),
    ("plan_ends_after_it_began", make_plan, {"last_year": 2019}),
    ("planned_action_stands_once", make_planned_action, ANEW),
    ("planned_action_says_what_it_asked", make_planned_action, {"asked": ""}),
    ("planned_action_address_is_web", make_planned_action, {"source_url": "javascript:alert(1)"}),
    (
        "casualties_one_count_an_edition",
        make_second_count,
        ANEW,
    ),
    (
        "casualties_one_preferred_count_a_year",
        make_casualties,
        ANEW | {"edition": 2022},
    ),
    ("casualties_years_stand_in_order", make_casualties, {"first_year": 2021}),
    ("casualties_years_stand_in_order", make_casualties, {"edition": 2019}),
    ("casualties_parts_fit_the_total", make_casualties, {"killed": 4_000, "injured": 3_001}),
    ("casualties_address_is_web", make_casualties, {"source_url": "ftp://example.org"}),
    (
        "instrument_one_row_a_state",
        make_instrument_membership,
        ANEW,
    ),
    ("instrument_code_is_a_slug", make_instrument, {"code": "C C M"}),
    (
        "instrument_is_signed_or_consented",
        make_instrument_membership,
        {"consent_date": None, "consent_kind": ""},
    ),
    ("instrument_consent_has_a_kind", make_instrument_membership, {"consent_kind": ""}),
    ("instrument_consent_has_a_kind", make_instrument_membership, {"consent_kind": "handshake"}),
    (
        "instrument_is_left_after_it_was_joined",
        make_instrument_membership,
        {"withdrawal_effective_date": date(2011, 9, 8)},
    ),
    ("instrument_address_is_web", make_instrument_membership, {"source_url": "ftp://example.org"}),
    (
        "statecasualtycount_stands_once",
        make_state_casualties,
        ANEW,
    ),
    ("statecasualtycount_year_is_a_year", make_state_casualties, {"year": 1899}),
    ("statecasualtycount_address_is_web", make_state_casualties, {"source_url": "ftp://example.org"}),
    ("statecasualtycount_names_its_source", make_state_casualties, {"publisher": ""}),
    ("statecasualtycount_scope_is_known", make_state_casualties, {"scope": "everything"}),
    ("statecasualtycount_parts_fit_the_total", make_state_casualties, {"total": 227}),
    ("statecasualtycount_says_why_no_total", make_state_casualties, {"total": None}),
    ("meeting_code_is_a_slug", make_meeting, {"code": "22 MSP"}),
    ("meeting_has_a_name", make_meeting, {"name": ""}),
    ("meeting_kind_is_known", make_meeting, {"kind": "seminar"}),
    ("meeting_certainty_is_known", make_meeting, {"certainty": "rumour"}),
    ("meeting_days_stand_in_order", make_meeting, {"last_day": date(2025, 11, 30)}),
    ("meeting_days_stand_in_order", make_meeting, {"last_day": None}),
    ("meeting_names_its_sources", make_meeting, {"sources": ""}),
    ("meeting_names_its_sources", make_meeting, {"sources": "javascript:alert(1)"}),
    ("contribution_stands_once", make_contribution, ANEW),
    ("contribution_year_is_a_year", make_contribution, {"year": 2101}),
    ("contribution_address_is_web", make_contribution, {"source_url": "ftp://example.org"}),
    ("contribution_names_its_source", make_contribution, {"source_title": ""}),
    ("contribution_role_is_known", make_contribution, {"role": "lender"}),
    ("contribution_amount_has_a_currency", make_contribution, {"currency": ""}),
    ("contribution_amount_has_a_currency", make_contribution, {"amount": None, "amount_usd": None}),
    ("contribution_amount_has_a_currency", make_contribution, {"amount": None, "currency": ""}),
    ("contribution_currency_is_a_code", make_contribution, {"currency": "eur"}),
    ("contribution_dollars_are_the_amount", make_contribution, {"currency": "USD"}),
    ("contribution_dollars_are_the_amount", make_contribution, {"currency": "USD", "amount_usd": None}),
    ("contribution_says_what_it_covers", make_contribution, {"covers": ""}),
    ("contribution_says_what_it_covers", make_contribution, {"text": ""}),
    ("link_check_one_an_address", make_link_check, ANEW),
    ("link_check_address_is_web", make_link_check, {"address": "ftp://example.org"}),
    ("link_check_moved_to_is_web", make_link_check, {"moved_to": "javascript:alert(1)"}),
    ("link_check_outcome_is_known", make_link_check, {"outcome": "lost"}),
    ("link_check_moments_stand_in_order", make_link_check, {"first_asked_at": LATER}),
    ("link_check_moments_stand_in_order", make_dead_link, {"reached_at": LATER}),
    ("link_check_reached_when_asked", make_link_check, {"reached_at": None}),
    ("link_check_failures_have_a_beginning", make_link_check, {"failures": 1}),
    ("link_check_failures_have_a_beginning", make_dead_link, {"failing_since": None}),
    ("link_check_failures_have_a_beginning", make_dead_link, {"outcome": "closed"}),
    ("link_check_is_set_aside_by_someone", make_dead_link, {"set_aside_at": PUBLISHED}),
    ("link_check_is_set_aside_by_someone", make_dead_link, {"set_aside_by": the_reviewer}),
    (
        "seal_kind_is_known",
        make_head,
        {"pk": next_number, "previous_sha256": newest_checksum, "kind": "undone"},
    ),
    # what SQLite's LIKE takes for small letters
    *(
        (name, make, {field: address})
        for address in ("HTTPS://example.org/a", "Http://example.org", "hTTPS://example.org")
        for name, make, field in (
            ("casualties_address_is_web", make_casualties, "source_url"),
            ("contribution_address_is_web", make_contribution, "source_url"),
            ("evidence_address_is_web", make_evidence, "url"),
            ("evidence_archive_is_web", make_evidence, "archived_url"),
            ("link_check_address_is_web", make_link_check, "address"),
            ("link_check_moved_to_is_web", make_link_check, "moved_to"),
            ("instrument_address_is_web", make_instrument_membership, "source_url"),
            ("meeting_names_its_sources", make_meeting, "sources"),
            ("planned_action_address_is_web", make_planned_action, "source_url"),
            ("reply_address_is_web", make_draft_reply, "url"),
            ("statecasualtycount_address_is_web", make_state_casualties, "source_url"),
        )
    ),
]


def named_constraints() -> dict[str, models.BaseConstraint]:
    """Those that we named; what Django brings with a user is not ours."""
    return {
        one.name: one
        for model in apps.get_app_config("commitments").get_models()
        for one in model._meta.constraints
    }


def broken(make: Callable[[], models.Model], changes: dict[str, object]) -> tuple[models.Model, dict]:
    """A record in memory that breaks a constraint, and the values that do it."""
    record = make()
    key = record.pk
    values = {name: value() if callable(value) else value for name, value in changes.items()}
    for name, value in values.items():
        setattr(record, name, record if isinstance(value, F) else value)
    record._state.adding = record.pk != key
    return record, values


def store(record: models.Model, values: dict[str, object]) -> None:
    """By statements that pass the verbs by, as a script would."""
    rows = type(record)._base_manager
    if record._state.adding:
        rows.bulk_create([record])
    else:
        rows.filter(pk=record.pk).update(**values)


def spoken(constraint: models.BaseConstraint) -> str:
    """What the database says of it: the name, and for SQLite's unique indexes their columns."""
    if connection.vendor == "sqlite" and isinstance(constraint, models.UniqueConstraint):
        # or its name, where a trigger comes first
        return rf"\.{constraint.fields[0]}|^{constraint.name}$"
    return constraint.name


def test_the_database_refuses_each_of_them_and_the_refusal_has_its_sentence():
    failures, named = Failures(), named_constraints()

    for name, make, changes in REFUSED:
        with failures.kept((name, changes)), rolled_back():
            record, values = broken(make, changes)
            with pytest.raises(IntegrityError, match=spoken(named[name])) as refused, transaction.atomic():
                store(record, values)
            assert str(reason_of(refused.value)) == str(named[name].violation_error_message)

    assert not failures, str(failures)


def test_a_form_refuses_each_of_them_in_words():
    """`full_clean` is what every form of the desk asks, and the verbs ask the checks by themselves."""
    failures, named = Failures(), named_constraints()

    for name, make, changes in REFUSED:
        with failures.kept((name, changes)), rolled_back():
            record, _values = broken(make, changes)
            with pytest.raises(ValidationError) as refused:
                record.full_clean()
            words = " ".join(refused.value.messages)
            assert words
            assert not re.search(rf"{name}|[Cc]onstraint", words), words
            if isinstance(named[name], models.CheckConstraint):
                assert str(named[name].violation_error_message) in map(str, broken_constraints(record))

    assert not failures, str(failures)


def test_what_stands_breaks_no_check():
    failures = Failures()

    for make in {make for _name, make, _changes in REFUSED}:
        with failures.kept(make.__name__), rolled_back():
            assert broken_constraints(make()) == []

    assert not failures, str(failures)


def test_every_named_constraint_has_been_tried():
    tried = {name for name, *_ in REFUSED} | {name for *_, name in test_codes.REFUSED}

    assert tried == set(named_constraints())


def test_every_constraint_and_every_trigger_has_a_sentence_of_its_own():
    unspoken = models.BaseConstraint.default_violation_error_message
    refused = re.findall(
        r"(?:ABORT,|EXCEPTION) '([^']+)'", triggers.sql("sqlite") + triggers.sql("postgresql")
    )

    mute = [name for name, one in named_constraints().items() if one.violation_error_message == unspoken]
    assert mute == []
    assert set(refused) - set(named_constraints()) == set(REFUSAL_WORDS)


def test_what_is_no_constraint_of_ours_is_refused_in_words_too():
    note, state = make_draft(), make_state()
    refused = {
        "may stand only once": lambda: State.objects.filter(pk=make_state().pk).update(iso3=state.iso3),
        "A value is missing": lambda: State.objects.filter(pk=state.pk).update(subregion=None),
        "longer|three capital": lambda: State.objects.filter(pk=state.pk).update(iso3="TOOLONG"),
        "never changes": lambda: EvidenceLink.objects.bulk_create(
            [EvidenceLink(note=make_note(), url=URL, title="More")]
        ),
        "overlap": lambda: make_membership(
            state=make_ended_membership().state,
            consent_date=date(2015, 1, 1),
            withdrawal_effective_date=date(2021, 1, 1),
        ),
        "never pruned": lambda: note.history.all()._raw_delete("default"),
    }

    for words, write in refused.items():
        with pytest.raises((DataError, IntegrityError)) as error, transaction.atomic():
            write()
        assert re.search(words, str(reason_of(error.value)))


def test_an_extension_may_be_decided_after_the_day_it_was_due():
    late = make_deadline(kind="extension", decided_date=date(2009, 12, 4))

    assert Deadline.objects.get() == late
