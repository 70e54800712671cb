"""The evidence of a finding."""

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commitments.rules.address_reading import reach_refusals
from commitments.rules.codes import DATE_PRECISION_CHOICES, DATE_PRECISIONS, EvidenceKind, Precision
from commitments.rules.document_reading import MAX_NAME_LENGTH
from commitments.rules.evidence import (
    ARCHIVE_AND_NUMBER,
    MAX_ADDRESS_LENGTH,
    SOURCELESS,
    source_of,
    source_refusals,
)
from commitments.rules.publication import is_locked_for_author

from .evidence_queries import EvidenceQuerySet
from .fields import WEB_ADDRESS_FORM, WebAddressField, is_web_address
from .history import TrackedModel, sign, track_history
from .validation import broken_constraints, reasons_of, refuse, too_long

if TYPE_CHECKING:
    from .people import User

MAX_ARCHIVE_LENGTH, MAX_NUMBER_LENGTH = 150, 100


class EvidenceLink(TrackedModel):
    """Where one finding can be checked, and the place in the source.

    The source has a web address, or it is a document kept here, or it lies in an archive under a number.
    """

    note = models.ForeignKey("ProgressNote", models.CASCADE, verbose_name=_("note"), related_name="evidence")
    url = WebAddressField(
        _("address"),
        max_length=MAX_ADDRESS_LENGTH,
        blank=True,
        help_text=_("Begins with https:// or http://."),
    )
    title = models.CharField(_("title"), max_length=300)
    publisher = models.CharField(_("publisher"), max_length=150, blank=True)
    published_date = models.DateField(_("date of the source"), null=True, blank=True)
    published_precision = models.CharField(
        _("precision of that date"), max_length=5, choices=DATE_PRECISION_CHOICES, default=Precision.DAY
    )
    kind = models.CharField(
        _("kind of source"), max_length=20, choices=EvidenceKind, default=EvidenceKind.OTHER
    )
    locator = models.CharField(_("page or paragraph"), max_length=100, blank=True)
    quotation = models.TextField(_("short quotation"), max_length=1000, blank=True)
    archived_url = WebAddressField(_("archived copy"), max_length=MAX_ADDRESS_LENGTH, blank=True)
    document = models.ForeignKey(
        "Document",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("document"),
        related_name="evidence",
    )
    document_name = models.CharField(_("name of the document"), max_length=MAX_NAME_LENGTH, blank=True)
    archive = models.CharField(_("archive"), max_length=MAX_ARCHIVE_LENGTH, blank=True)
    archive_number = models.CharField(_("number in the archive"), max_length=MAX_NUMBER_LENGTH, blank=True)

    objects = EvidenceQuerySet.as_manager()
    history = track_history()

    class Meta:
        verbose_name = _("evidence link")
        verbose_name_plural = _("evidence links")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(url="") | Q(document__isnull=False) | ~Q(archive=""),
                name="evidence_can_be_checked",
                violation_error_message=SOURCELESS,
            ),
            models.CheckConstraint(
                condition=Q(archive="", archive_number="") | ~Q(archive="") & ~Q(archive_number=""),
                name="evidence_archive_has_a_number",
                violation_error_message=ARCHIVE_AND_NUMBER,
            ),
            models.CheckConstraint(
                condition=Q(document__isnull=True, document_name="")
                | Q(document__isnull=False) & ~Q(document_name=""),
                name="evidence_document_has_a_name",
                violation_error_message=_("A document is cited under a name."),
            ),
            models.CheckConstraint(
                condition=Q(url="") | is_web_address("url"),
                name="evidence_address_is_web",
                violation_error_message=WEB_ADDRESS_FORM,
            ),
            models.CheckConstraint(
                condition=Q(archived_url="") | is_web_address("archived_url"),
                name="evidence_archive_is_web",
                violation_error_message=_("The archived copy has a web address, or none."),
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="evidence_has_a_title",
                violation_error_message=_("A piece of evidence has a title."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=EvidenceKind.values),
                name="evidence_kind_is_known",
                violation_error_message=_("A piece of evidence is of one of the kinds of sources."),
            ),
            models.CheckConstraint(
                condition=Q(published_precision__in=[precision.value for precision in DATE_PRECISIONS]),
                name="evidence_precision_is_known",
                violation_error_message=_("A source is dated to a day, a month or a year."),
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def address(self) -> str:
        """Where readers find the source: on the web, else as a document kept here; empty for a citation."""
        if self.url or not self.document_id:
            return self.url
        return reverse("document", kwargs={"sha256": self.document_id})

    @property
    def own_source(self) -> str:
        """By what its source is told from others."""
        return source_of(
            url=self.url,
            document=self.document_id or "",
            archive=self.archive,
            archive_number=self.archive_number,
        )

    def source_refusals(self) -> list[str | Promise]:
        """Why nobody could check it as it stands."""
        return source_refusals(
            url=self.url,
            has_document=self.document_id is not None,
            archive=self.archive,
            archive_number=self.archive_number,
        )

    def refuse_when_locked(self) -> None:
        """Raises ValidationError when its note is under review or has been published."""
        if is_locked_for_author(self.note.stage):
            raise ValidationError(_("The evidence of a submitted or published note never changes."))

    def write(self, *, by: "User", reason: str = "") -> None:
        """Save it with this user as the editor; whoever may write the note may write its evidence."""
        refuse(
            reasons_of(too_long(self)) + self.source_refusals()
            or broken_constraints(self)
            or [*reach_refusals(self.url), *reach_refusals(self.archived_url)]
        )
        sign(self, by=by, reason=reason or None)
        self.save()

    def take_away(self, *, by: "User", reason: str = "") -> None:
        """Delete it with this user as the editor; its history stays."""
        sign(self, by=by, reason=reason or None)
        self.delete()

    def save(self, *args, **kwargs) -> None:
        """Refuses if the note is locked for its author."""
        self.refuse_when_locked()
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs) -> tuple[int, dict[str, int]]:
        """Refuses if the note is locked for its author."""
        self.refuse_when_locked()
        return super().delete(*args, **kwargs)
