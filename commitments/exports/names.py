"""How a file is called when it is kept."""

import re
from collections.abc import Iterable

from commitments.rules.clocks import Clocks

MAX_FILE_NAME_LENGTH = 120
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def file_name(noun: str, filters: Iterable[str], clocks: Clocks, *, suffix: str) -> str:
    """Such as `cartagena-obligations-COL-overdue-2010-01-01.csv`: noun, filter values, the day.

    `filters` are the values the reader chose; a moment of knowledge is added where one is set.
    """
    known = [f"known-{clocks.known_date.isoformat()}"] if clocks.known_at_given else []
    parts = ["cartagena", noun, *filters]
    stem = re.sub(r"[^A-Za-z0-9_]+", "-", "-".join(parts)).strip("-")[:MAX_FILE_NAME_LENGTH]
    return "-".join([stem, clocks.day.isoformat(), *known]) + f".{suffix}"
