"""The columns of the two files about the work of the staff; a published header never changes."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from commitments.lists.declaration import Column, Kind

WORK_COLUMNS = [
    Column("week", F("week"), Kind.DAY, _("Monday of the week")),
    Column("person", F("person"), Kind.TEXT, _("User name")),
    Column("drafted", F("drafted"), Kind.NUMBER, _("Drafted")),
    Column("submitted", F("submitted"), Kind.NUMBER, _("Submitted")),
    Column("returned", F("returned"), Kind.NUMBER, _("Returned")),
    Column("published", F("published"), Kind.NUMBER, _("Published")),
]

COVERAGE_COLUMNS = [
    Column("state_iso3", F("state__iso3"), Kind.CODE, _("State, ISO 3166-1 alpha-3 code")),
    Column("state", F("state__name_en"), Kind.TEXT, _("State, United Nations short name in English")),
    Column("region", F("state__region"), Kind.TEXT, _("United Nations M49 region")),
    Column("commitment", F("commitment__code"), Kind.CODE, _("Paragraph and letter of the Declaration")),
    Column("commitment_title", F("commitment__title"), Kind.TEXT, _("Short name of the commitment")),
    Column("status", F("status"), Kind.CODE, _("Where the State stands on the day")),
    Column("freshness", F("age"), Kind.CODE, _("How old the newest note is")),
    Column("newest_note_date", F("newest_note_date"), Kind.DAY, _("Day of the newest note")),
    Column("newest_evidence_date", F("newest_source_date"), Kind.DAY, _("Day of the newest dated source")),
    Column("next_review_date", F("next_review_date"), Kind.DAY, _("When somebody should look again")),
    Column("without_finding", F("without_finding"), Kind.BOOLEAN, _("Without a finding")),
    Column("stale", F("stale"), Kind.BOOLEAN, _("Stale")),
    Column(
        "without_recent_evidence",
        F("without_recent_evidence"),
        Kind.BOOLEAN,
        _("Without evidence of the last 12 months"),
    ),
    Column("only_noted", F("only_noted"), Kind.BOOLEAN, _("Noted, status not judged")),
]

# The label on the page is also the description of the column.
FIGURES = {column.name: column.meaning for column in (*WORK_COLUMNS, *COVERAGE_COLUMNS)}
