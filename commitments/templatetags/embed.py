"""Addresses and code snippets for other people's pages."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from .head import site_root

register = template.Library()

WIDEST = "48rem"


@register.simple_tag(takes_context=True)
def absolute(context: template.Context, address: str) -> str:
    """The address with the public host of this site."""
    return f"{site_root(context.request)}{address}"


@register.simple_tag(takes_context=True)
def embed_code(context: template.Context, address: str, title: str, height: int, link: str) -> SafeString:
    """The HTML snippet that embeds a page of this site; its link remains if a site strips frames."""
    return format_html(
        '<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy" '
        'style="border: 0; max-width: {}"></iframe>\n<p><a href="{}">{} (Cartagena)</a></p>',
        absolute(context, address),
        title,
        height,
        WIDEST,
        absolute(context, link),
        title,
    )
