"""From the text of a cell to the value of a field; raises ValueError, with the reason in words."""

import re
from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _
from import_export.widgets import Widget

from commitments.rules.codes import Precision
from commitments.rules.formulas import restored
from commitments.rules.problems import MAX_SHOWN_LENGTH

KNOWN_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")
MIDNIGHT = re.compile(r"[T ]00:00(:00(\.0+)?)?")
PRECISIONS = {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}


def known_day(text: str) -> tuple[date, Precision]:
    """A day, and how exactly it is known: of a year or a month any day."""
    text = text[:10] if MIDNIGHT.fullmatch(text[10:]) else text
    found = KNOWN_DAY.fullmatch(text)
    try:
        if not found:
            raise ValueError
        day = date(*(int(part or 1) for part in found.groups()))
    except ValueError:
        refusal = _("“%(text)s” is no date in the order year, month, day: write 2020-12-31, 2020-12 or 2020.")
        raise ValueError(refusal % {"text": text[:MAX_SHOWN_LENGTH]}) from None
    return day, PRECISIONS[len(text)]


class TextWidget(Widget):
    """Text, without the apostrophe that an export put before a formula."""

    def clean(self, value: str, row: object = None, **kwargs: object) -> str:
        """The text; a character that no database keeps is refused."""
        if "\x00" in value:
            raise ValueError(_("The text holds a character that cannot be kept (a null byte)."))
        return restored(value)

    def render(self, value: str, obj: object = None, **kwargs: object) -> str:
        """As it is."""
        return value


class CodeWidget(TextWidget):
    """One word of a closed list."""

    def __init__(self, codes: Iterable[str]) -> None:
        super().__init__()
        self.codes = tuple(codes)

    def clean(self, value: str, row: object = None, **kwargs: object) -> str:
        """The code, however its letters were written."""
        code = value.lower()
        if code in self.codes:
            return code
        refusal = _("“%(text)s” is not known here; known are: %(codes)s.")
        told = {"text": value[:MAX_SHOWN_LENGTH], "codes": ", ".join(code for code in self.codes if code)}
        raise ValueError(refusal % told)


class NumberWidget(Widget):
    """The number of a note, or none."""

    def clean(self, value: str, row: object = None, **kwargs: object) -> int | None:
        """A whole number that a database can look for."""
        if not value:
            return None
        if not (value.isascii() and value.isdecimal() and len(value) < 19):
            raise ValueError(_("“%(text)s” is no number of a note.") % {"text": value[:MAX_SHOWN_LENGTH]})
        return int(value)
