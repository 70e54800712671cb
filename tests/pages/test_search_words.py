"""Each of the words that readers tried finds what they meant, on the first screen, in the baseline."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from commitments.models import Commitment, Obligation
from commitments.pages.search import search_results
from commitments.pages.search_named import named_records
from commitments.rules.clocks import Clocks
from commitments.rules.codes import Status
from commitments.rules.search_words import COMMITMENT_WORDS, PAGES, STATUS_WORDS

LEADS_TO = {
    "16b": "/commitments/16b/",
    "Burma": "/states/MMR/",
    "COL": "/states/COL/",
    "COL 16b": "/states/COL/16b/",
    "Cape Verde": "/states/CPV/",
    "Colombia": "/states/COL/",
    "Czech Republic": "/states/CZE/",
    "DRC": "/states/COD/",
    "Holland": "/states/NLD/",
    "Ivory Coast": "/states/CIV/",
    "Laos": "/states/LAO/",
    "St Lucia": "/states/LCA/",
    "Swaziland": "/states/SWZ/",
    "TURKIYE": "/states/TUR/",
    "Turkey": "/states/TUR/",
    "UK": "/states/GBR/",
    "USA": "/states/USA/",
    "Vatican": "/states/VAT/",
    "cote d'ivoire": "/states/CIV/",
    "Камбоджа": "/states/KHM/",
    "كولومبيا": "/states/COL/",
}
# by what the page shows first
FINDS = {
    "CRPD": ("pages", "instruments_list"),
    "Colmbia": ("guesses", "COL"),
    "Congo": ("hits", "COD"),
    "Ottawa": ("pages", "memberships_list"),
    "Ottawa Treaty": ("pages", "memberships_list"),
    "St. Kitts": ("states", "KNA"),
    "colombia clearing mines": ("obligations", "COL 16b"),
    "colombia overdue": ("of_states", "COL"),
    "data": ("pages", "data"),
    "disability": ("pages", "instruments_list"),
    "funding": ("pages", "contributions_list"),
    "methodology": ("pages", "methodology"),
    "mines antipersonnel": ("commitments", "16b"),
    "overdue": ("status", "overdue"),
    "who left": ("pages", "memberships_list"),
}


@pytest.fixture
def reference(db) -> None:
    """States, their names and the commitments as they are shipped; no finding is needed for these."""
    call_command("loaddata", "paragraphs", "commitments", "states", "other_names", "memberships", verbosity=0)
    Obligation.objects.open_missing()


def shown(found, kind: str) -> list[str]:
    """What the page shows of one kind, as far as the first screen goes."""
    rows = getattr(found, kind)
    if kind == "status":
        return [rows]
    rows = getattr(rows, "rows", rows)[:3]
    names = {"pages": "name", "commitments": "code"}
    if kind == "obligations":
        return [f"{row.state.iso3} {row.commitment.code}" for row in rows]
    return [getattr(row, names.get(kind, "iso3")) for row in rows]


@pytest.mark.usefixtures("reference")
def test_words_that_people_use_find_what_they_mean(today, now):
    clocks = Clocks(today, now)

    led = {words: [one.get_absolute_url() for one in named_records(words, clocks)] for words in LEADS_TO}
    results = {words: search_results(words, clocks, named_records(words, clocks)) for words in FINDS}
    found = {words: shown(results[words], kind) for words, (kind, _what) in FINDS.items()}

    assert led == {words: [page] for words, page in LEADS_TO.items()}
    missed = {words for words, (_kind, what) in FINDS.items() if what not in found[words]}
    assert missed == set(), found


def test_every_page_and_promise_that_has_words_is_there(reference):
    assert [reverse(page.name) for page in PAGES]
    assert {each.status for each in STATUS_WORDS} == {*Status}
    assert {*COMMITMENT_WORDS} <= {*Commitment.objects.values_list("code", flat=True)}
