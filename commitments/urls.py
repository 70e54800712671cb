"""The site map. These addresses are cited: they stay."""

import re
from collections.abc import Iterator

from django.urls import URLPattern, path, register_converter

from .api.urls import api_urls
from .exports.formats import FORMATS
from .lists.registry import LISTS
from .rules.code_reading import commitment_code
from .rules.codes import COMMITMENT_CODE, STATE_CODE
from .rules.releases import PATTERN as RELEASE_NAME
from .rules.releases import is_release_name
from .views import (
    about,
    commitments,
    compare,
    coverage,
    data,
    documents,
    drawings,
    embed,
    feeds,
    health,
    matrix,
    obligations,
    overview,
    progress,
    redirects,
    releases,
    search,
    security,
    sitemap,
    social,
    sources,
    states,
    trends,
    world,
)
from .views.lists import DeadlineListPage, EvidenceListPage, ListFile, ListPage, ProgressListPage
from .views.work_limit import FILES, PAGES, heavy


class IsoCode:
    """An ISO 3166-1 alpha-3 code."""

    regex = STATE_CODE

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class CommitmentCode(IsoCode):
    """A paragraph of the Declaration with a letter, such as 16b."""

    regex = COMMITMENT_CODE


class TypedState(IsoCode):
    """Any code or name of a State."""

    regex = "[^/]{2,100}?"


class TypedCommitment(IsoCode):
    """A code of a commitment in any form, such as 16B or 16(b)."""

    regex = "[^/]{1,40}?"

    def to_python(self, value: str) -> str:
        return commitment_code(value)  # raises a ValueError, and then this is no such address


class RegionSlug(IsoCode):
    """The name of a UN region in small letters with dashes, such as americas."""

    regex = "[a-z0-9_-]+"


class NoteNumber:
    """The number of a note, short enough for every database."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class Checksum(IsoCode):
    """A SHA-256."""

    regex = "[0-9a-f]{64}"


class TypedChecksum(IsoCode):
    """The same in large letters, as some programs print it."""

    regex = "[0-9A-Fa-f]{64}"

    def to_python(self, value: str) -> str:
        return value.lower()


class ReleaseName(IsoCode):
    """The name of a release of the data, such as 2026-11."""

    regex = RELEASE_NAME

    def to_python(self, value: str) -> str:
        if not is_release_name(value):
            raise ValueError(value)
        return value


# lists whose page shows more than the table
OWN_PAGES = {
    "commitments": commitments.commitment_list,
    "deadlines": DeadlineListPage.as_view(),
    "evidence": heavy(PAGES)(EvidenceListPage.as_view()),
    "progress": ProgressListPage.as_view(),
}


def list_addresses() -> Iterator[URLPattern]:
    """The page of every public list, and beside it the list in every format."""
    for each in LISTS:
        page = OWN_PAGES.get(each.noun) or ListPage.as_view(public_list=each)
        yield path(f"{each.noun}/", page, name=each.page_name)
        for kind, ending, *_words in FORMATS:
            file = ListFile.as_view(public_list=each, format=kind)
            view = file if kind == "metadata" else heavy(FILES)(file)
            yield path(f"{each.noun}.{ending}", view, name=each.file_page_name(kind))


register_converter(IsoCode, "iso3")
register_converter(CommitmentCode, "code")
register_converter(TypedState, "iso3_typed")
register_converter(TypedCommitment, "code_typed")
register_converter(RegionSlug, "region")
register_converter(NoteNumber, "note")
register_converter(ReleaseName, "release")
register_converter(Checksum, "sha256")
register_converter(TypedChecksum, "sha256_typed")

urlpatterns = [
    path("", overview.overview, name="overview"),
    *list_addresses(),
    path("declaration/", commitments.declaration, name="declaration"),
    path("commitments/<code:code>/", commitments.commitment_detail, name="commitment_detail"),
    path("states/<iso3:iso3>/", states.state_detail, name="state_detail"),
    path("states/<iso3:iso3>/<code:code>/", obligations.obligation_detail, name="obligation_detail"),
    path("evidence/sources/", sources.evidence_sources, name="evidence_sources"),
    path("documents/<sha256:sha256>/", documents.document, name="document"),
    path("matrix/", matrix.matrix, name="matrix"),
    path("map/", world.world, name="map"),
    path("map.svg", drawings.map_svg, name="map_svg"),
    path("map.png", drawings.map_png, name="map_png"),
    path("progress/<note:pk>/", progress.progress_detail, name="progress_detail"),
    path("compare/", compare.compare, name="compare"),
    path("trends/", trends.trends, name="trends"),
    path("trends.svg", drawings.trends_svg, name="trends_svg"),
    path("trends.png", drawings.trends_png, name="trends_png"),
    path("trends/moved/", trends.moved, name="moved"),
    path("search/", search.search, name="search"),
    path("search/suggestions.json", search.suggest, name="search_suggestions"),
    path("embed/", embed.embed, name="embed"),
    path("embed/states/<iso3:iso3>/", embed.embed_state, name="embed_state"),
    path("embed/states/<iso3:iso3>/<code:code>/", embed.embed_obligation, name="embed_obligation"),
    path("embed/commitments/<code:code>/", embed.embed_commitment, name="embed_commitment"),
    path("embed/map/", embed.embed_map, name="embed_map"),
    path("social/overview.png", social.social_overview, name="social_overview"),
    path("social/states/<iso3:iso3>.png", social.social_state, name="social_state"),
    path("social/states/<iso3:iso3>/<code:code>.png", social.social_obligation, name="social_obligation"),
    path("social/commitments/<code:code>.png", social.social_commitment, name="social_commitment"),
    path("feeds/progress.atom", feeds.progress_feed, name="progress_feed"),
    path("feeds/regions/<region:region>.atom", feeds.region_feed, name="region_feed"),
    path("states/<iso3:iso3>/feed.atom", feeds.state_feed, name="state_feed"),
    path("commitments/<code:code>/feed.atom", feeds.commitment_feed, name="commitment_feed"),
    *api_urls("api/v1/"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("methodology/", about.methodology, name="methodology"),
    path("data/", data.data, name="data"),
    path("data/cartagena.zip", data.package, name="package"),
    path("data/seal.json", data.seal_head, name="seal_head"),
    path("data/releases/", releases.releases, name="releases"),
    path("data/releases/<release:release>/", releases.release, name="release"),
    path(
        "data/releases/<release:release>/cartagena-<release:again>.zip",
        releases.release_file,
        name="release_file",
    ),
    path("data/releases/<release:release>/changes/", releases.release_changes, name="release_changes"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("robots.txt", sitemap.robots, name="robots"),
    path(".well-known/security.txt", security.security_txt, name="security_txt"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]


def as_typed(patterns: list[URLPattern]) -> Iterator[URLPattern]:
    """For each address with a code the same as people type it, which leads to the one that is cited."""
    for pattern in patterns:
        route = str(pattern.pattern)
        typed = re.sub(r"<(iso3|code|sha256):", r"<\1_typed:", route)
        if typed != route and pattern.name:
            yield path(typed, redirects.to_cited_codes(pattern.name))


# asked after those above, by `cartagena.urls`
redirect_patterns = [
    *as_typed(urlpatterns),
    path("feeds/regions/<region>.atom", redirects.to_region_feed),
    path("security.txt", redirects.security_txt),
    path("favicon.ico", redirects.favicon),
    path("apple-touch-icon.png", redirects.touch_icon),
    path("apple-touch-icon-precomposed.png", redirects.touch_icon),
]
