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
    "16(b) Colombia": "/states/COL/16b/",
    "16b": "/commitments/16b/",
    "16b-COL": "/states/COL/16b/",
    "Burma": "/states/MMR/",
    "COL": "/states/COL/",
    "COL 16b": "/states/COL/16b/",
    "COL16b": "/states/COL/16b/",
    "Cape Verde": "/states/CPV/",
    "Chad": "/states/TCD/",
    "Colombia": "/states/COL/",
    "Czech Republic": "/states/CZE/",
    "D.R. Congo": "/states/COD/",
    "DRC": "/states/COD/",
    "Guinea": "/states/GIN/",
    "Guinea Bissau": "/states/GNB/",
    "Holland": "/states/NLD/",
    "India": "/states/IND/",
    "Ivory Coast": "/states/CIV/",
    "Laos": "/states/LAO/",
    "Mali": "/states/MLI/",
    "Niger": "/states/NER/",
    "Oman": "/states/OMN/",
    "St Lucia": "/states/LCA/",
    "Sudan": "/states/SDN/",
    "Swaziland": "/states/SWZ/",
    "TURKIYE": "/states/TUR/",
    "Trinidad": "/states/TTO/",
    "Turkey": "/states/TUR/",
    "Turkiye 16b": "/states/TUR/16b/",
    "U.A.E.": "/states/ARE/",
    "U.K.": "/states/GBR/",
    "U.S.": "/states/USA/",
    "UK": "/states/GBR/",
    "USA": "/states/USA/",
    "Vatican": "/states/VAT/",
    "cote d'ivoire": "/states/CIV/",
    "gambia the": "/states/GMB/",
    "the gambia": "/states/GMB/",
    "u k": "/states/GBR/",
    "\u200fColombia\u200e": "/states/COL/",
    "Камбоджа": "/states/KHM/",
    "كُولُومْبِيَا": "/states/COL/",
    "كولومبيا": "/states/COL/",
}
# by what the page shows first
FINDS = {
    "CRPD": ("pages", "instruments_list"),
    "Colmbia": ("guesses", "COL"),
    "Congo": ("hits", "COD"),
    "Ottawa": ("pages", "memberships_list"),
    "Ottawa Treaty": ("pages", "memberships_list"),
    "Phillipines": ("guesses", "PHL"),
    "St. Kitts": ("states", "KNA"),
    "Ukrain": ("states", "UKR"),
    "cote divoire": ("states", "CIV"),
    "colombia clearing mines": ("obligations", "COL 16b"),
    "colombia overdue": ("of_states", "COL"),
    "data": ("pages", "data"),
    "disability": ("pages", "instruments_list"),
    "funding": ("pages", "contributions_list"),
    "korea south": ("states", "KOR"),
    "methodology": ("pages", "methodology"),
    "mine free": ("status", "fulfilled"),
    "mine-free": ("status", "fulfilled"),
    "minefree": ("commitments", "16b"),
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


@pytest.mark.usefixtures("reference")
def test_what_is_no_name_leads_nowhere(today, now):
    for words in ("100%", "what can", "how is it", "COL 99z", "the", "COL16b COL16b"):
        assert named_records(words, Clocks(today, now)) == [], words


def test_every_page_and_promise_that_has_words_is_there(reference):
    assert [reverse(page.name) for page in PAGES]
    assert {each.status for each in STATUS_WORDS} == {*Status}
    assert {*COMMITMENT_WORDS} <= {*Commitment.objects.values_list("code", flat=True)}
