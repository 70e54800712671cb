"""Codes and words of closed lists, and names of States, as people write them."""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override

from .codes import COMMITMENT_CODE, COMMITMENT_FORM
from .problems import MAX_SHOWN_LENGTH
from .text_search import fold

NO_WORD = re.compile(r"[\W_]+")
BEFORE_A_CODE = re.compile(r"^(?:(?:paragraphs?|para|par|promise|commitment|no|nr|p|section) )+")
NAME_AND_CODE = re.compile(
    r"(?P<name>[^()（）\[\]]+)[(（\[]\s*(?P<code>\w{2,3})\s*[)）\]]|(?P<first>\w{2,3})\s*[-–—:,]\s*(?P<second>.+)",
    re.DOTALL,
)
MAX_SHOWN_CHOICES, MAX_GUESSES = 20, 3


class UnreadableChoice(ValueError):
    """A text that is none of the choices; the message lists them."""


def plain_words(text: str) -> str:
    """The words of a text, however they are written: small letters without accents, one blank between them.

    “In-Progress”, “in_progress” and “✓ in progress” are the same, and so are “Türkiye” and “TURKIYE”.
    """
    return NO_WORD.sub(" ", fold(text.replace("&", " and "))).strip()


@lru_cache(8_192)  # the names of all States, which every search asks about
def name_keys(name: str) -> tuple[str, ...]:
    """The forms by which a name is known: whole, and without what stands in brackets behind it.

    “Bolivia (Plurinational State of)” is also “Bolivia”.
    """
    whole, short = plain_words(name), plain_words(re.sub(r"[(（].*", "", name))
    return tuple(dict.fromkeys(key for key in (whole, short) if key))


def name_and_code(text: str) -> tuple[str, str] | None:
    """Both parts of “Colombia (COL)” and of “COL - Colombia”, as lists print States; None for other texts."""
    found = NAME_AND_CODE.fullmatch(text.strip())
    if not found:
        return None
    first, second = (part for part in found.groups() if part)
    return first, second


def several_meanings(text: str, names: Mapping[str, str]) -> str:
    """That a name belongs to more than one State; `names` are theirs by their codes."""
    refusal = _("“%(text)s” can be %(states)s: write the code.")
    states = _(" or ").join(f"{name} ({code})" for code, name in names.items())
    return refusal % {"text": text[:MAX_SHOWN_LENGTH], "states": states}


def read_among(text: str, choices: Iterable[tuple[str, str | Promise]]) -> str:
    """The value of the choice that this text names, by its code or by the word we print.

    `choices` are values with their words. Raises UnreadableChoice, which lists the values.
    """
    pairs = [(str(value), word) for value, word in choices]
    exact = {value: value for value, _word in pairs}
    if text in exact:
        return text
    wanted = plain_words(text)
    by_code = {plain_words(value): value for value, _word in pairs if value}
    if wanted in by_code:
        return by_code[wanted]
    found = {value for value, word in pairs if wanted and wanted in _words_of(word)}
    if len(found) == 1:
        return found.pop()
    raise UnreadableChoice(unknown_choice(text, pairs))


def unknown_choice(text: str, choices: Iterable[tuple[str, str | Promise]]) -> str:
    """That a text is none of these choices: all of them, or of very many those that are written alike."""
    shown, values = text[:MAX_SHOWN_LENGTH], {str(value): str(word) for value, word in choices if value}
    if len(values) <= MAX_SHOWN_CHOICES:
        refusal = _("“%(text)s” is not one of the choices: %(choices)s.")
        return refusal % {"text": shown, "choices": ", ".join(values)}
    keys = {key: value for value, word in values.items() for key in (plain_words(value), plain_words(word))}
    near = dict.fromkeys(keys[key] for key in get_close_matches(plain_words(shown), keys, MAX_GUESSES))
    if not near:
        return _("“%(text)s” is not one of the %(count)s choices.") % {"text": shown, "count": len(values)}
    refusal = _("“%(text)s” is not one of the %(count)s choices. Did you mean %(guesses)s?")
    guesses = ", ".join(value if value == values[value] else f"{values[value]} ({value})" for value in near)
    return refusal % {"text": shown, "count": len(values), "guesses": guesses}


def read_choice(text: str, choices: type[TextChoices], allowed: Iterable[str] | None = None) -> str:
    """The code of a closed list, from the code or its word in any case: “In progress” is `in_progress`.

    `allowed` are the codes that count here; all of them if it is left out. Raises UnreadableChoice.
    """
    kept = set(choices.values if allowed is None else allowed)
    return read_among(text, [(code, word) for code, word in choices.choices if code in kept])


def commitment_code(text: str) -> str:
    """The code of a commitment, such as `16b`, from “16B”, “16 b”, “16(b)”, “§ 16b” or “paragraph 16 (b)”.

    Raises UnreadableChoice for what cannot be one; whether there is such a commitment is not asked.
    """
    code = BEFORE_A_CODE.sub("", plain_words(text)).replace(" ", "")
    if not re.fullmatch(COMMITMENT_CODE, code):
        raise UnreadableChoice(f"“{text[:MAX_SHOWN_LENGTH]}”: {COMMITMENT_FORM}")
    return code


def _words_of(word: str | Promise) -> set[str]:
    """What we print for a choice in the language of the page and in English."""
    with override("en"):
        english = str(word)
    return {key for written in (str(word), english) for key in name_keys(written)}
