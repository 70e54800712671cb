"""The States."""

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Exists, F, IntegerField, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commitments.rules.clocks import Clocks
from commitments.rules.code_reading import name_and_code, name_keys, plain_words
from commitments.rules.codes import (
    CAPITALS,
    DIGITS,
    ISO2_FORM,
    ISO3_FORM,
    M49_FORM,
    REGION_FORM,
    SMALL_LETTERS,
    STATE_FORMS,
    Label,
    state_code_refusals,
)

from .expressions import consists_of, count_in_groups, without_leading
from .fields import SortKeyField
from .history import TrackedModel, track_history
from .membership import Membership, label_expression
from .other_name import OtherName
from .progress import ProgressNote
from .querysets import StateScopedQuerySet

NAME_FIELDS = tuple(f"name_{language}" for language in ("en", "fr", "es", "ru", "zh", "ar"))


class StateQuerySet(StateScopedQuerySet):
    state_lookup = "pk"

    def parties_on(self, day: date) -> Self:
        """The States for which the Convention is in force that day."""
        return self.filter(Exists(Membership.objects.covering(day).filter(state=OuterRef("pk"))))

    def with_label_on(self, day: date) -> Self:
        """Adds `label`: the State's relation to the Declaration that day (the rule is `label_on`)."""
        return self.annotate(label=label_expression(day, state="pk"))

    def as_listed(self, clocks: Clocks) -> Self:
        """Everything a list shows: `label`, `in_force_from`, and how much was found about each State."""
        known = ProgressNote.objects.known_at(clocks)
        about = known.filter(obligation__state=OuterRef("pk")).order_by()
        of_state = about.values("obligation__state")
        found = about.findings().values("obligation__state")
        assessed = found.annotate(found=Count("obligation", distinct=True)).values("found")
        newest = of_state.annotate(newest=Max("noted_date")).values("newest")
        stay = Membership.objects.covering(clocks.day).filter(state=OuterRef("pk"))
        return (
            self.with_label_on(clocks.day)
            .annotate(
                in_force_from=Subquery(stay.values("entry_into_force_date")[:1]),
                assessed_count=Coalesce(Subquery(assessed, output_field=IntegerField()), 0),
                note_count=count_in_groups(of_state),
            )
            .alias(newest_note_date=Subquery(newest))
            .in_reading_order()
        )

    def named(self, text: str) -> "State | None":
        """The State that people mean by this code or name, in any case: in six languages, or another name.

        Codes are ISO 3166-1 of three and of two letters and the number of M49; “Colombia (COL)” names both.
        None if no State, or more than one, is called so.
        """
        found = self.all_named(text)[:2]
        return found[0] if len(found) == 1 else None

    def all_named(self, text: str) -> Self:
        """The States that this code or name may mean: one, or several such as those called Congo."""
        keys = self._keys_named(text)
        if not keys and (parts := name_and_code(text)):
            keys = set.intersection(*(self._keys_named(part) for part in parts))
        return self.filter(pk__in=keys).in_reading_order()

    def _keys_named(self, text: str) -> set[int]:
        wanted = plain_words(text)
        code = wanted.upper()
        coded = self.filter(Q(iso3=code) | Q(iso2=code) | Q(m49=code.zfill(3)))
        if code and (keys := {*coded.values_list("pk", flat=True)}):
            return keys
        return self.keys_by_name().get(wanted, set())

    def keys_by_name(self) -> dict[str, set[int]]:
        """The keys of the States that have a name, by every form of it."""
        called: dict[str, set[int]] = {}
        for key, names in self.all_names().items():
            for form in {form for name in names for form in name_keys(name)}:
                called.setdefault(form, set()).add(key)
        return called

    def all_names(self) -> dict[int, list[str]]:
        """The names of each State by its key: those in six languages, then the others it is looked for by."""
        states = self.order_by().values_list("pk", *NAME_FIELDS)
        called = {key: [*dict.fromkeys(names)] for key, *names in states}
        for key, name in OtherName.objects.order_by("pk").values_list("state", "name"):
            if key in called:
                called[key].append(name)
        return called

    def in_reading_order(self) -> Self:
        """By English name without its accents, the order of every list."""
        return self.order_by("sort_name", "pk")

    def count_by_label_on(self, day: date) -> dict[str, int]:
        """How many States have each label that day, zero included."""
        counted = self.with_label_on(day).order_by().values("label").annotate(states=Count("pk"))
        return dict.fromkeys(Label.values, 0) | {row["label"]: row["states"] for row in counted}

    def get_by_natural_key(self, iso3: str) -> "State":
        return self.get(iso3=iso3)


class State(TrackedModel):
    """One of 197 States, named as the United Nations names it in its six languages."""

    iso3 = models.CharField(_("ISO 3166-1 alpha-3"), max_length=3, unique=True)
    iso2 = models.CharField(_("ISO 3166-1 alpha-2"), max_length=2, unique=True)
    m49 = models.CharField(_("UN M49"), max_length=3, unique=True)
    name_en = models.CharField(_("name in English"), max_length=100)
    name_fr = models.CharField(_("name in French"), max_length=100)
    name_es = models.CharField(_("name in Spanish"), max_length=100)
    name_ru = models.CharField(_("name in Russian"), max_length=100)
    name_zh = models.CharField(_("name in Chinese"), max_length=100)
    name_ar = models.CharField(_("name in Arabic"), max_length=100)
    region = models.CharField(_("UN region"), max_length=50, db_index=True)
    subregion = models.CharField(_("UN sub-region"), max_length=50)
    sort_name = SortKeyField(_("name to sort by"), of="name_en")

    names_found: list[str]  # of `pages/search.py`: its names in other languages that a search found

    objects = StateQuerySet.as_manager()
    history = track_history(excluded_fields=["sort_name"])

    class Meta:
        verbose_name = _("State")
        verbose_name_plural = _("States")
        ordering = ("sort_name",)
        constraints = (
            models.CheckConstraint(
                condition=consists_of("iso3", CAPITALS, length=3),
                name="state_iso3_is_three_capitals",
                violation_error_message=ISO3_FORM,
            ),
            models.CheckConstraint(
                condition=consists_of("iso2", CAPITALS, length=2),
                name="state_iso2_is_two_capitals",
                violation_error_message=ISO2_FORM,
            ),
            models.CheckConstraint(
                condition=consists_of("m49", DIGITS, length=3),
                name="state_m49_is_three_digits",
                violation_error_message=M49_FORM,
            ),
            models.CheckConstraint(
                # its feed has an address made of its letters
                condition=~Q(Exact(without_leading("region", CAPITALS + SMALL_LETTERS), F("region"))),
                name="state_region_begins_with_a_letter",
                violation_error_message=REGION_FORM,
            ),
        )

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuses codes that addresses, keys and lists cannot be made of."""
        if refusals := state_code_refusals({field: getattr(self, field) for field in STATE_FORMS}):
            raise ValidationError(refusals)

    @property
    def name(self) -> str:
        """Its name in the active language, or else in English."""
        return getattr(self, f"name_{(get_language() or 'en')[:2]}", self.name_en)

    def natural_key(self) -> tuple[str]:
        return (self.iso3,)

    def get_absolute_url(self) -> str:
        return reverse("state_detail", kwargs={"iso3": self.iso3})
