"""Every column of every export, declared once: header, ORM expression, kind, meaning, values, example.

The files, the dictionary on the data page, the package and the API read these tables. A header once
published stays, and new ones stand behind it. One module is one noun.
"""

from . import commitments, deadlines, evidence, memberships, obligations, progress, replies, states
from .base import Column, Kind, PublicTable, Reference

TABLES: tuple[PublicTable, ...] = (
    obligations.TABLE,
    progress.TABLE,
    evidence.TABLE,
    states.TABLE,
    commitments.TABLE,
    memberships.TABLE,
    deadlines.TABLE,
    replies.TABLE,
)


def table_of(noun: str) -> PublicTable:
    """The table with this noun."""
    return next(table for table in TABLES if table.noun == noun)


__all__ = [
    "TABLES",
    "Column",
    "Kind",
    "PublicTable",
    "Reference",
    "table_of",
]
