"""Links that staff look after: those of their States, the dead ones among them, and what cites each."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from commitments.models import EvidenceLink, LinkCheck, Reply, User
from commitments.models.link_check import LinkCheckQuerySet
from commitments.models.link_check_queries import without_fragment
from commitments.models.public_links import WITH_SOURCE
from commitments.rules.codes import Stage


def links_of(person: User) -> LinkCheckQuerySet:
    """All links, or those that published notes and replies on this person's States cite."""
    links = LinkCheck.objects.all()
    if person.reaches_every_state:
        return links
    evidence = EvidenceLink.objects.visible_to(person).filter(note__stage=Stage.PUBLISHED)
    replies = Reply.objects.visible_to(person).filter(stage=Stage.PUBLISHED)
    return links.filter(Q(address__in=_addresses(evidence)) | Q(address__in=_addresses(replies)))


def dead_links_of(person: User) -> LinkCheckQuerySet:
    """Those of them that are dead and wait for somebody; the longest dead first.

    One that every finding cites with an archived copy is mended; one that was set aside is known to be down.
    """
    published = EvidenceLink.objects.filter(note__stage=Stage.PUBLISHED)
    without_copy, with_copy = published.filter(archived_url=""), published.exclude(archived_url="")
    is_mended = Q(address__in=_addresses(with_copy)) & ~Q(address__in=_addresses(without_copy))
    waiting = links_of(person).dead().not_set_aside().exclude(is_mended)
    return waiting.order_by("failing_since", "pk")


def _addresses(rows: QuerySet) -> QuerySet:
    return rows.order_by().annotate(asked=without_fragment("url")).values("asked")


@dataclass(frozen=True)
class Citations:
    """What cites one address today; of reference rows their noun and how many there are."""

    evidence: list[EvidenceLink]
    replies: list[Reply]
    references: list[tuple[str, int]]


def citations_of(check: LinkCheck, person: User) -> Citations:
    """What this person can look at, newest notes first."""
    same = Q(url=check.address) | Q(url__startswith=f"{check.address}#")
    related = ("note__obligation__state", "note__obligation__commitment")
    evidence = EvidenceLink.objects.visible_to(person).filter(same, note__stage=Stage.PUBLISHED)
    replies = Reply.objects.visible_to(person).filter(same, stage=Stage.PUBLISHED)
    counted = (
        (
            str(model._meta.verbose_name_plural),
            model._default_manager.filter(source_url=check.address).count(),
        )
        for model in WITH_SOURCE
    )
    return Citations(
        evidence=list(evidence.select_related(*related).order_by("-note__noted_date", "-pk")),
        replies=list(replies.select_related(*related).order_by("-replied_date", "-pk")),
        references=[(noun, count) for noun, count in counted if count],
    )
