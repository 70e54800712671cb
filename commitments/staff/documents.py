"""Which documents a member of staff reads beside those that everybody does."""

from collections.abc import Mapping
from typing import Any

from commitments.models import Document, EvidenceLink, User
from commitments.models.document import DocumentQuerySet
from commitments.models.evidence_queries import EvidenceQuerySet

# in the session: the documents that this person has sent, which no note may cite yet
BROUGHT = "brought_documents"
READ_PERMISSIONS = ("commitments.view_progressnote", "commitments.change_progressnote")


def may_read(person: User) -> bool:
    """Whether they read notes at the desk at all."""
    return person.is_staff and any(person.has_perm(permission) for permission in READ_PERMISSIONS)


def links_shown(person: User) -> EvidenceQuerySet:
    """The evidence of the notes that this person sees at the desk."""
    links = EvidenceLink.objects
    return links.visible_to(person) if may_read(person) else links.none()


def documents_shown(person: User, session: Mapping[str, Any]) -> DocumentQuerySet:
    """What the notes cite that this person sees at the desk, and what they have just brought."""
    if not may_read(person):
        return Document.objects.none()
    return Document.objects.readable_by(person, session.get(BROUGHT, ()))
