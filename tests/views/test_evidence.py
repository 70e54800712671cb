"""The evidence library: every source of every note that speaks, under both clocks."""

import csv
import io
import re
from datetime import UTC, date, datetime

import pytest

from tests.builders import make_note, make_returned, make_reviewer, make_submitted
from tests.views.site import body

REPORT, EARLY = "https://example.org/report", "https://paper.example/early"
LATER = datetime(2025, 6, 1, 12, 0, tzinfo=UTC)


def titles(client, query: str = "") -> list[str]:
    table = client.get(f"/evidence/?{query}").context["table"]
    return [row.record.title for row in table.paginated_rows]


def in_file(client, query: str = "") -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO(body(client.get(f"/evidence.csv?{query}")), newline=""))]


@pytest.fixture
def sources(note) -> None:
    """Beside the two sources of the note of the site: an early one, and one without a date."""
    make_note(
        obligation=note.obligation,
        noted_date=date(2011, 1, 1),
        evidence={
            "title": "Early words",
            "url": EARLY,
            "kind": "press",
            "publisher": "The Paper",
            "published_date": date(2011, 1, 1),
            "published_precision": "year",
        },
    )
    make_note(
        obligation=note.obligation,
        noted_date=date(2022, 1, 1),
        published_at=LATER,
        evidence={"title": "Late words", "kind": "other", "publisher": "", "published_date": None},
    )


@pytest.mark.usefixtures("sources")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Report of the State"] * 2 + ["Early words", "Late words"]),
        ("kind=press", ["Early words"]),
        ("not_kind=state_report", ["Early words", "Late words"]),
        ("publisher=The+Paper", ["Early words"]),
        ("not_publisher=United+Nations", ["Early words", "Late words"]),
        ("year=2011&year=undated", ["Early words", "Late words"]),
        ("url=https://paper.example/early", ["Early words"]),
        ("url=https://example.org", []),
        ("q=early", ["Early words"]),
        ("q=paper", ["Early words"]),
        ("state=COL&kind=other", ["Late words"]),
        ("state=FIN", []),
        ("commitment=16b&region=Americas&year=2020", ["Report of the State"] * 2),
        ("as_of=2015-01-01", ["Early words"]),
        ("known_at=2024-12-31", ["Report of the State"] * 2 + ["Early words"]),
        ("as_of=2010-01-01", []),
        ("sort=-title", ["Report of the State"] * 2 + ["Late words", "Early words"]),
        ("sort=published_date", ["Early words"] + ["Report of the State"] * 2 + ["Late words"]),
    ],
)
def test_sources_are_listed_as_asked_on_the_page_and_in_the_file(query, found, client):
    assert titles(client, query) == found
    assert [row["title"] for row in in_file(client, query)] == found


def test_what_does_not_speak_brings_no_source(client, note):
    hidden = {"title": "Unseen words", "publisher": "Unseen House", "published_date": date(1999, 1, 1)}
    here = {"obligation": note.obligation, "links": 1, "evidence": hidden}
    make_note(published=False, **here)
    make_submitted(**here)
    make_returned(**here)
    gone = make_note(**here)
    gone.retract(by=make_reviewer(), at=LATER, reason="Nobody counted.")

    now, before = (body(client.get("/evidence/", query)) for query in ({}, {"known_at": "2025-05-31"}))

    assert "Unseen" not in now
    assert 'value="1999"' not in now
    assert ("Unseen words" in before, "Unseen House" in before) == (True, True)
    assert "Unseen" not in body(client.get("/evidence.csv"))


def test_a_corrected_note_gives_its_sources_to_the_note_that_took_its_place(client, note):
    correction = note.correct(by=note.author)
    correction.submit(by=note.author, at=LATER)
    correction.publish(by=make_reviewer(), at=LATER)

    now, before = ({row["note"] for row in in_file(client, query)} for query in ("", "known_at=2025-05-31"))

    assert (now, before) == ({str(correction.pk)}, {str(note.pk)})


def test_a_row_leads_to_the_source_its_copy_its_note_and_its_obligation(client, note):
    page = body(client.get("/evidence/"))
    table = page[page.index("<tbody>") : page.index("</tbody>")]

    outward = re.findall(r'<a href="(https?://[^"]*)"([^>]*)>', table)
    inward = set(re.findall(r'<a href="(/[^"]*)"', table))
    assert {address for address, _rel in outward} == {
        "https://example.org/report",
        "https://archive.example/1",
    }
    assert {rel for _address, rel in outward} == {' rel="nofollow noopener"'}
    assert inward == {note.get_absolute_url(), note.obligation.get_absolute_url(), "/states/COL/"}
    assert "p. 3" in table


