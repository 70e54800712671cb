"""Atom feeds of what happened, about everything or one subject: the events that the pages tell."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.feedgenerator import Atom1Feed, get_tag_uri
from django.utils.http import parse_http_date, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commitments.models import Commitment, State
from commitments.pages.events import EVERYTHING, EventScope
from commitments.pages.feed import MAX_ENTRIES, MIN_TOLD, FeedEntry, feed_entries, regions_by_slug
from commitments.rules.clocks import Clocks
from commitments.rules.licence import CC_BY
from commitments.templatetags.head import site_root
from commitments.templatetags.tracker import partial_date

from .context import before_first_publication
from .errors import refuse_request, unknown
from .work_limit import PAGES, heavy

KEPT_FOR = 5 * 60
# the date of an empty feed: the day on which the Declaration was adopted
BEFORE_ALL = datetime(2009, 12, 4, tzinfo=UTC)
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class FeedSubject:
    """The subject of a feed, the address of the feed, and the page that it belongs to."""

    title: str
    about: EventScope
    address: str
    page: str
    filters: dict[str, str] = field(default_factory=dict)  # of the page


@dataclass(frozen=True)
class FeedSource(FeedSubject):
    """The subject with the clocks and the site of the request."""

    root: str = ""
    clocks: Clocks | None = None

    def absolute(self, path: str, **query: str) -> str:
        """The public address of a path, clocks kept."""
        return self.root + self.clocks.keep(path, **query)


@dataclass(frozen=True)
class FeedItem:
    """An entry with its feed."""

    entry: FeedEntry
    feed: FeedSource


class TrackerAtom(Atom1Feed):
    """Django's Atom without characters that XML forbids; an empty feed also has a date of change."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else BEFORE_ALL

    def add_item(self, title: str, link: str, description: str, **extra: object) -> None:
        super().add_item(_for_xml(title), link, _for_xml(description), **extra)


class EventFeed(Feed):
    """The events about one subject, the one that changed last first."""

    feed_type = TrackerAtom
    author_name = "Cartagena"
    feed_copyright = f"{CC_BY.short}, {CC_BY.address}"

    def __init__(self, subject_of: Callable[..., FeedSubject]) -> None:
        self.subject_of = subject_of

    def get_object(self, request: HttpRequest, **named: str) -> FeedSource:
        """The subject; 404 for an unknown State, commitment or region."""
        subject = self.subject_of(**named)
        return FeedSource(**vars(subject), root=site_root(request), clocks=request.clocks)

    def title(self, followed: FeedSource) -> str:
        return f"Cartagena: {followed.title}"

    def subtitle(self, followed: FeedSource) -> str:
        """What the feed contains and leaves out, and which clocks were set."""
        limit = _(
            "Findings as they are published, corrected, retracted or answered by the State, and States that "
            "join or leave, the last moved first, %(most)s at most. Of the findings that this site started "
            "with only the newest are told: %(least)s that changed a status and %(least)s first ones."
        )
        told = limit % {"most": MAX_ENTRIES, "least": MIN_TOLD}
        return " ".join(filter(None, [told, *_clocks_in_words(followed.clocks)]))

    def link(self, followed: FeedSource) -> str:
        return followed.absolute(followed.page, **followed.filters)

    def feed_url(self, followed: FeedSource) -> str:
        return followed.absolute(followed.address)

    feed_guid = feed_url

    def items(self, followed: FeedSource) -> list[FeedItem]:
        return [FeedItem(entry, followed) for entry in feed_entries(followed.about, followed.clocks)]

    def item_title(self, item: FeedItem) -> str:
        return item.entry.title

    def item_description(self, item: FeedItem) -> str:
        """The note with its evidence, or why it was withdrawn, or the dates of the membership; as HTML."""
        event, shown = item.entry.event, {"root": item.feed.root, "clocks": item.feed.clocks}
        if event.revision:
            return render_to_string("feeds/revision.html", {**shown, "event": event}).strip()
        if event.note is None:
            return render_to_string("feeds/membership.html", {**shown, "event": event}).strip()
        return render_to_string(
            "feeds/entry.html", {**shown, "entry": item.entry, "note": event.note}
        ).strip()

    def item_link(self, item: FeedItem) -> str:
        return item.feed.absolute(item.entry.event.get_absolute_url())

    def item_guid(self, item: FeedItem) -> str:
        """Stays the same whatever happens to it, under http and https, with clocks and without."""
        event, note = item.entry.event, item.entry.event.note
        if event.revision:
            about = "".join(f"/{each}" for each in event.revision.about.values())
            moment = f"{event.revision.at:%Y%m%dT%H%M%S}"
            return get_tag_uri(f"{item.feed.root}/progress/revisions/{moment}{about}", BEFORE_ALL)
        if note is None:
            # without its day, which may be mended
            return get_tag_uri(f"{item.feed.root}/memberships/{event.stay.pk}/{event.kind}", BEFORE_ALL)
        return get_tag_uri(item.feed.root + note.get_absolute_url().rstrip("/"), note.published_at)

    def item_pubdate(self, item: FeedItem) -> datetime:
        return item.entry.published_at

    def item_updateddate(self, item: FeedItem) -> datetime:
        """When it was last published, corrected, retracted or answered."""
        return item.entry.updated_at

    def item_author_name(self, item: FeedItem) -> str:
        """The byline of the note."""
        note = item.entry.event.note
        return _for_xml(note.author.byline) if note else self.author_name

    def item_categories(self, item: FeedItem) -> list[str]:
        return item.entry.categories


