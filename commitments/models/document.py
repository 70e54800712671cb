"""Documents that are kept as evidence: letters, reports on paper, pictures."""

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commitments.rules.clocks import Clocks
from commitments.rules.document_reading import (
    MAX_DOCUMENT_BYTES,
    DocumentType,
    UnreadableDocument,
    document_name,
    read_document,
)

from .document_files import bytes_kept, keep_file
from .evidence import EvidenceLink
from .expressions import consists_of
from .history import TrackedModel, sign, track_history

if TYPE_CHECKING:
    from .people import User

CHECKSUM_LENGTH, CHECKSUM_DIGITS = 64, "0123456789abcdef"
logger = logging.getLogger(__name__)
UNWRITTEN = _("This file could not be written down. Tell an administrator of this site.")
FULL = _("There is no room left for documents. Tell an administrator of this site.")


class DocumentQuerySet(models.QuerySet[Any]):
    """Who may read a document follows from the notes that cite it, and from nothing else."""

    def public_at(self, clocks: Clocks) -> Self:
        """Those that a note cites which is public, under both clocks, and not withdrawn."""
        return self._cited_by(EvidenceLink.objects.known_at(clocks))

    def readable_by(self, person: "User", brought: Iterable[str]) -> Self:
        """Those that a note cites which this person sees at the desk, and those they have just brought."""
        return self._cited_by(EvidenceLink.objects.visible_to(person)) | self.filter(pk__in=list(brought))

    def never_cited(self) -> Self:
        """Those that no note cites."""
        return self.exclude(pk__in=EvidenceLink.objects.exclude(document=None).values("document"))

    def _cited_by(self, links: models.QuerySet[Any]) -> Self:
        return self.filter(pk__in=links.order_by().exclude(document=None).values("document"))


class Document(TrackedModel):
    """A file by its content; the name under which a note cites it stands with the evidence of that note.

    Two people can bring the same file under two names, and one of the names may give away a draft.
    """

    sha256 = models.CharField("SHA-256", max_length=CHECKSUM_LENGTH, primary_key=True)
    size = models.PositiveIntegerField(_("size in bytes"))
    content_type = models.CharField(_("type"), max_length=20, choices=DocumentType)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("brought by"), related_name="+"
    )
    uploaded_at = models.DateTimeField(_("brought at"))

    objects = DocumentQuerySet.as_manager()
    history = track_history()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ("uploaded_at", "sha256")
        constraints = (
            models.CheckConstraint(
                condition=consists_of("sha256", CHECKSUM_DIGITS, length=CHECKSUM_LENGTH),
                name="document_checksum_is_a_sha256",
                violation_error_message=_("A document is known by its SHA-256: 64 digits from 0 to f."),
            ),
            models.CheckConstraint(
                condition=Q(size__gte=1, size__lte=MAX_DOCUMENT_BYTES),
                name="document_size_is_in_bounds",
                violation_error_message=_("A document is neither empty nor larger than 20 MB."),
            ),
            models.CheckConstraint(
                condition=Q(content_type__in=sorted(DocumentType.values)),
                name="document_type_is_known",
                violation_error_message=_("A document is a PDF, a PNG or a JPEG."),
            ),
        )

    def __str__(self) -> str:
        return self.sha256

    @property
    def plain_name(self) -> str:
        """A name for whoever saves it where no note cites it."""
        return document_name("", DocumentType(self.content_type))

    def get_absolute_url(self) -> str:
        """Where readers take it, once a public note cites it."""
        return reverse("document", kwargs={"sha256": self.sha256})

    @classmethod
    def keep(cls, content: bytes, *, by: "User", at: datetime) -> "Document":
        """Store a file, or find it stored; raises UnreadableDocument for what is not kept."""
        kind = read_document(content)
        if bytes_kept() + len(content) > settings.DOCUMENT_QUOTA:
            raise UnreadableDocument(FULL)
        try:
            checksum = keep_file(content)
        except OSError as failure:
            logger.exception("A document could not be written.")
            raise UnreadableDocument(UNWRITTEN) from failure
        if held := cls.objects.filter(pk=checksum).first():
            return held
        document = cls(sha256=checksum, size=len(content), content_type=kind, uploaded_by=by, uploaded_at=at)
        sign(document, by=by, reason=None)
        try:
            with transaction.atomic():
                document.save(force_insert=True)
        except IntegrityError:  # somebody brought the same at the same time
            return cls.objects.get(pk=checksum)
        return document
