"""Passwords that a guesser tries first."""

from commitments.rules.passwords import is_guessable

KNOWN = ("ana.lopez@example.org", "Ana", "López", "ana-lopez", "tracker.example.org", "Example Campaign")
GUESSED = (
    "aaaaaaaaaaaa",
    "abababababab",
    "abcdefghijkl",
    "cartagena2026",
    "C4rtagena!2026",
    "admin12345678",
    "Adm1n-1234-5678",
    "password-2026-november",
    "Noviembre2026!",
    "analopez123456",
    "lopez.ana.1987",
    "LOPEZ-campaign-1",
    "mineban-convention",
    "qwertyuiop2026",
    "123456123456",
    "trackerexample26",
)
GOOD = (
    "violet-harbour-lantern",
    "correct-horse-battery",
    "amber-lighthouse-ferry",
    "kV7#pQ2!xW9z",
    "Der Mond ist heute grün",
    "cartagena violet harbour",
    "зелёный чайник у окна",
    "x" * 3 + "kR8vTq2mZw",
)


def test_what_is_made_of_names_site_months_and_sequences_is_guessable():
    assert [password for password in GUESSED if not is_guessable(password, known=KNOWN)] == []


def test_words_of_ones_own_are_not():
    assert [password for password in GOOD if is_guessable(password, known=KNOWN)] == []