def _for_xml(text: str) -> str:
    return NOT_IN_XML.sub("", text)


def _clocks_in_words(clocks: Clocks) -> list[str]:
    said = []
    if clocks.as_of_given:
        said.append(_("Facts up to %(day)s.") % {"day": partial_date(clocks.day)})
    if clocks.known_at_given:
        said.append(_("As known on %(day)s.") % {"day": partial_date(clocks.known_date)})
        said.append(before_first_publication(clocks))
    return said


def _answered(feed: EventFeed) -> Callable[..., HttpResponse]:
    """The feed as a view; 304 if the client has it already."""

    @require_safe
    def view(request: HttpRequest, **named: str) -> HttpResponse:
        refusals = unknown(request)
        if refusals:
            return refuse_request(request, refusals)
        answer = feed(request, **named)
        etag = answer.headers["ETag"] = quote_etag(hashlib.sha256(answer.content).hexdigest()[:32])
        patch_cache_control(answer, public=True, max_age=KEPT_FOR)
        moved = parse_http_date(answer.headers["Last-Modified"])
        return get_conditional_response(request, etag=etag, last_modified=moved, response=answer)

    return view


def _all() -> FeedSubject:
    return FeedSubject(_("all findings"), EVERYTHING, reverse("progress_feed"), reverse("progress_list"))


def _of_state(iso3: str) -> FeedSubject:
    state = get_object_or_404(State, iso3=iso3)
    address = reverse("state_feed", kwargs={"iso3": iso3})
    return FeedSubject(state.name, EventScope.of_state(state), address, state.get_absolute_url())


def _of_commitment(code: str) -> FeedSubject:
    commitment = get_object_or_404(Commitment, code=code)
    address = reverse("commitment_feed", kwargs={"code": code})
    about = EventScope.of_commitment(commitment)
    return FeedSubject(str(commitment), about, address, commitment.get_absolute_url())


def _of_region(region: str) -> FeedSubject:
    name = regions_by_slug().get(region)
    if name is None:
        raise Http404
    address, about = reverse("region_feed", kwargs={"region": region}), EventScope.of_region(name)
    return FeedSubject(name, about, address, reverse("progress_list"), {"region": name})


progress_feed = heavy(PAGES)(_answered(EventFeed(_all)))
state_feed = _answered(EventFeed(_of_state))
commitment_feed = _answered(EventFeed(_of_commitment))
region_feed = _answered(EventFeed(_of_region))
