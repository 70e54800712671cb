"""One table of values as people write them, read alike by forms, imports, filters, search and addresses."""

from collections.abc import Callable, Mapping
from functools import partial
from urllib.parse import quote, urlencode

import pytest
from django.contrib import admin
from django.http import QueryDict

from commitments.admin.notes.evidence_form import EvidenceForm
from commitments.lists.declaration import PublicList
from commitments.lists.filterset import StrictFilterSet
from commitments.lists.obligations import OBLIGATIONS
from commitments.lists.progress import PROGRESS
from commitments.models import Commitment, ProgressNote, State
from commitments.rules.clocks import AS_OF, Clocks, parse_day
from commitments.rules.dates import iso_form
from tests.builders import make_commitment, make_obligation, make_other_name, make_party, make_reviewer
from tests.imports.files import HEADINGS, NOW, ROW, as_csv, bring, exported, look, reasons, rows_of
from tests.value_cases import (
    ADDRESSES,
    CERTAINTIES,
    COMMITMENTS,
    DATES,
    KINDS,
    STATES,
    STATUSES,
    TEXTS,
    TWO_DATES,
)

pytestmark = pytest.mark.django_db

TABLES = (ADDRESSES, CERTAINTIES, COMMITMENTS, DATES, KINDS, STATES, STATUSES, TEXTS, TWO_DATES)
NAMED = {
    "BIH": {"iso2": "BA", "m49": "070", "name_en": "Bosnia and Herzegovina"},
    "BOL": {"iso2": "BO", "m49": "068", "name_en": "Bolivia (Plurinational State of)"},
    "CIV": {"iso2": "CI", "m49": "384", "name_en": "Côte d’Ivoire"},
    "COL": {
        "iso2": "CO",
        "m49": "170",
        "name_en": "Colombia",
        "name_fr": "Colombie",
        "name_ru": "Колумбия",
        "name_ar": "كولومبيا",
        "name_zh": "哥伦比亚",
    },
    "TUR": {"iso2": "TR", "m49": "792", "name_en": "Türkiye"},
}
CLOCKS = Clocks(NOW.date(), NOW)


@pytest.fixture(autouse=True)
def world() -> None:
    """Five States that owe two promises."""
    for iso3, names in NAMED.items():
        state = make_party(iso3=iso3, **names)
        for code in ("16b", "18"):
            make_obligation(state=state, commitment=make_commitment(code=code))


def others(read: Callable[[str], object], table: Mapping[str, object]) -> dict[str, object]:
    """What was read otherwise than the table says."""
    found = {text: read(text) for text in table}
    return {text: value for text, value in found.items() if value != table[text]}


def test_the_table_is_long():
    assert sum(map(len, TABLES)) >= 150


@pytest.fixture
def desk(rf):
    """The admin of notes, and a request to it by somebody who reaches every State."""
    request = rf.get("/")
    request.user = make_reviewer(is_superuser=True)
    return admin.site.get_model_admin(ProgressNote), request


def test_the_form_of_a_note_reads_the_table(desk):
    notes, request = desk
    form = notes.get_form(request)

    def sent(**typed: str) -> dict[str, object]:
        bound = form({"noted_precision": "day", **typed})
        bound.is_valid()
        return bound.cleaned_data

    def dated(text: str) -> str:
        read = sent(noted_date=text)
        return iso_form(read["noted_date"], read["noted_precision"])

    assert others(dated, DATES) == {}
    assert others(lambda text: sent(text=text).get("text", ""), TEXTS) == {}
    assert [text for text in TWO_DATES if "noted_date" in sent(noted_date=text)] == []


def test_the_form_of_a_source_reads_the_table():
    def sent(name: str, text: str) -> object:
        bound = EvidenceForm({name: text, "published_precision": "day"})
        bound.is_valid()
        return bound.cleaned_data.get(name)

    addresses = {text: address for text, (address, _word) in ADDRESSES.items()}

    assert others(lambda text: sent("url", text), addresses) == {}
    assert others(lambda text: sent("archived_url", text), addresses) == {}


def test_a_link_to_the_form_reads_the_table(desk):
    notes, request = desk

    def prefilled(name: str, text: str) -> object:
        request.GET = QueryDict(urlencode({name: text}))
        return notes.get_changeform_initial_data(request)[name]

    states = dict(State.objects.values_list("iso3", "pk"))
    commitments = dict(Commitment.objects.values_list("code", "pk"))

    assert (
        others(lambda text: prefilled("state", text), {text: states[to] for text, to in STATES.items()}) == {}
    )
    wanted = {text: commitments[to] for text, to in COMMITMENTS.items()}
    assert others(lambda text: prefilled("commitment", text), wanted) == {}


