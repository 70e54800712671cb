"""Editions of the baseline: how a note is recognised from one edition to the next.

Imports the standard library only: `fixtures/build` computes the same digests without Django.
"""

import hashlib
import json
import uuid
from collections.abc import Mapping

CONTENT = (
    *("state_iso3", "commitment", "noted_date", "status", "certainty"),
    *("text", "disputed_by", "dispute"),
)
EVIDENCE_PREFIX = "evidence_"
DIGEST_LENGTH = 24
# A constant of the product: another one would make every note of every edition a new one.
NAMESPACE = uuid.UUID("6b0ee5a5-3f5c-5d0c-9a55-2f1a6cfb8d1e")


def digest_of(cells: Mapping[str, str]) -> str:
    """Of what a note and its evidence say, as cells of a file; empty cells and other columns do not count."""
    said = {
        name: cell
        for name, cell in sorted(cells.items())
        if cell and (name in CONTENT or name.startswith(EVIDENCE_PREFIX))
    }
    text = json.dumps(said, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:DIGEST_LENGTH]


def entry_key_of(edition: str, key: str) -> uuid.UUID:
    """The `entry_key` of the note that this edition brought under this key: no edition brings one twice."""
    return uuid.uuid5(NAMESPACE, f"{edition}/{key}")
