"""The rules of publication, asked of everything that has been published."""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from commitments.models import EvidenceLink, ProgressNote, Reply
from commitments.models.review_queries import is_own
from commitments.rules.codes import PUBLIC_STAGES, Stage, Status
from commitments.rules.roles import BASELINE_AUTHOR


def unfounded_notes() -> Iterator[str]:
    """Rule 1: a published note cites evidence, or says where was looked when none was found."""
    cited = EvidenceLink.objects.filter(note=OuterRef("pk"))
    bare = _published(ProgressNote.objects).filter(~Exists(cited)).exclude(status=Status.NO_EVIDENCE)
    yield from _told(bare, _("Finding %(key)s was published without evidence."))
    silent = _published(ProgressNote.objects).filter(status=Status.NO_EVIDENCE, text__regex=r"^\s*$")
    yield from _told(silent, _("Finding %(key)s found no evidence, and does not say where was looked."))


def wrong_stages() -> Iterator[str]:
    """Rule 2: the stage says what the marks say, and the marks follow each other."""
    for model, word in ((ProgressNote, _("Finding")), (Reply, _("Reply"))):
        marked = Q(published_at__isnull=False)
        strange = model.objects.filter(
            Q(stage__in=PUBLIC_STAGES) & ~marked | ~Q(stage__in=PUBLIC_STAGES) & marked
        )
        yield from _told(strange, word + _(" %(key)s: its stage and its publication do not agree."))
        early = model.objects.filter(retracted_at__lt=F("published_at"))
        yield from _told(early, word + _(" %(key)s was retracted before it was published."))
        odd = model.objects.filter(
            Q(stage=Stage.RETRACTED, retracted_at=None)
            | ~Q(stage=Stage.RETRACTED) & Q(retracted_at__isnull=False)
        )
        yield from _told(odd, word + _(" %(key)s: its stage and its retraction do not agree."))


def broken_corrections() -> Iterator[str]:
    """Rule 2: a corrected note was replaced by exactly one published note, which points at it."""
    replaced = _published(ProgressNote.objects).filter(corrects=OuterRef("pk"))
    lost = ProgressNote.objects.filter(stage=Stage.CORRECTED).filter(~Exists(replaced))
    yield from _told(lost, _("Finding %(key)s is marked as corrected, but no published finding replaces it."))
    corrections = _published(ProgressNote.objects).filter(corrects__isnull=False)
    unmarked = corrections.exclude(corrects__stage=Stage.CORRECTED, corrects__corrected_at__isnull=False)
    yield from _told(unmarked, _("Finding %(key)s replaces a finding that is not marked as corrected."))
    earlier = _published(ProgressNote.objects).filter(corrects=OuterRef("corrects"), pk__lt=OuterRef("pk"))
    twice = corrections.filter(Exists(earlier))
    yield from _told(twice, _("Finding %(key)s replaces a finding that another one has replaced."))


def own_publications() -> Iterator[str]:
    """Rule 3: nobody publishes what they wrote, unless this office allows it."""
    if settings.ALLOW_SELF_PUBLICATION:
        return
    for model, word in ((ProgressNote, _("Finding")), (Reply, _("Reply"))):
        people = _published(model.objects).exclude(author__username=BASELINE_AUTHOR)
        own = people.filter(is_own(model, F("published_by")))
        yield from _told(own, word + _(" %(key)s was published by somebody who wrote it."))


def orphaned_replies() -> Iterator[str]:
    """A published reply answers a note that has been published."""
    orphans = _published(Reply.objects).exclude(note__stage__in=PUBLIC_STAGES)
    yield from _told(orphans, _("Reply %(key)s answers a finding that was never published."))


def _published(records: QuerySet) -> QuerySet:
    return records.filter(published_at__isnull=False)


def _told(records: QuerySet, words: str) -> Iterator[str]:
    for key in records.order_by("pk").values_list("pk", flat=True).iterator():
        yield words % {"key": key}
