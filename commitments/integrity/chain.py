"""The chain of seals against itself."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from commitments.models import Seal
from commitments.rules.seal import FIRST, cell_text, sha256_of
from commitments.rules.seal_codes import SealKind

ROWS_AT_ONCE = 1000
# a publication is never earlier than the newest seal, but an update of the baseline seals all at its end
LONGEST_UPDATE = timedelta(hours=1)


def chain_faults() -> Iterator[str]:
    """Each seal that does not follow the one before, or is not what its checksums cover."""
    number, before, moment = 0, FIRST, None
    for seal in Seal.objects.order_by("number").iterator(chunk_size=ROWS_AT_ONCE):
        number += 1
        if seal.number != number:
            yield _("Seal %(seal)s stands where seal %(number)s should: one is missing or was added.") % {
                "seal": seal.number,
                "number": number,
            }
            number = seal.number
        yield from _faults_of(seal, before, moment)
        before, moment = seal.sha256, seal.sealed_at


def _faults_of(seal: Seal, before: str, moment: datetime | None) -> Iterator[str]:
    told = {"seal": str(seal)}
    if seal.previous_sha256 != before:
        yield _("Seal %(seal)s does not bear the checksum of the seal before.") % told
    if sha256_of(seal.content) != seal.content_sha256:
        yield _("Seal %(seal)s: its content was changed.") % told
    if seal.row.sha256 != seal.sha256:
        yield _("Seal %(seal)s: its row is not what its checksum covers.") % told
    if moment and seal.sealed_at < moment:
        yield _("Seal %(seal)s is earlier than the seal before.") % told
    if seal.kind == SealKind.PUBLISHED and moment:
        published_at = json.loads(seal.content).get("published_at", "")
        if published_at < cell_text(moment - LONGEST_UPDATE):
            yield _("Seal %(seal)s: it was published on %(day)s, which is earlier than the seal before.") % {
                **told,
                "day": published_at,
            }
