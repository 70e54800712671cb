"""The form in which a researcher logs a finding."""

from datetime import date

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from commitments.admin.base import Autocomplete
from commitments.admin.date_fields import DateInput, PartialDateField, PartialDatesMixin
from commitments.admin.workflow.form import ReviewedForm
from commitments.models import Commitment, Obligation, ProgressNote, State, User
from commitments.models.progress import CONTENT_FIELDS
from commitments.rules.date_reading import latest_today
from commitments.rules.dates import noted_refusals
from commitments.rules.publication import finding_refusals
from commitments.rules.roles import reach_refusals

WRITING_FIELDSETS = (
    (
        _("What it is about"),
        {
            "fields": ("state", "commitment"),
            "description": _(
                "One note is about one State and one commitment. Type a few letters to find them."
            ),
        },
    ),
    (
        _("What was found"),
        {
            "fields": (("noted_date", "noted_precision"), "text"),
            "description": _("The fact first, then the source. Readers see the text as you write it here."),
        },
    ),
    (
        _("Where this leaves the State"),
        {
            "fields": (("status", "certainty"),),
            "description": _(
                "The newest published note with a status decides where the State stands. With a status or "
                "without, a note needs a piece of evidence below before it can be published; only “no "
                "evidence found” may have none, and then its text says where you looked."
            ),
        },
    ),
    (
        _("Is it disputed?"),
        {
            "fields": ("disputed_by", "dispute"),
            "classes": ("collapse",),
            "description": _(
                "Where the State or another body denies the finding, say who does and what they say. It is "
                "shown beside the status and does not change it."
            ),
        },
    ),
)


def _choice(model: type, field: str, help_text: str) -> forms.ModelChoiceField:
    """A choice by typing; what is offered follows the foreign key of the obligation."""
    widget = Autocomplete(Obligation._meta.get_field(field), admin.site)
    label = capfirst(Obligation._meta.get_field(field).verbose_name)
    return forms.ModelChoiceField(model.objects.all(), widget=widget, label=label, help_text=help_text)


class ProgressNoteForm(PartialDatesMixin, ReviewedForm):
    """State and commitment together make the obligation that the note is about, as `person` writes it."""

    person: User
    partial_dates = {"noted_date": "noted_precision"}

    state = _choice(State, "state", _("By name in any of the six languages, or by ISO code."))
    commitment = _choice(Commitment, "commitment", _("By code, such as 16b, or by a word of its title."))

    class Meta:
        model = ProgressNote
        # State and commitment stand for the obligation
        fields = [name for name in CONTENT_FIELDS if name != "obligation"]
        field_classes = {"noted_date": PartialDateField}
        widgets = {
            "noted_date": DateInput,
            "text": AdminTextareaWidget(attrs={"rows": 8}),
            "dispute": AdminTextareaWidget(attrs={"rows": 3}),
        }
        help_texts = {
            "noted_date": _(
                "The day of the fact, not of the entry, as exactly as it is known: 2 November 2026, "
                "2026-11-02, November 2026 or 2026. Where no source gives its day, enter the day of the page "
                "that tells it and choose “by”."
            ),
            "noted_precision": _(
                "A month or a year is shown as such and filed under its last day. “By” says that it was so "
                "not later than this day, and is shown as “by May 2024”."
            ),
            "text": _(
                "What happened, who says so, and what it means for this commitment, in two to five neutral "
                "sentences. For “no evidence found”, say where you looked and until when. Web addresses "
                "become links; other markup stays text."
            ),
            "status": _("Leave it empty when the finding does not move the status."),
            "certainty": _(
                "Confirmed: a source shows it. Apparent: strong signs, not settled. Alleged: someone says "
                "so, no one has checked; an allegation never says “contradicted”."
            ),
            "disputed_by": _("Such as “the Government of the State”."),
            "dispute": _("What they say, in neutral words, and where they say it."),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.obligation_id:
            self.initial.setdefault("state", self.instance.obligation.state_id)
            self.initial.setdefault("commitment", self.instance.obligation.commitment_id)

    def clean(self) -> dict:
        """What needs more than one field."""
        cleaned = super().clean()
        self._find_obligation(cleaned.get("state"), cleaned.get("commitment"))
        self._check_day(cleaned.get("noted_date"))
        said = {name: cleaned.get(name) or "" for name in ("status", "certainty", "disputed_by", "dispute")}
        for field, refusals in finding_refusals(**said).items():
            if field in cleaned:
                self.add_error(field, refusals)
        return cleaned

    def _find_obligation(self, state: State | None, commitment: Commitment | None) -> None:
        if not (state and commitment):
            return
        refusals = reach_refusals(reaches=self.person.reaches(state.pk))
        if refusals:
            self.add_error("state", refusals)
            return
        pairs = Obligation.objects.select_related("state", "commitment")
        obligation = pairs.filter(state=state, commitment=commitment).first()
        if obligation:
            self.instance.obligation = obligation
        else:
            refusal = _("%(state)s has never been a Party, so it owes nothing under %(code)s.")
            self.add_error("state", refusal % {"state": state, "code": commitment.code})

    def _check_day(self, filed: date | None) -> None:
        """A fact of before the Convention that stands already may be amended."""
        if filed in {None, self.instance.noted_date}:
            return
        if refusals := noted_refusals(filed, today=latest_today(timezone.now())):
            self.add_error("noted_date", refusals)
