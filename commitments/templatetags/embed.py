"""Addresses and code snippets for other people's pages."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from .head import site_root

register = template.Library()

WIDEST = "48rem"
# Height of each kind of piece in CSS pixels, in a column of text and on a phone; measured in a browser.
FRAME_HEIGHTS = {
    "obligation": (220, 304),
    "state": (280, 416),
    "commitment": (280, 409),
    "map": (545, 600),
}
PHONE, COLUMN = 352, 672  # widths of the window between which the height of a frame falls


@register.simple_tag(takes_context=True)
def absolute(context: template.Context, address: str) -> str:
    """The address with the public host of this site."""
    return f"{site_root(context.request)}{address}"


@register.simple_tag
def frame_height(kind: str) -> int:
    """The height of a piece where there is room."""
    return FRAME_HEIGHTS[kind][0]


def _height_style(kind: str) -> str:
    """The height as CSS: higher where the window is narrow and the text of the piece wraps."""
    wide, narrow = FRAME_HEIGHTS[kind]
    slope = (narrow - wide) / (COLUMN - PHONE)
    return f"clamp({wide}px, {narrow + slope * PHONE:.0f}px - {slope * 100:.0f}vw, {narrow}px)"


@register.simple_tag(takes_context=True)
def embed_code(context: template.Context, address: str, title: str, kind: str, link: str) -> SafeString:
    """The HTML snippet that embeds a page of this site; its link remains if a site strips frames."""
    return format_html(
        '<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy" '
        'style="border: 0; max-width: {}; height: {}"></iframe>\n<p><a href="{}">{} (Cartagena)</a></p>',
        absolute(context, address),
        title,
        frame_height(kind),
        WIDEST,
        _height_style(kind),
        absolute(context, link),
        title,
    )