def test_an_import_reads_the_table():
    kept = {text: read for text, read in TEXTS.items() if "\x00" not in text and text.isprintable()}
    written = [
        (column, text, said)
        for column, table in {
            "state_iso3": STATES,
            "commitment": COMMITMENTS,
            "noted_date": DATES,
            "status": STATUSES,
            "certainty": CERTAINTIES,
            "evidence_url": {text: address for text, (address, _word) in ADDRESSES.items()},
            "evidence_kind": KINDS,
            "evidence_quotation": kept,
        }.items()
        for text, said in table.items()
    ]
    rows = [
        {**ROW, "status": "", "text": f"Finding {number}.", column: text}
        for number, (column, text, _said) in enumerate(written)
    ]
    headings = [*HEADINGS, "certainty", "evidence_kind", "evidence_quotation"]

    entries = bring(as_csv(*rows, headings=headings), make_reviewer(username="importer"))

    assert reasons(entries) == []
    stored = {row["note"]: row for row in rows_of(exported())}
    dates = {
        str(note.pk): iso_form(note.noted_date, note.noted_precision) for note in ProgressNote.objects.all()
    }
    found = [
        (column, text, dates[str(entry.made)] if column == "noted_date" else stored[str(entry.made)][column])
        for (column, text, _said), entry in zip(written, entries, strict=True)
    ]
    assert [case for case in zip(found, written, strict=True) if case[0] != case[1]] == []


def test_filters_read_the_table():
    rows = {public: public.rows(CLOCKS) for public in (OBLIGATIONS, PROGRESS)}

    def chosen(public: PublicList, name: str, text: str) -> StrictFilterSet:
        return public.filters(QueryDict(urlencode({name: text})), queryset=rows[public])

    def asked(public: PublicList, name: str, text: str) -> str:
        return chosen(public, name, text).data[name]

    days = {text: f"{said}-01-01"[:10] for text, said in DATES.items() if not said.startswith("by")}

    for public, name, table in (
        (OBLIGATIONS, "state", STATES),
        (OBLIGATIONS, "not_state", STATES),
        (OBLIGATIONS, "commitment", COMMITMENTS),
        (OBLIGATIONS, "status", STATUSES),
        (PROGRESS, "status", STATUSES),
        (PROGRESS, "certainty", CERTAINTIES),
        (PROGRESS, "evidence", KINDS),
        (PROGRESS, "noted_from", days),
    ):
        assert others(partial(asked, public, name), table) == {}, name
    for text in TWO_DATES:
        (refusal,) = chosen(PROGRESS, "noted_from", text).refusals()
        assert "can be" in refusal, text


def test_a_name_of_two_states_is_refused_with_both(client):
    for iso3, name in (("COD", "Democratic Republic of the Congo"), ("COG", "Congo")):
        state = make_party(iso3=iso3, name_en=name)
        make_obligation(state=state, commitment=Commitment.objects.get(code="16b"))
        make_other_name(state, "Congo")
    words = "“Congo” can be Democratic Republic of the Congo (COD) or Congo (COG): write the code."

    chosen = OBLIGATIONS.filters(QueryDict("state=Congo"), queryset=OBLIGATIONS.rows(CLOCKS))
    entries = look(as_csv({**ROW, "state_iso3": "Congo"}), make_reviewer(username="importer"))

    (refusal,) = chosen.refusals()
    assert "“Congo” is not one of the choices" in refusal
    assert reasons(entries) == [(2, "state_iso3", words)]
    assert client.get("/states/Congo/").status_code == 404


def test_clocks_read_the_table():
    days = {text: said for text, said in DATES.items() if not said.startswith("by")}

    assert others(lambda text: parse_day(AS_OF, text).isoformat()[: len(days[text])], days) == {}


def test_addresses_of_pages_read_the_table(client):
    def led(root: str, text: str) -> str:
        address = f"{root}{quote(text, safe='')}/"
        return client.get(address).headers.get("Location", address)

    states = {text: f"/states/{to}/" for text, to in STATES.items()}
    commitments = {text: f"/commitments/{to}/" for text, to in COMMITMENTS.items()}

    assert others(partial(led, "/states/"), states) == {}
    assert others(partial(led, "/commitments/"), commitments) == {}


def test_the_search_reads_the_table(client):
    def led(text: str) -> str:
        answer = client.get("/search/", {"q": text})
        return answer.headers.get("Location", "stays")

    # two digits are the number of a paragraph to whoever searches
    states = {text: f"/states/{to}/" for text, to in STATES.items() if text != "68"}
    assert others(led, states) == {}
    assert others(led, {text: f"/commitments/{to}/" for text, to in COMMITMENTS.items()}) == {}
