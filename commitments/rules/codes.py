"""The closed lists of codes.

They are part of URLs, files and the database: a published code never changes. `TextChoices` is the only
import from `django.db`: an enumeration with labels, no query.
"""

import re
from collections.abc import Mapping
from string import ascii_lowercase, ascii_uppercase, digits

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

COMMITMENT_CODE = "[0-9]{1,2}[a-z]?"  # a paragraph and, if it has several commitments, a letter
STATE_CODE = "[A-Z]{3}"  # ISO 3166-1 alpha-3
DIGITS, SMALL_LETTERS, CAPITALS = digits, ascii_lowercase, ascii_uppercase

ISO3_FORM = _("A code of three capital letters, such as COL.")
ISO2_FORM = _("A code of two capital letters, such as CO.")
M49_FORM = _("A number of three digits, such as 170.")
REGION_FORM = _("The name of a region begins with one of the letters A to Z, such as Americas.")
COMMITMENT_FORM = _("A code is one or two digits and, if need be, a small letter, such as 16b.")
LETTER_FORM = _("One small letter, or nothing.")
STATE_FORMS = {
    "iso3": (STATE_CODE, ISO3_FORM),
    "iso2": ("[A-Z]{2}", ISO2_FORM),
    "m49": ("[0-9]{3}", M49_FORM),
    "region": ("[A-Za-z].*", REGION_FORM),
}


def state_code_refusals(values: Mapping[str, str]) -> dict[str, list[str | Promise]]:
    """Why these values of a State, by field, cannot be part of addresses, keys and lists."""
    return {
        field: [words]
        for field, (form, words) in STATE_FORMS.items()
        if not re.fullmatch(form, values[field], re.ASCII)
    }


def commitment_code_refusals(code: str) -> list[str | Promise]:
    """Why this cannot be the code of a commitment, which is part of public URLs."""
    if re.fullmatch(COMMITMENT_CODE, code):
        return []
    return [COMMITMENT_FORM]


class Mode(TextChoices):
    """The verb of the text, so that nobody takes an appeal for a duty."""

    UNDERTAKING = "undertaking", _("undertaking (we will)")
    AIM = "aim", _("aim (we reaffirm our aim)")
    CONDEMNATION = "condemnation", _("condemnation (we condemn)")
    CALL = "call", _("call (we call on)")
    APPEAL = "appeal", _("appeal (we appeal)")


class Status(TextChoices):
    """The status of one State on one commitment. The last three are derived and never stored."""

    FULFILLED = "fulfilled", _("fulfilled")
    IN_PROGRESS = "in_progress", _("in progress")
    NOT_STARTED = "not_started", _("not started")
    OVERDUE = "overdue", _("overdue")
    CONTRADICTED = "contradicted", _("contradicted")
    NO_EVIDENCE = "no_evidence", _("no evidence found")
    NOT_APPLICABLE = "not_applicable", _("not applicable")
    NOTED = "noted", _("noted")
    NOT_ASSESSED = "not_assessed", _("not assessed")
    NOT_BOUND = "not_bound", _("not bound")


DERIVED_STATUSES = frozenset({Status.NOTED, Status.NOT_ASSESSED, Status.NOT_BOUND})
# owed, but nothing published says where the State stands
UNJUDGED_STATUSES = (Status.NOTED, Status.NOT_ASSESSED)
STORED_STATUSES = tuple(status for status in Status if status not in DERIVED_STATUSES)
STORED_STATUS_CHOICES = [(status.value, status.label) for status in STORED_STATUSES]


