"""One or more addresses for every kind of page, in the product with its baseline."""

from commitments.exports.formats import FORMATS
from commitments.lists.registry import LISTS
from commitments.urls import urlpatterns

# a day in the past as the site knew it on the day of its first publication: both clocks set
CLOCKS = "as_of=2015-12-31&known_at=2026-11-28"

ADDRESSES = {
    "overview": ["/", "/?layer=deadlines", f"/?{CLOCKS}"],
    "declaration": ["/declaration/"],
    "commitments_list": ["/commitments/"],
    "commitment_detail": ["/commitments/16b/", "/commitments/16a/", f"/commitments/21/?{CLOCKS}"],
    "states_list": ["/states/", "/states/?region=Americas&label=left"],
    "state_detail": ["/states/COL/", "/states/FIN/", "/states/USA/", f"/states/KHM/?{CLOCKS}"],
    "obligation_detail": [
        "/states/COL/16b/",
        "/states/KHM/16d/",
        "/states/EST/16c/",
        f"/states/UKR/16b/?{CLOCKS}",
    ],
    "obligations_list": [
        "/obligations/",
        "/obligations/?status=overdue&status=contradicted&region=Africa&sort=-status_date",
        "/obligations/?not_status=not_assessed&not_region=Asia&columns=status,commitment&per_page=10",
        "/obligations/?status=waxwing&nonsense=1",
    ],
    "matrix": [
        "/matrix/?region=Oceania&status=in_progress&density=roomy&sort=-16b",
        "/matrix/",
        "/matrix/?sort=waxwing",
    ],
    "map": ["/map/", "/map/?commitment=17&by=freshness", "/map/?commitment=99z"],
    "progress_list": ["/progress/", "/progress/?q=nobody-wrote-this"],
    "progress_detail": ["/progress/1/"],
    "compare": [
        "/compare/",
        f"/compare/?state=COL&state=KHM&state=UKR&state=USA&{CLOCKS}",
        "/compare/?state=COL&state=COL&state=XXX",
    ],
    "trends": ["/trends/", f"/trends/?commitment=17&label=left&{CLOCKS}", "/trends/?region=Atlantis"],
    "moved": [
        "/trends/moved/?from=2020-01-01&to=2026-11-24",
        "/trends/moved/?was=contradicted&became=not_started",
        "/trends/moved/?from=2027-01-01",
    ],
    "evidence_list": ["/evidence/", "/evidence/?kind=press&not_region=Europe", "/evidence/?year=1901"],
    "evidence_sources": [
        "/evidence/sources/",
        "/evidence/sources/?kind=other",
        "/evidence/sources/?year=1901",
    ],
    "instruments_list": ["/instruments/?instrument=CCM&is_in=true"],
    "casualties_list": ["/casualties/", "/casualties/?state=COL&scope=remnants_only&year=1901"],
    "contributions_list": ["/contributions/", "/contributions/?role=donor&currency=EUR&year=1901"],
    "meetings_list": ["/meetings/", "/meetings/?kind=intersessional&as_of=2015-12-31", "/meetings/?closed=x"],
    "memberships_list": [
        "/memberships/?left=true",
        f"/memberships/?label=declared_2009&sort=signed_date&{CLOCKS}",
    ],
    "deadlines_list": ["/deadlines/?latest=true", "/deadlines/?due_from=2099-01-01&due_to=2098-01-01"],
    "seals_list": ["/seals/?kind=published", "/seals/?table=waxwing"],
    "replies_list": ["/replies/", "/replies/?position=waxwing"],
    "search": [
        "/search/",
        "/search/?q=clear+mined",
        f"/search/?q=COL+16b&stay=1&{CLOCKS}",
        "/search/?q=%D0%BA%D0%B0%D0%BC%D0%B1%D0%BE%D0%B4%D0%B6",
        "/search/?q=nobody-wrote-this",
        "/search/?q=colmbia",
        "/search/?q=colombia+overdue",
        "/search/?q=clear&nonsense=1",
    ],
    "coverage": ["/coverage/", f"/coverage/?{CLOCKS}"],
    "methodology": ["/methodology/"],
    "data": ["/data/", f"/data/?{CLOCKS}"],
    "releases": ["/data/releases/"],
    "release": ["/data/releases/second/"],
    "release_changes": ["/data/releases/second/changes/", "/data/releases/first/changes/"],
    "api_docs": ["/api/v1/docs/"],
    "embed": ["/embed/", "/embed/?state=KHM&commitment=16d&theme=dark", "/embed/?state=XXX"],
    "embed_state": ["/embed/states/COL/", "/embed/states/USA/", f"/embed/states/FIN/?{CLOCKS}"],
    "embed_obligation": ["/embed/states/COL/16b/", "/embed/states/UKR/16c/", "/embed/states/XXX/16c/"],
    "embed_commitment": ["/embed/commitments/16b/", "/embed/commitments/16d/?theme=x"],
    "embed_map": ["/embed/map/", "/embed/map/?commitment=17&by=freshness"],
}
# pages that answer a wrong address; not in the site map
REFUSALS = ["/nowhere/", "/?as_of=yesterday"]
# what is not a page for people
FILES = {
    *(each.file_page_name(kind) for each in LISTS for kind, *_words in FORMATS),
    *(f"{about}_feed" for about in ("progress", "region", "state", "commitment")),
    *(f"social_{about}" for about in ("overview", "state", "obligation", "commitment")),
    *("map_svg", "map_png", "trends_svg", "trends_png"),
    *(
        "healthz",
        "readyz",
        "seal_head",
        "robots",
        "sitemap",
        "security_txt",
        "package",
        "release_file",
        "document",
        "search_suggestions",
    ),
}

EVERY_ADDRESS = [address for of_kind in ADDRESSES.values() for address in of_kind] + REFUSALS


def kinds_without_address() -> set[str]:
    """The names in the site map that nobody has given an address here."""
    pages = {pattern.name for pattern in urlpatterns} - set(ADDRESSES) - FILES
    return {name for name in pages if not name.startswith("api_")}
