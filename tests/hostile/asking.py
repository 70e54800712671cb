"""Asks the running product for as long as it may: `python -m tests.hostile.asking ADDRESS SECONDS SEED`.

Started by `python -m tests.hostile` with the variables of the product: the addresses are read from it.
"""

import hashlib
import random
import sqlite3
import sys
import time
from collections import Counter
from contextlib import closing
from itertools import compress
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request

import django

django.setup()

from django.contrib import admin  # noqa: E402  (only once the apps are loaded)
from django.db import connection  # noqa: E402  (only once the apps are loaded)
from django.utils import timezone  # noqa: E402  (only once the apps are loaded)

from commitments.models import ProgressNote  # noqa: E402  (only once the apps are loaded)
from tests.faults.desk import Person  # noqa: E402  (only once the apps are loaded)

from .asked import Asked, desk, forms, public  # noqa: E402  (only once the apps are loaded)
from .values import VALUES  # noqa: E402  (only once the apps are loaded)

SLOW = 2.0
# what reading may write: sessions, counts of a throttle, who signed in
WRITTEN_BY_READING = ("django_session", "cache", "usersession", "django_admin_log")


class Address:
    """Where the product is, in the shape that a person of `tests.faults` knows."""

    def __init__(self, address: str) -> None:
        self.address = address


def main(where: str, seconds: float, seed: int) -> int:
    """Ask at random until the time is over; print what was wrong, and how much was asked."""
    person = Person(Address(where), "1", "1")
    person.sign_in()
    note = ProgressNote.objects.published_by(timezone.now()).exclude(evidence=None).order_by("pk")[0]
    reading, chance = [*public(note), *desk()], random.Random(seed)
    before = content()
    wrong, counted = ask_until(
        time.monotonic() + seconds * 0.7, person, lambda: chance.choice(reading), chance
    )
    if content() != before:
        wrong.append("reading changed what is stored")
    written = [
        one
        for model in admin.site._registry
        if (path := f"/admin/commitments/{model._meta.model_name}/add/")
        for one in forms(path, person.ask(path)[2])
    ]
    more, sent = ask_until(time.monotonic() + seconds * 0.3, person, lambda: chance.choice(written), chance)
    print("\n".join(wrong + more))
    print(
        f"{len(reading)} places to read, {len(written)} fields to fill, {len(VALUES)} values, seed {seed}: "
        f"{sum(counted.values())} read {dict(sorted(counted.items()))}, "
        f"{sum(sent.values())} sent {dict(sorted(sent.items()))}"
    )
    return 1 if wrong or more else 0


def ask_until(until, person: Person, choose, chance: random.Random) -> tuple[list[str], Counter[int]]:
    """What was answered with 5xx, or twice too late."""
    wrong, counted = [], Counter()
    while time.monotonic() < until:
        asked, value = choose(), chance.choice(VALUES)
        status, took = answer(person, asked, value)
        counted[status] += 1
        if took > SLOW:
            status, took = answer(person, asked, value)
        if status >= 500 or (took > SLOW and took > 2 * usual(person, asked)):
            wrong.append(
                f"{status} after {took:.1f} s: {asked.address(value)[:300]} {asked.parameter} {value[:80]!r}"
            )
    return wrong, counted


def usual(person: Person, asked: Asked) -> float:
    """How long the same address takes just now with nothing hostile in it: a whole file is slow by itself."""
    plain = Asked(asked.path.replace("HOSTILE", "1"))
    return answer(person, plain, "")[1]


def answer(person: Person, asked: Asked, value: str) -> tuple[int, float]:
    """The status of one answer, read to its last byte, and how long that took."""
    form, began = asked.form(value), time.monotonic()
    body = None
    if form is not None:
        pairs = [(name, person.token if name == "csrfmiddlewaretoken" else each) for name, each in form]
        body = urlencode(pairs, errors="surrogateescape").encode()
    request = Request(person.office.address + asked.address(value), body)
    try:
        with person.opener.open(request, timeout=60) as found:
            found.read()
            return found.status, time.monotonic() - began
    except HTTPError as error:
        error.read()
        return error.code, time.monotonic() - began


def content() -> str:
    """A checksum of all that is stored, but for what reading may write."""
    digest = hashlib.sha256()
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as file:
        tables = [row[0] for row in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in sorted(tables):
            if any(part in name for part in WRITTEN_BY_READING):
                continue
            rows = file.execute(f'SELECT * FROM "{name}"')
            kept = [column[0] != "last_login" for column in rows.description]
            for row in rows:
                digest.update(repr([*compress(row, kept)]).encode(errors="surrogateescape"))
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3])))
