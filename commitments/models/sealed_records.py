"""The kinds of records that are sealed, each with its columns.

Left out: other names of States, which find a State and are never shown; documents, whose checksum, size and
type are sealed with the evidence that cites them; people, assignments and reminders, which nobody reads.
"""

from commitments.rules.seal_codes import SealKind

from .sealed_tables import FIGURE, OWED, SOURCE, STATE, SealedParts, SealedTable, named

EVIDENCE = SealedParts(
    "evidence",
    "evidence",
    {
        "evidence": "pk",
        **named("title", "url", "archived_url", "publisher", "kind", "locator", "quotation"),
        "published_date": ("published_date", "published_precision"),
        "document_sha256": "document_id",
        "document_size": "document__size",
        "document_type": "document__content_type",
        **named("archive", "archive_number"),
    },
)
RETRACTED = named("retracted_at", "retraction_reason")

NOTES = SealedTable(
    "progress",
    "progressnote",
    ("note",),
    {
        "note": "pk",
        **OWED,
        "noted_date": ("noted_date", "noted_precision"),
        **named("noted_precision", "status", "certainty", "text", "disputed_by", "dispute", "published_at"),
        "corrects": "corrects_id",
    },
    EVIDENCE,
    {
        SealKind.CORRECTED: {"note": "pk", "corrected_at": "corrected_at"},
        SealKind.RETRACTED: {"note": "pk", **RETRACTED},
    },
)
ANSWER = {
    "reply": "pk",
    "state_iso3": "note__obligation__state__iso3",
    "commitment": "note__obligation__commitment__code",
    "note": "note_id",
    **named("replied_by", "replied_date", "published_at"),
}
# a reply stays in its list when it is retracted, without what it said
REPLIES = SealedTable(
    "replies",
    "reply",
    ("reply",),
    {**ANSWER, **named("position", "text", "url")},
    withdrawn={SealKind.RETRACTED: {**ANSWER, **RETRACTED, "position": "", "text": "", "url": ""}},
)

SEALED_TABLES: tuple[SealedTable, ...] = (
    SealedTable("paragraphs", "paragraph", ("number",), named("number", "heading", "text", "edition")),
    SealedTable(
        "commitments",
        "commitment",
        ("commitment",),
        {
            "commitment": "code",
            "commitment_title": "title",
            "paragraph": "paragraph_id",
            **named("mode", "quotation", "reading", "concerns", "shown_by"),
        },
    ),
    SealedTable(
        "states",
        "state",
        ("state_iso3",),
        {
            "state_iso3": "iso3",
            "state": "name_en",
            **named("region", "subregion"),
            "state_iso2": "iso2",
            "state_m49": "m49",
            **named("name_fr", "name_es", "name_ru", "name_zh", "name_ar"),
        },
    ),
    SealedTable(
        "memberships",
        "membership",
        ("membership",),
        {
            "membership": "pk",
            **STATE,
            **named("signed_date", "consent_date", "consent_kind", "entry_into_force_date"),
            **named("withdrawal_notified_date", "withdrawal_effective_date", "sources", "remark"),
        },
    ),
    SealedTable(
        "obligations",
        "obligation",
        ("state_iso3", "commitment"),
        {**STATE, "commitment": "commitment__code"},
    ),
    SealedTable(
        "deadlines",
        "deadline",
        ("deadline",),
        {
            "deadline": "pk",
            **OWED,
            "due_date": ("due_date", "due_precision"),
            **named("due_precision", "kind", "decided_date", "is_computed", "remark"),
            **SOURCE,
        },
    ),
    NOTES,
    REPLIES,
    SealedTable(
        "instrument_names",
        "instrument",
        ("instrument",),
        {"instrument": "code", "instrument_name": "name"},
    ),
    SealedTable(
        "instruments",
        "instrumentmembership",
        ("instrument_membership",),
        {
            "instrument_membership": "pk",
            "instrument": "instrument__code",
            **STATE,
            **named("signed_date", "consent_date", "consent_kind", "withdrawal_effective_date"),
            **SOURCE,
        },
    ),
    SealedTable(
        "casualties",
        "statecasualtycount",
        ("casualty_count",),
        {"casualty_count": "pk", **STATE, **FIGURE, **named("killed", "injured", "total", "scope")},
    ),
    SealedTable(
        "contributions",
        "contribution",
        ("contribution",),
        {
            "contribution": "pk",
            **STATE,
            **FIGURE,
            **named("role", "amount", "currency", "amount_usd", "covers", "text"),
        },
    ),
    SealedTable(
        "meetings",
        "meeting",
        ("meeting",),
        {
            "meeting": "code",
            "meeting_name": "name",
            "country_iso3": "country__iso3",
            **named("kind", "place", "first_day", "last_day", "president", "certainty", "remark", "sources"),
        },
    ),
    SealedTable(
        "action_plans",
        "actionplan",
        ("action_plan",),
        {"action_plan": "code", **named("name", "first_year", "last_year", "action_count")},
    ),
    SealedTable(
        "planned_actions",
        "plannedaction",
        ("planned_action",),
        {
            "planned_action": "pk",
            "action_plan": "plan__code",
            "commitment": "commitment__code",
            **named("numbers", "asked", "source_url", "source_title"),
        },
    ),
    SealedTable(
        "casualty_counts",
        "casualtycount",
        ("casualty_count",),
        {
            "casualty_count": "pk",
            **named("first_year", "last_year", "killed", "injured", "unknown", "total", "edition"),
            **named("is_preferred", "remark"),
            **SOURCE,
        },
    ),
)
BY_MODEL = {table.model_name: table for table in SEALED_TABLES}
BY_NAME = {table.name: table for table in SEALED_TABLES}
