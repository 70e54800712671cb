"""How a source is shown: its title, as a link where it can be opened, and where else it is found."""

from collections.abc import Sequence

from django import template
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from commitments.models import EvidenceLink

from .record import short_address
from .search import marked

register = template.Library()


@register.simple_tag(takes_context=True)
def source_link(
    context: template.Context,
    link: EvidenceLink,
    *,
    words: Sequence[str] = (),
    root: str = "",
    withdrawn: bool = False,
) -> SafeString:
    """The title of a source, with these words highlighted, as a link where readers can open it.

    `root` makes the link to a document absolute. That of a finding that was `withdrawn` is not public.
    A dead link leads to the archived copy, where there is one.
    """
    title = marked(link.title, list(words))
    if link.url:
        return format_html('<a href="{}" rel="nofollow noopener">{}</a>', readable_address(link), title)
    if withdrawn or not link.document_id:
        return title
    clocks = context.get("clocks")
    address = clocks.keep(link.address) if clocks else link.address
    return format_html('<a href="{}{}">{}</a>', root, address, title)


def readable_address(link: EvidenceLink) -> str:
    """Where the source can be read: the archived copy where its own address is known to be dead."""
    check = getattr(link, "link_check", None)
    return link.archived_url if check and check.is_dead and link.archived_url else link.url


@register.inclusion_tag("components/link_state.html")
def link_state(link: EvidenceLink) -> dict[str, object]:
    """When its address was last reached, or since when it was not; nothing where nobody has looked."""
    return {"link": link, "check": getattr(link, "link_check", None)}


@register.filter
def document_words(link: EvidenceLink) -> str:
    """The type and size of its document; empty without one."""
    if link.document is None:
        return ""
    size = filesizeformat(link.document.size)
    return gettext("%(type)s, %(size)s") % {"type": link.document.get_content_type_display(), "size": size}


@register.filter
def citation_words(link: EvidenceLink) -> str:
    """Archive and number; empty without them."""
    return ", ".join(part for part in (link.archive, link.archive_number) if part)


@register.filter
def on_paper(link: EvidenceLink) -> str:
    """Where the source is found, for whoever cannot click."""
    if link.url:
        return short_address(readable_address(link))
    return (
        gettext("Document, SHA-256 %(sum)s") % {"sum": link.document_id}
        if link.document_id
        else (citation_words(link))
    )
