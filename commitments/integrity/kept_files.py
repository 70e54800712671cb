"""The files beside the database: releases and documents."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from commitments.exports.package import faults_in, releases_in
from commitments.models import Seal
from commitments.models.document_survey import survey_documents


def damaged_releases() -> Iterator[str]:
    """Each release against its checksums, and its newest seal against the chain."""
    root = Path(settings.RELEASES_ROOT)
    for fault in faults_in(root):
        yield _("Release %(fault)s") % {"fault": fault}
    for release in releases_in(root):
        if not release.seals:
            continue
        if not Seal.objects.filter(pk=release.seals, sha256=release.seal_sha256).exists():
            words = _("Release %(name)s holds seal %(seal)s with another checksum than the chain has now.")
            yield words % {"name": release.name, "seal": release.seals}


def damaged_documents() -> Iterator[str]:
    """Every document against its checksum."""
    found = survey_documents(before=datetime.min.replace(tzinfo=UTC))
    for checksum in found.missing:
        yield _("Document %(sum)s: its file is missing.") % {"sum": checksum}
    for checksum in found.damaged:
        yield _("Document %(sum)s: its file is not what its checksum says.") % {"sum": checksum}
