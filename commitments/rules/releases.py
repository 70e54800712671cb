"""The names of releases: part of cited addresses and of folder names on disk."""

import re

MAX_NAME_LENGTH = 40
PATTERN = "[a-z0-9]+(?:[.-][a-z0-9]+)*"
_NAME = re.compile(PATTERN)


def is_release_name(name: str) -> bool:
    """Small letters and digits with single dots or dashes between them, such as 2026-11 or v1.0."""
    return len(name) <= MAX_NAME_LENGTH and _NAME.fullmatch(name) is not None
