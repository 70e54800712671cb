"""What people wrote shows as text, wherever it stands."""

import re

import pytest

from tests.builders import make_commitment, make_note, make_obligation, make_paragraph, make_party, make_user
from tests.views.site import FILES, addresses, body

pytestmark = pytest.mark.one_database

RUNS = "<script>alert('x')</script>\"'><img src=x onerror=alert(1)>"


@pytest.fixture
def written(db):
    """A note with markup in every field that someone may type."""
    place = {"region": f"R{RUNS}"[:50], "subregion": RUNS[:50]}
    state = make_party(iso3="COL", name_en=f"Colombia {RUNS}"[:100], **place)
    paragraph = make_paragraph(number=16, text=f"We {RUNS} will.", heading=RUNS[:100])
    commitment = make_commitment(
        code="16b",
        paragraph=paragraph,
        title=RUNS[:100],
        quotation=RUNS,
        reading=RUNS,
        concerns=RUNS,
        shown_by=RUNS,
    )
    note = make_note(
        obligation=make_obligation(state=state, commitment=commitment),
        author=make_user(public_name=RUNS[:100]),
        text=f"See https://example.org/report?a=1&b=2 {RUNS}",
        disputed_by=RUNS,
        dispute=f"{RUNS} https://example.org/reply",
        evidence={"title": RUNS, "publisher": RUNS, "locator": RUNS, "quotation": RUNS},
    )
    state.memberships.update(remark=RUNS, sources="https://example.org/depositary")
    return note


def test_no_page_lets_markup_run(client, written):
    pages = {path: client.get(path) for path in addresses(written)}

    run = [
        path
        for path, page in pages.items()
        if page.headers["Content-Type"].startswith("text/html")
        and re.search(r"<script>alert|<img src=x|\"'><", body(page))
    ]
    assert run == []
    assert any("&lt;script&gt;alert(" in body(page) for page in pages.values())


def test_a_reason_is_shown_as_text(client, written):
    reviewer = written.published_by
    written.retract(by=reviewer, at=written.published_at, reason=RUNS)

    page = body(client.get(written.get_absolute_url()))

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(" in page


def test_addresses_in_what_people_wrote_lend_no_authority(client, written):
    page = body(client.get(written.get_absolute_url()))

    outward = re.findall(r"<a [^>]*href=\"https?://example\.org[^>]*>", page)
    assert len(outward) >= 3
    assert [link for link in outward if 'rel="nofollow noopener"' not in link] == []


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_never_taken_for_a_page(name, client, written):
    response = client.get("/obligations.csv" if name == "obligations_csv" else "/progress.csv")

    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Disposition"].startswith("attachment;")
