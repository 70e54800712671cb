"""One or more addresses for every kind of page, in the product with its baseline."""

from commitments.urls import urlpatterns

# a day in the past as the site knows it since its first day: both clocks set
CLOCKS = "as_of=2015-12-31&known_at=2026-11-24"

ADDRESSES = {
    "overview": ["/", f"/?{CLOCKS}"],
    "declaration": ["/declaration/"],
    "commitment_list": ["/commitments/"],
    "commitment_detail": ["/commitments/16b/", "/commitments/16a/", f"/commitments/21/?{CLOCKS}"],
    "state_list": ["/states/", "/states/?region=Americas&label=left"],
    "state_detail": ["/states/COL/", "/states/FIN/", "/states/USA/", f"/states/KHM/?{CLOCKS}"],
    "obligation_detail": [
        "/states/COL/16b/",
        "/states/KHM/16d/",
        "/states/EST/16c/",
        f"/states/UKR/16b/?{CLOCKS}",
    ],
    "obligation_list": [
        "/obligations/",
        "/obligations/?status=overdue&status=contradicted&region=Africa&sort=-status_date",
        "/obligations/?not_status=not_assessed&not_region=Asia&columns=status,commitment&per_page=10",
        "/obligations/?status=waxwing&nonsense=1",
    ],
    "matrix": [
        "/matrix/",
        "/matrix/?region=Oceania&status=in_progress&density=roomy&sort=-16b",
        "/matrix/?sort=waxwing",
    ],
    "map": ["/map/", "/map/?commitment=17&by=freshness", "/map/?commitment=99z"],
    "progress_list": ["/progress/", "/progress/?q=nobody-wrote-this"],
    "progress_detail": ["/progress/1/"],
    "evidence_list": ["/evidence/", "/evidence/?kind=press&not_region=Europe", "/evidence/?year=1901"],
    "membership_list": [
        "/memberships/?left=true",
        f"/memberships/?label=declared_2009&sort=signed_date&{CLOCKS}",
    ],
    "deadline_list": ["/deadlines/?passed=false", "/deadlines/?due_from=2099-01-01&due_to=2098-01-01"],
    "reply_list": ["/replies/", "/replies/?position=waxwing"],
    "methodology": ["/methodology/"],
    "data": ["/data/", f"/data/?{CLOCKS}"],
    "releases": ["/data/releases/"],
    "release": ["/data/releases/second/"],
    "release_changes": ["/data/releases/second/changes/", "/data/releases/first/changes/"],
}
# pages that answer a wrong address; not in the site map
REFUSALS = ["/nowhere/", "/?as_of=yesterday"]
# what is not a page for people
FILES = {
    f"{noun}_{kind}"
    for noun in (
        *("obligation", "progress", "evidence", "state", "commitment"),
        *("membership", "deadline", "reply"),
    )
    for kind in ("csv", "xlsx", "json", "metadata")
} | {"progress_feed", "region_feed", "state_feed", "commitment_feed"} | {"healthz", "package", "release_file"}

EVERY_ADDRESS = [address for of_kind in ADDRESSES.values() for address in of_kind] + REFUSALS


def kinds_without_address() -> set[str]:
    """The names in the site map that nobody has given an address here."""
    return {pattern.name for pattern in urlpatterns} - set(ADDRESSES) - FILES
