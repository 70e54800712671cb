"""What the documents name is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "docs/architecture.md",
    "docs/operations.md",
    "docs/security.md",
)
TOP = tuple(f"{path.name}/" for path in ROOT.iterdir() if path.is_dir())
# a word in code style that begins like a folder of the project or ends like one of its files
PATH = re.compile(r"`([\w./<>-]+(?:/|\.(?:py|html|css|toml|md|csv|json|svg|js)))`")
PLACEHOLDER = re.compile(r"<\w+>")


def named_paths(document: str) -> list[str]:
    """Every path of the project that a document names; what stands for any name is left out."""
    words = PATH.findall((ROOT / document).read_text(encoding="utf-8"))
    return [word for word in words if word.startswith(TOP) and not PLACEHOLDER.search(word)]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_that_a_document_names_exists(document):
    missing = [word for word in named_paths(document) if not (ROOT / word).exists()]

    assert missing == []


def test_the_documents_name_paths():
    assert len(named_paths("docs/architecture.md")) > 40
    assert len(named_paths("CONTRIBUTING.md")) > 15
