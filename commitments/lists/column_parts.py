"""What several lists share: the columns of a State, of a commitment, and ways to write a cell."""

from collections.abc import Sequence

from django.db.models import Case, CharField, F, IntegerField, Value, When
from django.db.models.functions import Cast, Concat, Substr
from django.utils.translation import gettext_lazy as _

from commitments.rules.codes import DeadlineState, Label, Precision

from .declaration import Column, Kind, Reference, Words

THE_SAME_IN_WORDS = _("The same in words")
TO_STATE = Reference(("state_iso3",), "states", ("state_iso3",))
TO_COMMITMENT = Reference(("commitment",), "commitments", ("commitment",))
TO_OBLIGATION = Reference(("state_iso3", "commitment"), "obligations", ("state_iso3", "commitment"))
TO_NOTE = Reference(("note",), "progress", ("note",))


def labelled(field: str, choices: Sequence[tuple[str, Words]]) -> Case:
    """The label of the code in `field`, empty if there is none."""
    words = [When(**{field: code}, then=Value(label, output_field=CharField())) for code, label in choices]
    return Case(*words, default=Value(""), output_field=CharField())


def in_words(name: str, field: str, choices: Sequence[tuple[str, Words]], *, example: str) -> Column:
    """The column with the label of a code, which stands beside it."""
    return Column(name, labelled(field, choices), Kind.TEXT, THE_SAME_IN_WORDS, example=example)


def code_columns(
    name: str, field: str, choices: Sequence[tuple[str, Words]], meaning: Words, *, examples: tuple[str, str]
) -> tuple[Column, Column]:
    """A column with a code from a closed list, and one with its label; `examples` are one of each."""
    code, word = examples
    return (
        Column(name, F(field), Kind.CODE, meaning, values=tuple(choices), example=code),
        in_words(f"{name}_word", field, choices, example=word),
    )


def as_known(date_field: str, precision_field: str) -> Substr:
    """A date cut to its precision: 2009, 2009-12 or 2009-12-04; a whole day where it is “not later than”."""
    length = Case(
        When(**{precision_field: Precision.YEAR.value}, then=Value(4)),
        When(**{precision_field: Precision.MONTH.value}, then=Value(7)),
        default=Value(10),
        output_field=IntegerField(),
    )
    return Substr(Cast(date_field, CharField()), 1, length)


def as_text(field: str) -> Cast:
    """A field cast to text by the database."""
    return Cast(field, CharField())


def path_of(*parts: str | F | Cast) -> Concat:
    """A path on this site; strings are literal parts of the path."""
    whole = [Value(part) if isinstance(part, str) else part for part in parts]
    return Concat(*whole, output_field=CharField())


LABEL = (
    *code_columns(
        "label",
        "label",
        Label.choices,
        _("How the State stands to the Declaration on the day"),
        examples=("declared_2009", "declared in 2009"),
    ),
)
DEADLINE = (
    *code_columns(
        "deadline_state",
        "deadline_state",
        DeadlineState.choices,
        _(
            "What the latest known deadline says on the day, beside the status; “missed” only where a source "
            "says so; empty where the Convention sets no deadline, and where nothing is owed"
        ),
        examples=("passed", "passed, no later deadline known here"),
    ),
    Column(
        "deadline_date",
        as_known("deadline_date", "deadline_precision"),
        Kind.DATE,
        _("Day, month or year of that deadline; empty where none is known"),
        example="2025-12-31",
    ),
)


def precision_column(name: str, field: str) -> Column:
    """How exactly the date in the column before is known, for lists that got it later."""
    return Column(
        name,
        F(field),
        Kind.CODE,
        _("How exactly the day of the finding is known; “by”: not later than that day"),
        values=tuple(Precision.choices),
        example="month",
    )


GRAVE_FINDINGS = Column(
    "grave_findings",
    F("grave_findings"),
    Kind.TEXT,
    _(
        "Year and certainty of each finding that carries “overdue” or “contradicted”, since the status "
        "last changed; “admitted”: the State itself agreed; “by”: not later than that year; empty for "
        "any other status"
    ),
    example="2022 apparent; 2024 apparent",
)
PUBLISHED_AT = Column(
    "published_at",
    F("published_at"),
    Kind.MOMENT,
    _("When it was published here"),
    example="2026-11-24T00:00:00+00:00",
)

YEAR_OF_FIGURE = Column("year", F("year"), Kind.NUMBER, _("Year that the figure is about"), example="2016")
SOURCE_OF_FIGURE = (
    Column("remark", F("remark"), Kind.TEXT, _("Remark"), example="at least"),
    Column(
        "source_url",
        F("source_url"),
        Kind.LINK,
        _("Address of the source"),
        example="http://www.the-monitor.org/index.php/cp/display/region_profiles/theme/754",
    ),
    Column(
        "source_title",
        F("source_title"),
        Kind.TEXT,
        _("Title of the source"),
        example="Afghanistan, Casualties and Victim Assistance (country profile)",
    ),
    Column(
        "publisher",
        F("publisher"),
        Kind.TEXT,
        _("Who published the source"),
        example="Landmine and Cluster Munition Monitor (ICBL-CMC)",
    ),
    Column(
        "source_date",
        F("source_date"),
        Kind.DATE,
        _("Day, month or year of the source"),
        example="2011-10-21",
    ),
    Column("locator", F("locator"), Kind.TEXT, _("Place in the source"), example="opening of the page"),
)


def state_columns(state: str) -> tuple[Column, ...]:
    """The State of a row; `state` is its lookup."""
    return (
        Column(
            "state_iso3", F(f"{state}__iso3"), Kind.CODE, _("State, ISO 3166-1 alpha-3 code"), example="COL"
        ),
        Column(
            "state",
            F(f"{state}__name_en"),
            Kind.TEXT,
            _("State, United Nations short name in English"),
            example="Colombia",
        ),
        Column(
            "region", F(f"{state}__region"), Kind.TEXT, _("United Nations M49 region"), example="Americas"
        ),
    )


def commitment_columns(commitment: str) -> tuple[Column, ...]:
    """The commitment of a row; `commitment` is its lookup."""
    return (
        Column(
            "commitment",
            F(f"{commitment}__code"),
            Kind.CODE,
            _("Paragraph and letter of the Declaration, such as 16b"),
            example="16b",
        ),
        Column(
            "commitment_title",
            F(f"{commitment}__title"),
            Kind.TEXT,
            _("Short name of the promise"),
            example="Clear all mined areas",
        ),
    )
