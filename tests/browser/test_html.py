"""Every kind of page is valid HTML, as the Nu HTML Checker reads it."""

import json
import subprocess
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.browser.kinds import EVERY_ADDRESS
from tests.harness.validator import find_validator

pytestmark = pytest.mark.browser


def source(address: str) -> bytes:
    """What the product sends, also where it refuses."""
    try:
        with urlopen(address) as answer:
            return answer.read()
    except HTTPError as refused:
        return refused.read()


# one short run earns back neither the second compiler nor parallel collectors
JAVA = ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m"]
# lists without markers and tables laid out anew lose their meaning in some browsers, unless a role says it
NOT_HEEDED = "role is unnecessary for element"


def complaints(pages: dict[Path, str]) -> list[str]:
    """What the checker says, with the address of the page and the place in it; one start for all pages."""
    command = [*JAVA, "-jar", str(find_validator()), "--format", "json", "--stdout", *map(str, pages)]
    said = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    names = {path.as_uri().replace("file:///", "file:/"): address for path, address in pages.items()}
    return [
        f"{names.get(each['url'], each['url'])} line {each.get('lastLine')}: {each['message']}"
        f" {each.get('extract', '')!r}"
        for each in json.loads(said.stdout)["messages"]
        if (each["type"] == "error" or each.get("subType") == "warning") and NOT_HEEDED not in each["message"]
    ]


def test_every_kind_of_page_is_valid(base_url: str, tmp_path: Path):
    pages = {}
    for number, address in enumerate(EVERY_ADDRESS):
        path = tmp_path / f"{number}.html"
        path.write_bytes(source(base_url + address))
        pages[path] = address

    assert complaints(pages) == []


def test_the_checker_does_complain(tmp_path: Path):
    path = tmp_path / "wrong.html"
    path.write_text("<!DOCTYPE html><html lang=en><title>Wrong</title><p><div></div></p>", encoding="utf-8")

    assert complaints({path: "wrong"}) != []
