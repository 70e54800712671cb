"""Records for tests: every field has a default, so that a test names only what it is about.

A code that is given and exists already names the record that has it.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from string import ascii_uppercase

from django.contrib.auth.models import Group, Permission

from commitments.models import (
    ActionPlan,
    Assignment,
    CasualtyCount,
    Commitment,
    Contribution,
    Deadline,
    Document,
    EvidenceLink,
    Instrument,
    InstrumentMembership,
    LinkCheck,
    Meeting,
    Membership,
    Obligation,
    OtherName,
    Paragraph,
    PlannedAction,
    ProgressNote,
    Reply,
    State,
    StateCasualtyCount,
    User,
)
from commitments.rules.codes import ConsentKind, DeadlineKind, EvidenceKind, Mode, Position, Precision, Status
from commitments.rules.links import LinkOutcome, address_digest
from commitments.rules.roles import EVERY_STATE, PUBLISH
from tests.document_files import pdf

PARTY_SINCE = date(1999, 3, 1)
NOTED = date(2020, 6, 1)
SUBMITTED = datetime(2024, 1, 9, 12, 0, tzinfo=UTC)
PUBLISHED = datetime(2024, 1, 10, 12, 0, tzinfo=UTC)
TEXT = "The State told the meeting that two provinces were clear."

# each counts for itself, so that one test can make 676 States and 160 commitments
people, states, commitments, letters = count(1), count(1), count(1), count(1)
bulk_numbers = count(1_000_000)  # clear of those that the database gives


def make_user(**fields: object) -> User:
    """Someone who signs in and may do nothing yet."""
    fields = {"username": f"person-{next(people)}", **fields}
    return User.objects.create(**fields)


def make_member(role: str, *states: State, **fields: object) -> User:
    """Someone who sits at the desk in this role and looks after these States."""
    member = make_user(**{"is_staff": True, **fields})
    member.groups.set([Group.objects.get(name=role)])
    for state in states:
        Assignment.objects.create(person=member, state=state)
    return member


def make_writer(*, codenames: tuple[str, ...] = (), **fields: object) -> User:
    """Someone who may write notes and replies for every State."""
    writer = make_user(**fields)
    wanted = [f"{action}_{model}" for action in ("add", "change") for model in ("progressnote", "reply")]
    allowed = Permission.objects.filter(codename__in=[*wanted, EVERY_STATE, *codenames])
    writer.user_permissions.set(allowed)
    return writer


def make_reviewer(**fields: object) -> User:
    """Someone who may also return, publish and retract."""
    return make_writer(codenames=(PUBLISH,), **fields)


def the_writer() -> User:
    """Whoever hands in what a test does not care who handed in; one person for all of it."""
    return User.objects.filter(username="the-writer").first() or make_writer(username="the-writer")


def the_reviewer() -> User:
    """The same for whoever publishes."""
    return User.objects.filter(username="the-reviewer").first() or make_reviewer(username="the-reviewer")


def make_state(*, iso3: str = "", **fields: object) -> State:
    """A State outside the Convention; without a code it gets one that ISO keeps free for users."""
    if iso3 and (there := State.objects.filter(iso3=iso3).first()):
        return there
    number = next(states)
    pair = ascii_uppercase[number // 26 % 26] + ascii_uppercase[number % 26]
    code = iso3 or f"X{pair}"
    names = {f"name_{language}": f"Land {code}" for language in ("en", "fr", "es", "ru", "zh", "ar")}
    codes = {"iso3": code, "iso2": pair, "m49": f"{number % 1000:03}"}
    return State.objects.create(**{**names, **codes, "region": "Asia", "subregion": "South Asia", **fields})


def make_other_name(state: State, name: str, **fields: object) -> OtherName:
    """By what else a State is looked for."""
    fields = {"language": "en", "kind": "short", "source": "https://example.org/names", **fields}
    return OtherName.objects.create(state=state, name=name, **fields)


def make_membership(**fields: object) -> Membership:
    """A stay in the Convention from its first day on; a withdrawal is notified six months ahead."""
    fields = {
        "consent_date": date(1998, 3, 1),
        "consent_kind": ConsentKind.RATIFICATION,
        "entry_into_force_date": PARTY_SINCE,
        "sources": "https://example.org/depositary",
        **fields,
    }
    if effective := fields.get("withdrawal_effective_date"):
        fields.setdefault("withdrawal_notified_date", effective - timedelta(days=184))
    return Membership.objects.create(**{"state": fields.pop("state", None) or make_state(), **fields})


def make_party(*, since: date = PARTY_SINCE, until: date | None = None, **fields: object) -> State:
    """A State with one stay in the Convention."""
    state = make_state(**fields)
    make_membership(
        state=state, consent_date=since, entry_into_force_date=since, withdrawal_effective_date=until
    )
    return state


def make_paragraph(*, number: int = 16, **fields: object) -> Paragraph:
    """A paragraph of the Declaration."""
    fields = {"heading": "Hope", "text": f"We will do it. Paragraph {number}.", "edition": "test", **fields}
    return Paragraph.objects.get_or_create(number=number, defaults=fields)[0]


def make_commitment(*, code: str = "", **fields: object) -> Commitment:
    """A commitment; without a code it gets one that the Declaration does not have."""
    if code and (there := Commitment.objects.filter(code=code).first()):
        return there
    number = next(commitments)
    code = code or f"{14 + number % 8}{'ghijklmnopqrstuvwxyz'[number // 8 % 20]}"
    fields = {
        "letter": code.lstrip("0123456789"),
        "position": number % 30_000 + 100,  # clear of those that tests name
        "title": f"Commitment {code}",
        "quotation": "We will do it.",
        "mode": Mode.UNDERTAKING,
        "reading": "What it means.",
        "concerns": "All States Parties.",
        "shown_by": "A report.",
        **fields,
    }
    return Commitment.objects.create(
        code=code, **{"paragraph": fields.pop("paragraph", None) or make_paragraph(), **fields}
    )


def make_obligation(*, state: State | None = None, commitment: Commitment | None = None) -> Obligation:
    """A commitment as a State owes it, by default a State that is a Party."""
    pair = {"state": state or make_party(), "commitment": commitment or make_commitment()}
    return Obligation.objects.get_or_create(**pair)[0]


def make_deadline(**fields: object) -> Deadline:
    """A deadline for clearance."""
    fields = {
        "kind": DeadlineKind.INITIAL,
        "due_date": date(2009, 3, 1),
        "source_url": "https://example.org/deadline",
        "source_title": "Decisions of the meeting",
        **fields,
    }
    obligation = fields.pop("obligation", None) or make_obligation(commitment=make_commitment(code="16b"))
    return Deadline.objects.create(obligation=obligation, **fields)


def make_document(content: bytes = b"", **fields: object) -> Document:
    """A document that is kept; without content a small PDF like no other."""
    content = content or pdf(f"Letter {next(letters)}")
    return Document.keep(content, **{"by": the_writer(), "at": SUBMITTED, **fields})


def make_evidence(*, note: ProgressNote | None = None, **fields: object) -> EvidenceLink:
    """A link under a note, by default under a draft."""
    fields = {
        "url": "https://example.org/report",
        "title": "Report of the State",
        "publisher": "United Nations",
        "published_date": date(2020, 5, 1),
        "kind": EvidenceKind.STATE_REPORT,
        **fields,
    }
    return EvidenceLink.objects.create(note=note or make_note(published=False), **fields)


def make_note(
    *,
    published: bool = True,
    links: int | None = None,
    evidence: dict[str, object] | None = None,
    published_at: datetime | None = None,
    **fields: object,
) -> ProgressNote:
    """A note, published by its verbs with one link, or a draft without any.

    `links` is how many pieces of evidence it has, `evidence` what each of them says. A fact of after the
    usual day of publication is published on its own day.
    """
    fields = {
        "noted_date": NOTED,
        "noted_precision": Precision.DAY,
        "text": TEXT,
        "status": Status.IN_PROGRESS,
        **fields,
    }
    obligation = fields.pop("obligation", None) or make_obligation()
    author = fields.pop("author", None) or the_writer()
    note = ProgressNote.objects.create(obligation=obligation, author=author, **fields)
    for _number in range(int(published or bool(evidence)) if links is None else links):
        make_evidence(note=note, **(evidence or {}))
    if published:
        moment = published_at or no_sooner_than(note, PUBLISHED)
        note.submit(by=the_writer(), at=min(no_sooner_than(note, SUBMITTED), moment))
        note.publish(by=the_reviewer(), at=moment)
    return note


def store_notes(notes: Iterable[ProgressNote]) -> list[ProgressNote]:
    """Many notes at once, in whatever stage; the link of each stands before it, as publication wants it."""
    stored = list(notes)
    for note in stored:
        note.pk = next(bulk_numbers)
    links = {"url": "https://example.org/report", "title": "Report of the State"}
    EvidenceLink.objects.bulk_create(EvidenceLink(note_id=note.pk, **links) for note in stored)
    return ProgressNote.objects.bulk_create(stored)


def no_sooner_than(note: ProgressNote, moment: datetime) -> datetime:
    """The moment, or the beginning of the day of the fact where that is later."""
    note.refresh_from_db(fields=["noted_date"])
    return max(moment, datetime.combine(note.noted_date, time.min, tzinfo=UTC))


def make_submitted(**fields: object) -> ProgressNote:
    """A note that waits for a reviewer."""
    note = make_note(published=False, **{"links": 1, **fields})
    note.submit(by=the_writer(), at=no_sooner_than(note, SUBMITTED))
    return note


def make_returned(*, comment: str = "Name the page.", **fields: object) -> ProgressNote:
    """A note that a reviewer gave back."""
    note = make_submitted(**fields)
    note.return_to_author(by=the_reviewer(), at=no_sooner_than(note, PUBLISHED), comment=comment)
    return note


def make_reply(
    *, published: bool = True, published_at: datetime = PUBLISHED, note: ProgressNote | None = None, **fields
) -> Reply:
    """What a State answered to a published note: published by its verbs, or a draft."""
    fields = {
        "replied_by": "Ministry of Foreign Affairs",
        "replied_date": date(2021, 2, 3),
        "position": Position.DISAGREES,
        "text": "The Ministry counts three provinces.",
        **fields,
    }
    author = fields.pop("author", None) or the_writer()
    reply = Reply.objects.create(note=note or make_note(), author=author, **fields)
    if published:
        reply.submit(by=the_writer(), at=min(SUBMITTED, published_at))
        reply.publish(by=the_reviewer(), at=published_at)
    return reply


def make_link_check(address: str = "https://example.org/report", **fields: object) -> LinkCheck:
    """An address that was reached when it was asked."""
    known = {
        "address": address,
        "address_sha256": address_digest(address),
        "first_asked_at": PUBLISHED,
        "asked_at": PUBLISHED,
        "reached_at": PUBLISHED,
        "outcome": LinkOutcome.REACHED,
        "http_status": 200,
        **fields,
    }
    return LinkCheck.objects.create(**known)


def make_dead_link(address: str = "https://example.org/report", **fields: object) -> LinkCheck:
    """An address that was there, and failed twice with a week between."""
    dead = {
        "asked_at": PUBLISHED + timedelta(days=37),
        "failing_since": PUBLISHED + timedelta(days=30),
        "failures": 2,
        "outcome": LinkOutcome.GONE,
        "http_status": 404,
        **fields,
    }
    return make_link_check(address, **dead)


def make_plan(**fields: object) -> ActionPlan:
    """An action plan; a code that exists names the plan that has it."""
    fields = {"code": "oslo", "name": "Oslo Action Plan", "first_year": 2020, "last_year": 2024, **fields}
    return ActionPlan.objects.get_or_create(code=fields.pop("code"), defaults=fields)[0]


def make_planned_action(**fields: object) -> PlannedAction:
    """What a plan asked on the matter of a commitment."""
    fields = {"numbers": "18-32", "asked": "Survey, clearance and risk education.", **fields}
    plan, commitment = fields.pop("plan", None), fields.pop("commitment", None)
    return PlannedAction.objects.create(
        plan=plan or make_plan(), commitment=commitment or make_commitment(), **fields
    )


def make_casualties(*, year: int = 2020, **fields: object) -> CasualtyCount:
    """The casualties that the edition of the next year recorded for a year."""
    fields = {
        "first_year": year,
        "last_year": year,
        "edition": year + 1,
        "total": 7_000,
        "is_preferred": True,
        "source_url": "https://example.org/monitor",
        "source_title": "Landmine Monitor",
        **fields,
    }
    return CasualtyCount.objects.create(**fields)


def make_instrument(**fields: object) -> Instrument:
    """Another instrument; a code that exists names the instrument that has it."""
    fields = {"code": "CCM", "name": "Convention on Cluster Munitions", **fields}
    place = {"position": Instrument.objects.count() + 1}
    return Instrument.objects.get_or_create(code=fields.pop("code"), defaults={**place, **fields})[0]


def make_instrument_membership(**fields: object) -> InstrumentMembership:
    """What the depositary records of one State: by default its ratification."""
    fields = {
        "consent_date": date(2011, 9, 8),
        "consent_kind": "ratification",
        "source_url": "https://example.org/depositary",
        "source_title": "Status page",
        "source_date": date(2026, 2, 3),
        **fields,
    }
    instrument, state = fields.pop("instrument", None), fields.pop("state", None)
    return InstrumentMembership.objects.create(
        instrument=instrument or make_instrument(), state=state or make_party(), **fields
    )


def make_state_casualties(**fields: object) -> StateCasualtyCount:
    """How many casualties a source recorded in a State in a year."""
    fields = {
        "year": 2016,
        "killed": 73,
        "injured": 155,
        "total": 230,
        "scope": "mines_and_remnants",
        "source_url": "https://example.org/profile",
        "source_title": "Country profile",
        "publisher": "Landmine Monitor",
        "source_date": "2017-01-04",
        **fields,
    }
    return StateCasualtyCount.objects.create(**{"state": fields.pop("state", None) or make_state(), **fields})


def make_contribution(**fields: object) -> Contribution:
    """What a source says a State gave to mine action in a year."""
    fields = {
        "year": 2016,
        "role": "donor",
        "amount": 3_400_000,
        "currency": "EUR",
        "amount_usd": 3_900_000,
        "covers": "all mine action",
        "text": "The State gave EUR 3,400,000 to mine action abroad.",
        "source_url": "https://example.org/support",
        "source_title": "Support for mine action",
        "publisher": "Landmine Monitor",
        "source_date": "2017",
        **fields,
    }
    return Contribution.objects.create(**{"state": fields.pop("state", None) or make_state(), **fields})


def make_meeting(**fields: object) -> Meeting:
    """A Meeting of the States Parties; a code that exists names the meeting that has it."""
    fields = {
        "code": "22MSP",
        "name": "Twenty-Second Meeting of the States Parties",
        "kind": "meeting_of_states_parties",
        "place": "Geneva",
        "first_day": date(2025, 12, 1),
        "last_day": date(2025, 12, 5),
        "president": "Japan",
        "certainty": "read",
        "sources": "https://example.org/meeting",
        **fields,
    }
    return Meeting.objects.get_or_create(code=fields.pop("code"), defaults=fields)[0]


def make_review_conference(**fields: object) -> Meeting:
    """The latest review conference."""
    fields = {
        "code": "5RC",
        "name": "Fifth Review Conference",
        "kind": "review_conference",
        "place": "Siem Reap-Angkor",
        "first_day": date(2024, 11, 25),
        "last_day": date(2024, 11, 29),
        **fields,
    }
    return make_meeting(**fields)


def make_figures(*, state: State, year: int = 2016) -> None:
    """One row about this State and year in each series of figures."""
    make_state_casualties(state=state, year=year)
    make_contribution(state=state, year=year)
