"""How the options of commands are read."""

import re
from argparse import ArgumentTypeError

# nine digits are more than any command counts, and fit every database
DIGITS = re.compile(r"[0-9]{1,9}")


def whole_number(text: str) -> int:
    """A number from 0 on; what else was typed is refused in words."""
    if not DIGITS.fullmatch(text):
        raise ArgumentTypeError(f"{text[:20]!r} is no whole number of up to nine digits")
    return int(text)


def number_of_things(text: str) -> int:
    """A number from 1 on."""
    number = whole_number(text)
    if not number:
        raise ArgumentTypeError("0 is too few: write a whole number from 1 on")
    return number
