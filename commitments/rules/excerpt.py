"""The beginning of a text, for lists with one line per record."""

import re

MAX_LENGTH = 220
# a sentence ends with a full stop or the like, a space and a capital: not at "Art. 5", "e.g. one" or "1.5 km"
END_OF_SENTENCE = re.compile(r"(?<=[^\W\d_][.!?])\s+(?=[^\W\d_a-z])|(?<=[\d)”][.!?])\s+(?=[^\W\d_a-z])|\n")
MIN_LENGTH = 25


def first_sentence(text: str) -> str:
    """The first sentence; a very short one with the next, a very long one cut at a word."""
    text = text.strip()
    ends = (found.start() for found in END_OF_SENTENCE.finditer(text))
    first = text[: next((end for end in ends if end >= MIN_LENGTH), len(text))].strip()
    if len(first) <= MAX_LENGTH:
        return first
    return first[:MAX_LENGTH].rsplit(" ", 1)[0].rstrip(",;:") + " …"
