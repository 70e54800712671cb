"""Which passwords are guessed first: those made of words, months, sequences and repeated signs."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise

MAX_PASSWORD_LENGTH = 256
# what has to remain once everything that a guesser tries first is taken away
MIN_OWN_SIGNS = 6
MIN_WORD_LENGTH = 3

_OF_THE_SITE = """
cartagena declaration convention promise promises tracker landmine landmines mine mines ban apmbc icbl
ottawa treaty geneva
"""
_COMMON = """
password passphrase passwort motdepasse contrasena admin administrator administrador root user login
welcome bienvenue bienvenido letmein secret changeme default test guest qwerty qwertyuiop qwertz azerty
asdfgh asdfghjkl zxcvbn iloveyou hello
"""
_OF_THE_CALENDAR = """
january february march april may june july august september october november december monday tuesday
wednesday thursday friday saturday sunday spring summer autumn fall winter janvier fevrier mars avril mai
juin juillet aout septembre octobre novembre decembre enero febrero marzo abril mayo junio julio agosto
septiembre octubre noviembre diciembre
"""
GUESSED_WORDS = frozenset(f"{_OF_THE_SITE} {_COMMON} {_OF_THE_CALENDAR}".split())
# signs that stand for a letter in the passwords that people believe to be clever
DISGUISES = str.maketrans("0134578@$!", "oieastbasi")
SEPARATORS = re.compile(r"[\W_]+")


def is_guessable(password: str, *, known: Iterable[str] = ()) -> bool:
    """Whether too little of it is its owner's own; `known` are the names and addresses of that person."""
    words = GUESSED_WORDS | _words_of(known)
    plain = _plain(password)
    return min(_own_signs(plain, words), _own_signs(plain.translate(DISGUISES), words)) < MIN_OWN_SIGNS


def _words_of(texts: Iterable[str]) -> set[str]:
    """The parts of names and addresses, and each as a whole without its signs between."""
    found = set()
    for text in map(_plain, texts):
        found |= {*SEPARATORS.split(text), SEPARATORS.sub("", text)}
    return {word for word in found if len(word) >= MIN_WORD_LENGTH}


def _plain(text: str) -> str:
    """Without capitals and accents."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def _own_signs(text: str, words: Iterable[str]) -> int:
    """How many different signs remain; a year or another number is not its owner's own either."""
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, " ")
    text = re.sub(r"\d{4,}|\b\d+\b", " ", text)
    return len(set(_without_runs(text)) - set(" .-_!?"))


def _without_runs(text: str) -> str:
    """Without a sign that repeats the one before or follows it, as in `aaaa`, `abcd` and `4321`."""
    return text[:1] + "".join(sign for before, sign in pairwise(text) if abs(ord(sign) - ord(before)) > 1)