@pytest.mark.usefixtures("sources")
def test_a_date_is_as_exact_as_it_is_known(client):
    page = body(client.get("/evidence/?kind=press"))
    table = page[page.index("<tbody>") :]

    assert re.search(r">\s*2011\s*</td>", table)
    assert [row["published_date"] for row in in_file(client, "kind=press")] == ["2011"]
    assert [row["published_date"] for row in in_file(client, "year=undated")] == [""]


@pytest.mark.usefixtures("sources")
def test_the_figures_by_kind_are_the_rows_behind_their_links(client):
    again = {"kind": "press", "url": "https://example.org/again"}
    make_note(status="", noted_date=date(2012, 1, 1), links=2, evidence=again)
    page = body(client.get("/evidence/?kind=press&as_of=2024-01-01"))

    figures = re.findall(r'class="figure" href="([^"]*)"><span class="number">(\d+)<', page)

    found = [(client.get(link.replace("&amp;", "&")).context["table"].paginator.count) for link, _ in figures]
    assert [int(number) for _link, number in figures] == found == [3, 1, 2, 1]


def test_the_path_of_a_row_is_a_place_on_the_page_of_the_note(client, note):
    for row in in_file(client):
        address, _hash, anchor = row["path"].partition("#")
        assert body(client.get(address)).count(f'id="{anchor}"') == 1


def test_publishers_stand_in_the_order_of_their_names(client, note):
    names = ["aid group", "Émile", "Fund", "United Nations"]
    for name in ("Fund", "Émile", "aid group"):
        make_note(obligation=note.obligation, evidence={"publisher": name})

    def shown(**query: str) -> list[str]:
        rows = client.get("/api/v1/evidence/", query).json()["rows"]
        return [*dict.fromkeys(row["publisher"] for row in rows)]

    assert shown(sort="publisher") == names
    assert shown(sort="-publisher") == names[::-1]
    first = client.get("/api/v1/evidence/", {"sort": "publisher", "page_size": "2"}).json()
    second = client.get(first["next"]).json()
    assert [row["publisher"] for row in [*first["rows"], *second["rows"]]] == [*names[:3], names[3]]
    page = client.get("/evidence/").content.decode()
    assert sorted(names, key=lambda name: page.index(f'value="{name}"')) == names


def sources_on(client, query: str = "") -> list[tuple[str, int, int]]:
    """Address, times cited and findings of each source, in the order of the page."""
    shown = client.get(f"/evidence/sources/?{query}").context["sources"]
    return [(each.link.url, each.link_count, each.note_count) for each in shown]


@pytest.mark.usefixtures("sources")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [(REPORT, 3, 2), (EARLY, 1, 1)]),
        (
            "known_at=2024-12-31",
            [(REPORT, 2, 1), (EARLY, 1, 1)],
        ),
        ("as_of=2015-01-01", [(EARLY, 1, 1)]),
        ("kind=press&state=COL", [(EARLY, 1, 1)]),
        ("q=late", [(REPORT, 1, 1)]),
        ("state=FIN", []),
    ],
)
def test_each_source_stands_once_with_the_rows_that_cite_it(query, found, client):
    response = client.get(f"/evidence/sources/?{query}")

    assert sources_on(client, query) == found
    for each in response.context["sources"]:
        assert client.get(each.address).context["table"].paginator.count == each.link_count
    rows = client.get(response.context["rows_address"]).context["table"].paginator.count
    assert rows == sum(times for _url, times, _notes in found)


def test_source_shows_its_newest_findings_and_says_how_many_more(client, note):
    for year in (2011, 2014, 2012, 2013):
        make_note(obligation=note.obligation, noted_date=date(year, 1, 1))

    (source,) = client.get("/evidence/sources/").context["sources"]

    assert [each.note.noted_date.year for each in source.newest] == [2020, 2020, 2014]
    assert (source.link_count, source.more_count, source.state_count, source.commitment_count) == (6, 3, 1, 1)


def test_sources_cost_the_same_queries_however_many(client, note, django_assert_max_num_queries):
    def queries() -> int:
        with django_assert_max_num_queries(40) as asked:
            client.get("/evidence/sources/")
        return len(asked)

    before = queries()
    for number in range(5):
        link = {"url": f"https://example.org/{number}"}
        make_note(obligation=note.obligation, noted_date=date(2015, 1, 1), evidence=link)

    assert queries() == before


def test_a_filter_that_cannot_be_read_shows_no_source(client, note):
    page = body(client.get("/evidence/sources/?kind=waxwing"))

    assert 'role="alert"' in page
    assert "example.org/report" not in page


def test_list_of_evidence_and_sources_lead_to_each_other_and_keep_the_filters(client, note):
    rows = client.get("/evidence/?kind=state_report&state=COL&sort=title&as_of=2024-01-01")

    assert rows.context["by_source"] == "/evidence/sources/?kind=state_report&state=COL&as_of=2024-01-01"
    sources = client.get(rows.context["by_source"])
    assert sources.context["rows_address"] == "/evidence/?kind=state_report&state=COL&as_of=2024-01-01"
