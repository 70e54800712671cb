"""What the findings stand on: obligations without gaps, stays, references and constraints."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import BooleanField, CheckConstraint, Exists, ForeignKey, Model, OuterRef
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from commitments.models import Commitment, Membership, Obligation, State
from commitments.rules.membership import overlap_refusals


def missing_obligations() -> Iterator[str]:
    """Every State that is or was a Party owes every commitment."""
    codes = dict(Commitment.objects.in_reading_order().values_list("pk", "code"))
    parties = State.objects.filter(memberships__isnull=False).distinct().in_reading_order()
    present = set(Obligation.objects.values_list("state", "commitment"))
    for state, iso3 in parties.values_list("pk", "iso3"):
        for commitment, code in codes.items():
            if (state, commitment) not in present:
                yield _("%(state)s has no obligation under %(code)s.") % {"state": iso3, "code": code}


def overlapping_stays() -> Iterator[str]:
    """No day belongs to two stays of one State."""
    stays: dict[str, list[Membership]] = {}
    for stay in Membership.objects.select_related("state").order_by("pk"):
        stays.setdefault(stay.state.iso3, []).append(stay)
    for iso3, of_state in stays.items():
        if overlap_refusals([stay.bound for stay in of_state]):
            yield _("%(state)s: two of its stays overlap.") % {"state": iso3}


def dangling_references() -> Iterator[str]:
    """Every reference leads to a record that is there."""
    for model in _models():
        for field in model._meta.concrete_fields:
            if not (isinstance(field, ForeignKey) and field.db_constraint):
                continue
            there = field.related_model._base_manager.filter(pk=OuterRef(field.attname))
            lost = model._base_manager.filter(~Exists(there), **{f"{field.attname}__isnull": False})
            for key in lost.order_by("pk").values_list("pk", flat=True).iterator():
                words = _("%(model)s %(key)s refers to a %(field)s that is not there.")
                yield words % {"model": _name(model), "key": key, "field": field.verbose_name}


def broken_constraints() -> Iterator[str]:
    """Every named condition holds for every row, whether or not the database still asks it."""
    for model in _models():
        for constraint in model._meta.constraints:
            if not isinstance(constraint, CheckConstraint):
                continue
            # a condition that is neither true nor false is accepted, as by the database
            holds = Coalesce(constraint.condition, True, output_field=BooleanField())
            for key in (
                model._base_manager.exclude(holds).order_by("pk").values_list("pk", flat=True).iterator()
            ):
                words = {"model": _name(model), "key": key, "words": constraint.violation_error_message}
                yield _("%(model)s %(key)s: %(words)s") % words


def _models() -> list[type[Any]]:
    """Those of the app, without the histories, which keep what was."""
    every = apps.get_app_config("commitments").get_models()
    return [model for model in every if model._meta.managed and not hasattr(model, "history_object")]


def _name(model: type[Model]) -> str:
    return str(model._meta.verbose_name).capitalize()
