"""Highlights search words in results."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from commitments.rules.search_marks import spans
from commitments.rules.text_search import SoughtWord

register = template.Library()

BEFORE, LENGTH = 60, 240


@register.filter
def marked(text: str, words: list[SoughtWord]) -> SafeString:
    """The text with every match highlighted, whatever its case and accents; its own markup is escaped."""
    pieces, place = [], 0
    for start, end in spans(text, words):
        pieces.append((text[place:start], text[start:end]))
        place = end
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", pieces), text[place:])


@register.filter
def excerpt(text: str, words: list[SoughtWord]) -> str:
    """The part of a long text around the first match, cut between words."""
    first = next((start for start, _end in spans(text, words)), 0)
    start = 0 if first <= BEFORE else text.rfind(" ", 0, first - BEFORE) + 1
    end = len(text) if len(text) <= start + LENGTH else text.rfind(" ", start, start + LENGTH)
    end = end if end > first else start + LENGTH
    return ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")
