"""What the documents name is there."""

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "docs/architecture.md",
    "docs/asvs.md",
    "docs/operations.md",
    "docs/security.md",
)
TOP = tuple(f"{path.name}/" for path in ROOT.iterdir() if path.is_dir())
# a word in code style that begins like a folder of the project or ends like one of its files
PATH = re.compile(r"`([\w./<>-]+(?:/|\.(?:py|html|css|toml|md|csv|json|svg|js)))`")
# of levels 1 and 2, in the chapters of ASVS 5.0.0
REQUIREMENTS = [27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7]
NUMBER = re.compile(r"\d+\.\d+\.\d+")
MIN_REASON_WORDS = 15
PLACEHOLDER = re.compile(r"<\w+>")


def named_paths(document: str) -> list[str]:
    """Every path of the project that a document names; what stands for any name is left out."""
    words = PATH.findall((ROOT / document).read_text(encoding="utf-8"))
    return [word for word in words if word.startswith(TOP) and not PLACEHOLDER.search(word)]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_that_a_document_names_exists(document):
    missing = [word for word in named_paths(document) if not (ROOT / word).exists()]

    assert missing == []


def test_every_requirement_of_asvs_is_judged_once_and_what_is_not_met_says_why():
    lines = (ROOT / "docs/asvs.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines if line.startswith("| ")]
    judged = [(number, *cells[1:]) for cells in rows for number in NUMBER.findall(cells[0])]
    chapters = Counter(int(number.split(".")[0]) for number, *_cells in judged)

    assert [chapters[chapter] for chapter in range(1, 18)] == REQUIREMENTS
    assert len({number for number, *_cells in judged}) == sum(REQUIREMENTS)
    assert {state for _number, _level, _what, state, _where in judged} == {
        "met",
        "operator",
        "not met",
        "n/a",
    }
    reasons = {number: where for number, _level, _what, state, where in judged if state == "not met"}
    assert [number for number, where in reasons.items() if len(where.split()) < MIN_REASON_WORDS] == []


def test_the_documents_name_paths():
    assert len(named_paths("docs/architecture.md")) > 40
    assert len(named_paths("CONTRIBUTING.md")) > 15
