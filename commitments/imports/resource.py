"""The resource that takes a row to the verbs of a note: compared cell by cell, refused by the same rules."""

from collections.abc import Mapping
from datetime import UTC

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.resources import ModelResource

from commitments.models import ProgressNote
from commitments.rules.codes import STORED_STATUSES, Certainty
from commitments.rules.dates import noted_refusals, settled

from .block import BlockLoader, Reach
from .columns import NEEDED, NOTE
from .entries import Order, Outcome
from .links import Groups
from .rights import right_errors
from .saving import save
from .values import CodeWidget, NumberWidget, TextWidget, known_day
from .work import Work

STATUSES = ("", *(status.value for status in STORED_STATUSES))


class NotedField(Field):
    """The day of a fact, and with it how exactly it is known."""

    refusals = staticmethod(noted_refusals)

    def save(self, instance: ProgressNote, row: Mapping[str, str], is_m2m: bool = False, **kwargs) -> None:
        """Files it as the form does: under the last day of its period, or today while that still runs."""
        today = kwargs["today"]
        day, precision = known_day(row[self.column_name])
        filed = settled(day, precision, today=today)
        for refusal in self.refusals(filed, today=today):
            raise ValueError(str(refusal))
        instance.noted_date, instance.noted_precision = filed, precision.value


def _field(name: str, widget: TextWidget) -> Field:
    return Field(attribute=name, column_name=name, widget=widget)


class NoteResource(ModelResource):
    """One row, one note: django-import-export drives row by row, the verbs save."""

    note = Field(attribute="pk", column_name=NOTE, widget=NumberWidget(), readonly=True)
    noted_date = NotedField(attribute="noted_date", column_name="noted_date")
    status = _field("status", CodeWidget(STATUSES))
    certainty = _field("certainty", CodeWidget(Certainty.values))
    text = _field("text", TextWidget())
    disputed_by = _field("disputed_by", TextWidget())
    dispute = _field("dispute", TextWidget())

    class Meta:
        model = ProgressNote
        fields = ("note", "noted_date", "status", "certainty", "text", "disputed_by", "dispute")
        import_id_fields = ("note",)
        skip_diff = True  # each cell is compared as the file says it
        use_transactions = False  # one around all rows, by whoever asks for them

    def __init__(self, order: Order, groups: Groups, reach: Reach) -> None:
        super().__init__()
        self.order, self.groups, self.reach = order, groups, reach
        self.submit = order.submit
        self.today = order.at.astimezone(UTC).date()
        self.rows_of: dict[object, int] = {}  # the row in which a note, or the same words, stood first
        self.row_number = 0
        self.work: Work | None = None

    def before_import_row(self, row: dict[str, str], **kwargs: object) -> None:
        """A row begins: nothing is known of it yet."""
        self.row_number, self.work = kwargs["row_number"], None

    def get_instance(self, instance_loader: BlockLoader, row: dict[str, str]) -> ProgressNote | None:
        """The note that the row names; None where it names none."""
        try:
            number = self.fields[NOTE].clean(row)
        except ValueError as error:
            raise ValidationError({NOTE: str(error)}) from None
        if number is None:
            return None
        self.refuse_second(number, NOTE)
        found = instance_loader.get_instance(number)
        if found is None:
            unknown = _("There is no note with this number, or its State is not assigned to you.")
            raise ValidationError({NOTE: unknown})
        self.open_correction = instance_loader.open_corrections.get(number)
        return found

    def refuse_second(self, key: object, column: str) -> None:
        """Raises ValidationError where an earlier row is about the same."""
        first = self.rows_of.setdefault(key, self.row_number)
        if first != self.row_number:
            raise ValidationError({column: _("Row %(row)s is about the same note.") % {"row": first}})

    def after_init_instance(self, instance: ProgressNote, new: bool, row: dict[str, str], **kwargs) -> None:
        """Remember what is stored before anything of it is changed in memory."""
        self.work = Work(row, instance, not new, self.today, self.groups)
        if not new:
            self.work.open_correction = self.open_correction

    def import_field(
        self, field: Field, instance: ProgressNote, row: dict[str, str], *args, **kwargs
    ) -> None:
        """Read a cell only where it says something new."""
        if self.work.is_changed(field.column_name):
            super().import_field(field, instance, row, *args, today=self.today, **kwargs)

    def import_instance(self, instance: ProgressNote, row: dict[str, str], **kwargs: object) -> None:
        """Read every cell; all errors of the row at once."""
        work = self.work
        errors = work.empty_cells(set(NEEDED) - {NOTE})
        try:
            super().import_instance(instance, row, **kwargs)
        except ValidationError as refused:
            errors = refused.message_dict | errors
        errors |= work.find_obligation(self.reach) | work.evidence.errors
        errors |= work.derived_errors() if not errors else {}
        if errors:
            raise ValidationError(errors)

    def skip_row(self, instance, original, row, import_validation_errors=None) -> bool:
        """Nothing differs, or it is what waits as a correction already."""
        if import_validation_errors or self.work.outcome not in {Outcome.UNCHANGED, Outcome.CORRECTION}:
            return False
        return self.work.outcome == Outcome.UNCHANGED or self.work.waits_as_correction()

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True) -> None:
        """What the rules and the verbs say to the row as a whole."""
        errors = dict(import_validation_errors or {})
        work = self.work
        errors |= self.right_errors()
        if not errors:
            errors |= work.note.entry_refusals() | self.twin_errors()
        if not errors:
            errors |= work.submission_errors(submit=self.submit)
        if errors:
            raise ValidationError(errors)

    def right_errors(self) -> dict[str, list[str]]:
        """Whether this person may do this to this note."""
        return right_errors(self.work, self.order.by, self.reach)

    def twin_errors(self) -> dict[str, list[str]]:
        """Why a row without a number must not make a note: one that says the same stands there already."""
        if self.work.stored:
            return {}
        self.refuse_same_words()
        twin = self.work.twin()
        if twin is None:
            return {}
        refusal = _("Note %(note)s says the same of the same day already: put its number here to change it.")
        return {NOTE: [refusal % {"note": twin}]}

    def refuse_same_words(self) -> None:
        """Raises ValidationError where an earlier row says the same of the same day."""
        note = self.work.note
        # as one number, for the texts of a large file would fill the memory
        self.refuse_second(("words", hash((note.obligation_id, note.noted_date, note.text))), NOTE)

    def do_instance_save(self, instance: ProgressNote, is_create: bool) -> None:
        """The verbs; never a plain save."""
        save(self.work, self.order)
