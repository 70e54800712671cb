"""Reads the archive of a release in blocks."""

import csv
import io
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from zipfile import BadZipFile, ZipFile

from .releases import Release
from .writing import DESCRIPTOR

UNREADABLE = (OSError, BadZipFile, LookupError, ValueError, EOFError, RuntimeError, zlib.error, csv.Error)


class DamagedRelease(Exception):
    """The archive of a release cannot be read; the message names it."""


@contextmanager
def opened(release: Release) -> Iterator[ZipFile]:
    """Its archive; any error in it is raised as DamagedRelease."""
    try:
        with ZipFile(release.path) as archive:
            yield archive
    except UNREADABLE as error:
        raise DamagedRelease(release.name) from error


def keys_of(archive: ZipFile) -> dict[str, tuple[str, ...]]:
    """The key columns of each table."""
    descriptor = json.loads(archive.read(DESCRIPTOR))
    return {each["name"]: tuple(each["schema"]["primaryKey"]) for each in descriptor["resources"]}


def head_of(archive: ZipFile, noun: str) -> list[str]:
    with archive.open(f"{noun}.csv") as file:
        return next(csv.reader(io.TextIOWrapper(file, encoding="utf-8", newline="")))


def rows_in(archive: ZipFile, noun: str) -> Iterator[dict[str, str]]:
    with archive.open(f"{noun}.csv") as file:
        yield from csv.DictReader(io.TextIOWrapper(file, encoding="utf-8", newline=""))
