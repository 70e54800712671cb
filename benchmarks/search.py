"""How much processor time a search costs, by the words that are looked for.

    DATABASE_URL=… python -m benchmarks.search

on a database that `benchmarks.notes` has filled. Time of this process and, on PostgreSQL on this machine, of
the process that serves it; each the mean of several searches.
"""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from django.db import connection
from django.utils import timezone

from commitments.lists.search import read_search
from commitments.pages.search import found_evidence, found_notes, search_results
from commitments.rules.clocks import read_clocks

ROUNDS = 10
QUERIES = (
    "invented",
    "survey",
    "zzzz",
    "i",
    "in su co ar re",
    "quotes second line stocks",
    "invented zzzz",
    "2023 05",
    "report publisher",
    "a e i o u r s t n l",
    "measure survey covered areas remain invented quotes commas",
    "commas formula remain measure quotes survey stocks areas",
    "commas survey",
    "formula",
    "areas 5",
    "quotes invented",
)
Result = TypeVar("Result")


def serving_seconds() -> float:
    """The processor time of the server's process so far; nought on SQLite, which is this process."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def spent(do: Callable[[], Result]) -> tuple[float, Result]:
    """Milliseconds of processor time of one of `ROUNDS`, on both sides together, and what came of it."""
    do()  # what a process reads once does not count
    serving, asking = serving_seconds(), time.process_time()
    for _round in range(ROUNDS):
        result = do()
    seconds = serving_seconds() - serving + time.process_time() - asking
    return seconds / ROUNDS * 1000, result


def measure() -> None:
    """A line for each query: findings, sources, and the whole page without its template."""
    clocks = read_clocks({}, now=timezone.now())
    for query in QUERIES:
        words = read_search(query)
        notes, found = spent(lambda words=words: found_notes(words, clocks))
        evidence, cited = spent(lambda words=words: found_evidence(words, clocks))
        page, _results = spent(lambda query=query: search_results(query, clocks))
        sys.stdout.write(
            f"{query:60} findings {notes:5.0f} ms ({found.count}{'+' if found.is_more else ''}), "
            f"sources {evidence:5.0f} ms ({cited.count}{'+' if cited.is_more else ''}), page {page:5.0f} ms\n"
        )


if __name__ == "__main__":
    measure()
