"""Every address of the product, taken from its site map, with every record that a test has made in it."""

from collections.abc import Callable, Iterable, Iterator
from itertools import product

from django.contrib.contenttypes.models import ContentType
from django.urls import URLPattern, URLResolver, get_resolver

from commitments.models import (
    Commitment,
    Contribution,
    Deadline,
    Document,
    EvidenceLink,
    InstrumentMembership,
    Meeting,
    Membership,
    ProgressNote,
    Reply,
    Seal,
    State,
    StateCasualtyCount,
)
from commitments.pages.feed import regions_by_slug
from tests.releases import RELEASE


def values_of(name: str) -> list[object]:
    """What a part of an address can be; a name that is new here fails until somebody says."""
    records = [
        *ProgressNote.objects.values_list("pk", flat=True),
        *Reply.objects.values_list("pk", flat=True),
    ]
    numbers = sorted({*records, 10**12})
    kinds = ContentType.objects.get_for_models(ProgressNote, Reply).values()
    known = {
        "iso3": State.objects.values_list("iso3", flat=True),
        "code": Commitment.objects.values_list("code", flat=True),
        "region": [*regions_by_slug(), "waxwing"],
        "pk": numbers,
        "release": [RELEASE, "waxwing"],
        "again": [RELEASE],
        "note": numbers,
        "sha256": [*Document.objects.values_list("pk", flat=True), "0" * 64],
        "evidence": [*EvidenceLink.objects.values_list("pk", flat=True), 10**12],
        "membership": [*Membership.objects.values_list("pk", flat=True), 10**12],
        "deadline": [*Deadline.objects.values_list("pk", flat=True), 10**12],
        "instrument_membership": [*InstrumentMembership.objects.values_list("pk", flat=True), 10**12],
        "casualty_count": [*StateCasualtyCount.objects.values_list("pk", flat=True), 10**12],
        "contribution": [*Contribution.objects.values_list("pk", flat=True), 10**12],
        "slug": [*Meeting.objects.values_list("code", flat=True), "waxwing"],
        "reply": numbers,
        "seal": [*Seal.objects.values_list("pk", flat=True)[:1], 10**12],
        "object_id": numbers,
        "app_label": ["commitments"],
        "url": ["waxwing/"],
        "content_type_id": [kind.pk for kind in kinds],
        "uidb64": ["MQ"],
        "batch": ["00000000-0000-4000-8000-000000000000"],
        "token": ["set-password"],
    }
    return known[name]


def addresses(
    patterns: list, before: str = "/", values_of: Callable[[str], Iterable[object]] = values_of
) -> Iterator[str]:
    """Every address below these patterns, with every record of the fixture in it, or only those wanted."""
    for pattern in patterns:
        names = list(pattern.pattern.converters) if hasattr(pattern.pattern, "converters") else []
        route = str(getattr(pattern.pattern, "_route", pattern.pattern)).lstrip("^")
        for values in product(*(values_of(name) for name in names)):
            filled = before + filled_in(route, dict(zip(names, values, strict=True)))
            if isinstance(pattern, URLResolver):
                yield from addresses(pattern.url_patterns, filled, values_of)
            elif isinstance(pattern, URLPattern):
                yield filled


def filled_in(route: str, values: dict[str, object]) -> str:
    for name, value in values.items():
        start = route.rindex("<", 0, route.index(f"{name}>"))
        route = route[:start] + str(value) + route[route.index(">", start) + 1 :]
    return route


def site_map() -> list[str]:
    found = [each for each in addresses(get_resolver().url_patterns) if "(?P<" not in each]
    # a visit there would sign the visitor out before the rest is read
    found.remove("/admin/logout/")
    return [*dict.fromkeys(found), "/nowhere/waxwing", "/progress/999999999/", "/obligations/?status=waxwing"]
