"""Metadata in the head of a page, for search engines and link previews."""

import html
import json
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import HttpRequest, QueryDict
from django.template.defaultfilters import stringfilter
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from commitments.rules.clocks import Clocks
from commitments.rules.codes import Status
from commitments.rules.dates import EARLIEST
from commitments.rules.licence import CC_BY
from commitments.rules.tally import Tally

register = template.Library()

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
# In a page these could end the script or start an entity; escaped, they mean the same in JSON.
UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
SCHEMA = "https://schema.org"


def site_root(request: HttpRequest) -> str:
    """The public address of this site: the setting, or else the host of the request."""
    named = urlsplit(settings.SITE_ROOT).hostname not in LOOPBACK
    return settings.SITE_ROOT if named else f"{request.scheme}://{request.get_host()}"


def _asked(query: QueryDict, chosen: Any, clocks: Clocks) -> dict[str, list[str]]:
    """The filters and clocks in the query string that make a different page."""
    names = [*(chosen.filters if chosen else ()), *clocks.parameters]
    found = {name: [value for value in query.getlist(name) if value] for name in names}
    return {name: values for name, values in found.items() if values}


@register.simple_tag(takes_context=True)
def canonical(context: template.Context) -> dict[str, object] | None:
    """The canonical address of this page, and whether it has no query; None for error pages.

    Order, pagination and tracking parameters are dropped; filters and clocks, which decide what is shown,
    stay. Reads the filter of the page from `filter` or `choice`; an invalid one is dropped.
    """
    request, clocks = context.get("request"), context.get("clocks")
    if request is None or clocks is None or request.resolver_match is None:
        return None
    chosen = context.get("filter") or context.get("choice")
    address, is_readable = site_root(request) + request.path, chosen is None or chosen.is_valid()
    asked = _asked(request.GET, chosen if is_readable else None, clocks)
    written = f"{address}?{urlencode(asked, doseq=True)}" if asked else address
    return {"address": written, "is_plain": is_readable and not asked}


@register.simple_tag(takes_context=True)
def text_of(context: template.Context, block: str) -> str:
    """The text of a block of this page, on one line, for use in a second place."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    found = blocks.get_block(block) if blocks else None
    return one_line(html.unescape(found.render(context))) if found else ""


@register.filter(is_safe=True)
@stringfilter
def one_line(words: str) -> str:
    """The text without the line breaks and indentation of the template."""
    return " ".join(words.split())


@register.filter
def tally_words(tally: Tally) -> str:
    """The counts of a tally in one phrase, the largest first: “65 fulfilled, 33 not assessed”."""
    counted = sorted(((count, code) for code, count in tally.counts.items() if count), reverse=True)
    return ", ".join(f"{intcomma(count)} {Status(code).label}" for count, code in counted)


@register.simple_tag
def structured_data(thing: dict[str, object]) -> SafeString:
    """A schema.org record as a JSON-LD block, escaped so that no text in it can end the block."""
    written = json.dumps({"@context": SCHEMA, **thing}, ensure_ascii=False).translate(UNSAFE)
    # every character special in HTML has just been escaped
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(written))  # noqa: S308  (as said above)


@register.simple_tag(takes_context=True)
def website_record(context: template.Context) -> dict[str, object]:
    root = site_root(context["request"])
    return {
        "@type": "WebSite",
        "name": "Cartagena",
        "url": f"{root}/",
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{root}{reverse('search')}?q={{words}}"},
            "query-input": "required name=words",
        },
    }


def _download(file: Any, address: str) -> dict[str, str]:
    return {
        "@type": "DataDownload",
        "name": file.name,
        "contentUrl": address,
        "encodingFormat": file.media_type,
    }


@register.simple_tag(takes_context=True)
def dataset_record(context: template.Context, description: str) -> dict[str, object]:
    """The data set of the data page: time span, licence and files.

    Reads `files` (each with name, address and media_type), `clocks` and `data_date` (day of the newest
    publication).
    """
    root, clocks, modified = site_root(context["request"]), context["clocks"], context["data_date"]
    return {
        "@type": "Dataset",
        "name": gettext("Cartagena promise tracker"),
        "description": description,
        "url": root + reverse("data"),
        "license": CC_BY.address,
        "isAccessibleForFree": True,
        "creator": {"@type": "Project", "name": "Cartagena", "url": f"{root}/"},
        "temporalCoverage": f"{EARLIEST.isoformat()}/{clocks.day.isoformat()}",
        **({"dateModified": modified.isoformat()} if modified else {}),
        "distribution": [_download(file, root + clocks.keep(file.address)) for file in context["files"]],
    }
