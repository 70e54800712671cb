"""The evidence of a finding."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CharField, Count, F, Min, Q, QuerySet, Value, Window
from django.db.models.functions import Cast, Coalesce, ExtractYear, Left, RowNumber
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from commitments.rules.clocks import Clocks
from commitments.rules.codes import DATE_PRECISION_CHOICES, DATE_PRECISIONS, EvidenceKind, Precision
from commitments.rules.evidence import MAX_ADDRESS_LENGTH, SCHEMES
from commitments.rules.publication import is_locked_for_author

from .expressions import note_is_known
from .fields import WebAddressField
from .history import sign, track_history
from .querysets import StateScopedQuerySet
from .validation import reasons_of, refuse, too_long

if TYPE_CHECKING:
    from .people import User

UNDATED = "undated"


def is_web_address(field: str) -> Q:
    """What SQL can check: the scheme, and no characters that browsers interpret differently.

    `startswith` would not do: SQLite compares with LIKE, which takes capitals for small letters.
    """
    secure, plain = (Q(Exact(Left(F(field), len(scheme)), Value(scheme))) for scheme in SCHEMES)
    return (secure | plain) & ~Q(**{f"{field}__contains": "\\"}) & ~Q(**{f"{field}__contains": " "})


class EvidenceQuerySet(StateScopedQuerySet):
    state_lookup = "note__obligation__state"

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuses if one of them belongs to a note that is locked."""
        for link in self.select_related("note"):
            link.refuse_when_locked()
        return super().delete()

    def in_reading_order(self) -> Self:
        """In the order of entry."""
        return self.order_by("pk")

    def known_at(self, clocks: Clocks) -> Self:
        """Those of notes on facts up to the day that were published at the moment."""
        return self.filter(note_is_known(clocks, note="note__"))

    def with_source_year(self) -> Self:
        """Adds `source_year`: the year of the source as text, or “undated”."""
        year = Cast(ExtractYear("published_date"), CharField())
        return self.annotate(source_year=Coalesce(year, Value(UNDATED)))

    def as_listed(self, clocks: Clocks) -> Self:
        """Everything the library shows; the page and the CSV both use this queryset."""
        spoke = self.known_at(clocks).with_source_year()
        related = spoke.select_related("note__obligation__state", "note__obligation__commitment")
        return related.newest_source_first()

    def by_source(self) -> QuerySet[Any, dict[str, Any]]:
        """Each address once, the most cited first: `links`, `notes`, `states` and `promises` that rest on it.

        `promises` are as many commitments.
        """
        counted = self.order_by().values("url")
        return counted.annotate(
            links=Count("pk"),
            notes=Count("note", distinct=True),
            states=Count("note__obligation__state", distinct=True),
            promises=Count("note__obligation__commitment", distinct=True),
        ).order_by("-links", "url")

    def newest_of_each(self, addresses: Iterable[str], most: int) -> Self:
        """Of each of these addresses the links of the newest facts, at most so many, newest first."""
        newest = (F("note__noted_date").desc(), F("pk").desc())
        place = Window(RowNumber(), partition_by=F("url"), order_by=newest)
        found = self.order_by().filter(url__in=list(addresses)).alias(place=place).filter(place__lte=most)
        return found.order_by("url", *newest)

    def newest_source_first(self) -> Self:
        """By the date of the source, the undated ones last."""
        return self.order_by(F("published_date").desc(nulls_last=True), "-pk")

    def source_count(self) -> int:
        """How many different addresses they cite: one address is one source, however often it is cited."""
        return self.order_by().aggregate(sources=Count("url", distinct=True))["sources"]

    def first_of_each_source(self) -> Self:
        """One link for each address, the first that was entered."""
        first = self.order_by().values("url").annotate(first=Min("pk")).values("first")
        return self.filter(pk__in=first)

    def count_by_kind(self) -> dict[str, int]:
        """How many different addresses of each kind they cite, for the kinds that occur."""
        by_kind = self.order_by().values("kind").annotate(sources=Count("url", distinct=True))
        counted = by_kind.values_list("kind", "sources")
        found = dict(counted)
        return {kind: found[kind] for kind in EvidenceKind.values if kind in found}


class EvidenceLink(models.Model):
    """Where one finding can be checked: an address, and the place in the source."""

    note = models.ForeignKey("ProgressNote", models.CASCADE, verbose_name=_("note"), related_name="evidence")
    url = WebAddressField(
        _("address"), max_length=MAX_ADDRESS_LENGTH, help_text=_("Begins with https:// or http://.")
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

    objects = EvidenceQuerySet.as_manager()
    history = track_history()

    class Meta:
        verbose_name = _("evidence link")
        verbose_name_plural = _("evidence links")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(condition=is_web_address("url"), name="evidence_address_is_web"),
            models.CheckConstraint(
                condition=Q(archived_url="") | is_web_address("archived_url"), name="evidence_archive_is_web"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="evidence_has_a_title"),
            models.CheckConstraint(condition=Q(kind__in=EvidenceKind.values), name="evidence_kind_is_known"),
            models.CheckConstraint(
                condition=Q(published_precision__in=[precision.value for precision in DATE_PRECISIONS]),
                name="evidence_precision_is_known",
                violation_error_message=_("A source is dated to a day, a month or a year."),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def refuse_when_locked(self) -> None:
        """Raises ValidationError when its note is under review or has been published."""
        if is_locked_for_author(self.note.stage):
            raise ValidationError(_("The evidence of a submitted or published note never changes."))

    def write(self, *, by: "User", reason: str = "") -> None:
        """Save it with this user as the editor; whoever may write the note may write its evidence."""
        refuse(reasons_of(too_long(self)))
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