class Stage(TextChoices):
    """The stage of a note in review, and whether it is still published."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("returned")
    PUBLISHED = "published", _("published")
    RETRACTED = "retracted", _("retracted")
    CORRECTED = "corrected", _("corrected")


UNPUBLISHED_STAGES = (Stage.DRAFT, Stage.SUBMITTED, Stage.RETURNED)
PUBLIC_STAGES = (Stage.PUBLISHED, Stage.RETRACTED, Stage.CORRECTED)


class Certainty(TextChoices):
    """How sure the source is, in the terms of Landmine Monitor."""

    CONFIRMED = "confirmed", _("confirmed")
    APPARENT = "apparent", _("apparent")
    ALLEGED = "alleged", _("alleged")


class Precision(TextChoices):
    """How exactly a date is known. A fact of the year 2009 is shown as 2009, never as a day.

    `by` stands for a fact whose own day no source gives: it was so not later than the day of the page that
    tells it.
    """

    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")
    BY = "by", _("by (not later than)")


# A deadline and a source have a day of their own; only a fact can be known by the day of a page.
DATE_PRECISIONS = (Precision.DAY, Precision.MONTH, Precision.YEAR)
DATE_PRECISION_CHOICES = [(precision.value, precision.label) for precision in DATE_PRECISIONS]


class ConsentKind(TextChoices):
    """The instrument by which a State consented to be bound."""

    RATIFICATION = "ratification", _("ratification")
    ACCEPTANCE = "acceptance", _("acceptance")
    APPROVAL = "approval", _("approval")
    ACCESSION = "accession", _("accession")
    SUCCESSION = "succession", _("succession")


class InstrumentConsent(TextChoices):
    """The same for other instruments; the depositary marks consent to protocols in a way of its own."""

    RATIFICATION = "ratification", _("ratification")
    ACCEPTANCE = "acceptance", _("acceptance")
    APPROVAL = "approval", _("approval")
    ACCESSION = "accession", _("accession")
    SUCCESSION = "succession", _("succession")
    CONSENT = "consent_to_be_bound", _("consent to be bound")


class DeadlineKind(TextChoices):
    """Whether the treaty set a deadline or the States Parties extended it."""

    INITIAL = "initial", _("initial deadline")
    EXTENSION = "extension", _("extended deadline")


class DeadlineWay(TextChoices):
    """On which side of the day a deadline lies."""

    AHEAD = "ahead", _("ahead")
    PASSED = "passed", _("passed")


class DeadlineState(TextChoices):
    """What the latest known deadline says on a day, beside the status; derived and never stored."""

    AHEAD = "ahead", _("ahead")
    PASSED = "passed", _("passed, no later deadline known here")
    MISSED = "missed", _("missed, as a source says")
    MET = "met", _("duty fulfilled")
    NONE_KNOWN = "none_known", _("none known here")


class CasualtyScope(TextChoices):
    """Which explosive devices a count of casualties takes in; counts of two scopes are never added up."""

    MINES_AND_REMNANTS = "mines_and_remnants", _("mines and explosive remnants of war")
    REMNANTS_ONLY = "remnants_only", _("explosive remnants of war only")
    ANTIPERSONNEL_ONLY = "antipersonnel_only", _("anti-personnel mines only")


class ContributionRole(TextChoices):
    """Which part a State had in money for mine action."""

    OWN_PROGRAMME = "own_programme", _("put into its own programme")
    DONOR = "donor", _("given abroad")
    RECIPIENT = "recipient", _("received from abroad")


class MeetingKind(TextChoices):
    """The kind of a meeting of the Convention."""

    MEETING_OF_STATES_PARTIES = "meeting_of_states_parties", _("Meeting of the States Parties")
    REVIEW_CONFERENCE = "review_conference", _("review conference")
    INTERSESSIONAL = "intersessional", _("intersessional meeting")


class MeetingCertainty(TextChoices):
    """Whether two sources that do not draw on each other say the same of a meeting."""

    TWO_SOURCES = "two_sources", _("two independent sources")
    READ = "read", _("one source, or several of one hand")


class Position(TextChoices):
    """Whether a State that replied agrees with the finding."""

    AGREES = "agrees", _("agrees")
    DISAGREES = "disagrees", _("disagrees")


class EvidenceKind(TextChoices):
    """The kind of source of a finding."""

    TREATY_RECORD = "treaty_record", _("record of the depositary")
    STATE_REPORT = "state_report", _("report by the State")
    MEETING_RECORD = "meeting_record", _("record of a meeting of the Convention")
    VOTE_RECORD = "vote_record", _("voting record")
    MONITOR_REPORT = "monitor_report", _("report by a monitor")
    OFFICIAL_STATEMENT = "official_statement", _("official statement")
    PRESS = "press", _("press")
    OTHER = "other", _("other")


class Label(TextChoices):
    """A State's relation to the Declaration on a day."""

    DECLARED_2009 = "declared_2009", _("declared in 2009")
    JOINED_AFTER = "joined_after", _("joined after 2009")
    LEFT = "left", _("left the Convention")
    OUTSIDE = "outside", _("not a State Party")


# the labels of a State that is a Party on the day
BOUND_LABELS = (Label.DECLARED_2009, Label.JOINED_AFTER)


class Freshness(TextChoices):
    """The age of the newest finding."""

    CURRENT = "current", _("current")
    AGEING = "ageing", _("ageing")
    STALE = "stale", _("stale")
    NEVER = "never", _("no finding yet")


# the review steps that store a time and a user: `submitted_at`, `submitted_by`
REVIEW_STEPS = ("submitted", "returned", "published", "retracted")
