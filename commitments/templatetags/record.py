"""Words for the pages of one record: a State, a commitment, an obligation."""

from django import template

from commitments.rules import excerpt
from commitments.rules.codes import Mode
from commitments.rules.modes import SENTENCES

register = template.Library()


@register.filter
def mode_sentence(code: str) -> str:
    """What the verb of a commitment promises, in one sentence."""
    return SENTENCES[Mode(code)]


@register.filter
def first_sentence(text: str) -> str:
    """The beginning of a note."""
    return excerpt.first_sentence(text)
