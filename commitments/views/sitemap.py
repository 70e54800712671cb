"""For search engines: `sitemap.xml` with last changes, and `robots.txt`."""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as write_sitemap
from django.db.models import Max, Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from commitments.exports.package import releases_in
from commitments.lists.registry import LISTS
from commitments.models import Commitment, Obligation, ProgressNote, State
from commitments.templatetags.head import site_root

from .work_limit import PAGES, heavy

# Pages that change with every publication, and pages that change with the product.
MOVING = (
    "overview",
    *(each.page_name for each in LISTS),
    "evidence_sources",
    "matrix",
    "map",
    "trends",
    "coverage",
    "data",
    "releases",
)
LASTING = ("declaration", "methodology", "embed", "api_docs")
# Staff pages, endless searches, and filtered files: the pages of their lists are indexed instead.
NOT_WORTH_A_VISIT = ("/admin/", "/account/", "/search/?", "/*.csv?", "/*.xlsx?", "/*.json?")

Page = tuple[str, datetime | None]


class Pages(Sitemap):
    """Pages with the time of the newest publication that changed them."""

    def __init__(self, request: HttpRequest, pages: Iterable[Page]) -> None:
        self.root = urlsplit(site_root(request))
        self.pages = list(pages)

    def items(self) -> list[Page]:
        """Every page, in the order of the site."""
        return self.pages

    def location(self, item: Page) -> str:
        return item[0]

    def lastmod(self, item: Page) -> datetime | None:
        """When it last changed; None if unknown."""
        return item[1]

    def get_protocol(self, protocol: str | None = None) -> str:
        return self.root.scheme

    def get_domain(self, site: object = None) -> str:
        return self.root.netloc


def _newest(moments: Iterable[datetime | None]) -> datetime | None:
    return max(filter(None, moments), default=None)


def _moved(known_at: datetime) -> dict[int, datetime]:
    """Time of the last publication or retraction, for each obligation that has had a note."""
    retracted = Q(retracted_at__lte=known_at)
    public = ProgressNote.objects.published_by(known_at).order_by().values("obligation")
    moments = public.annotate(published=Max("published_at"), retracted=Max("retracted_at", filter=retracted))
    return {row["obligation"]: _newest([row["published"], row["retracted"]]) for row in moments}


def _pages(known_at: datetime) -> list[Page]:
    """Every page of the site, in four queries."""
    moved = _moved(known_at)
    around: dict[Commitment | State, list[datetime | None]] = {
        record: []
        for records in (Commitment.objects.in_reading_order(), State.objects.in_reading_order())
        for record in records
    }
    obligations = list(Obligation.objects.select_related("state", "commitment").in_reading_order())
    for each in obligations:
        around[each.state].append(moved.get(each.pk))
        around[each.commitment].append(moved.get(each.pk))
    newest = _newest(moved.values())
    return [
        *((reverse(name), newest) for name in MOVING),
        *((reverse(name), None) for name in LASTING),
        *((record.get_absolute_url(), _newest(moments)) for record, moments in around.items()),
        *((each.get_absolute_url(), moved.get(each.pk)) for each in obligations),
        *(
            (reverse("release", kwargs={"release": each.name}), each.released_at)
            for each in releases_in(settings.RELEASES_ROOT)
            if each.released_at <= known_at
        ),
    ]


@heavy(PAGES)
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page as sitemaps.org specifies, except single notes, which their obligation's page shows."""
    pages = Pages(request, _pages(request.clocks.known_at))
    return write_sitemap(request, {"pages": pages}).render()


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Allows everything public, and names the sitemap."""
    refused = [f"Disallow: {path}" for path in NOT_WORTH_A_VISIT]
    lines = ["User-agent: *", *refused, "Allow: /", "", f"Sitemap: {site_root(request)}{reverse('sitemap')}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
