"""The words that people use for our promises, statuses and pages, where those say it otherwise.

One table for each language: a translation of these texts gives the words of that language.
"""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .codes import Status

# What a promise is looked for by, beside the words of its title.
COMMITMENT_WORDS: dict[str, str | Promise] = {
    "14a": _("victim assistance, survivors, disability, persons with disabilities, inclusion, CRPD"),
    "14b": _("victim assistance, survivors, disability, rehabilitation, health care, prosthetics, CRPD"),
    "15a": _("victim assistance, survivors, women, girls, children, sex, gender, disability"),
    "15b": _("victim assistance, survivors, participation, plans, disability"),
    "15c": _("victim assistance, survivors, rights, disability, CRPD"),
    "16a": _("casualties, killed, injured, risk education, mine awareness"),
    "16b": _("clearing, clearance, demining, minefields, mines, landmines, Article 5, mine-free"),
    "16c": _("stockpiles, stockpile destruction, destroying, destroyed, Article 4, deadline"),
    "16d": _("use of mines, new use, using, armed groups, non-State actors, violations"),
    "17": _("universalization, joining, accession, ratification, votes, General Assembly"),
    "18": _("cluster munitions, explosive remnants of war, disability convention, CRPD, CCM, CCW"),
    "19a": _("cooperation, assistance, United Nations, Red Cross, Landmine Monitor"),
    "19b": _("cooperation, civil society, survivors, ICBL, organizations"),
    "20a": _("funding, money, budget, national contributions, financing"),
    "20b": _("funding, money, donors, aid, international contributions, financing"),
    "20c": _("transparency reports, Article 7, reporting, meetings, cooperation"),
}


class Words(NamedTuple):
    """What a status is looked for by, beside its own word."""

    status: Status
    words: str | Promise


STATUS_WORDS = (
    Words(Status.FULFILLED, _("kept, done, completed, finished, mine-free")),
    Words(Status.IN_PROGRESS, _("under way, ongoing, working")),
    Words(Status.NOT_STARTED, _("nothing begun")),
    Words(Status.OVERDUE, _("late, missed, missed deadline, deadline missed, deadline passed, expired")),
    Words(Status.CONTRADICTED, _("broken, breach, violation, violated")),
    Words(Status.NO_EVIDENCE, _("nothing found")),
    Words(Status.NOT_APPLICABLE, _("no duty")),
    Words(Status.NOTED, _("facts without status")),
    Words(Status.NOT_ASSESSED, _("unknown, gaps, missing")),
    Words(Status.NOT_BOUND, _("outside, left, not a Party")),
)


class SearchedPage(NamedTuple):
    """A page that search finds: the name of its address, its title, and what else it is looked for by."""

    name: str
    title: str | Promise
    words: str | Promise


PAGES: Sequence[SearchedPage] = (
    SearchedPage(
        "declaration",
        _("The Declaration, word for word"),
        _("Cartagena, Cartagena Declaration, text, paragraphs, 2009, promises, summit"),
    ),
    SearchedPage(
        "memberships_list",
        _("Who joined the Convention, and who left"),
        _(
            "Ottawa Treaty, Ottawa Convention, Mine Ban Treaty, Mine Ban Convention, APMBC,"
            " Anti-Personnel Mine Ban Convention, membership, members, States Parties, signed, ratified,"
            " ratification, leaving, withdrew, withdrawal, withdrawals"
        ),
    ),
    SearchedPage(
        "methodology",
        _("How statuses come about"),
        _(
            "methodology, methods, glossary, definitions, status, statuses, rules, freshness, certainty,"
            " about this site, who, contact"
        ),
    ),
    SearchedPage(
        "data",
        _("Downloads"),
        _("data, download, CSV, Excel, XLSX, JSON, open data, licence, license, cite, citation, dictionary"),
    ),
    SearchedPage("releases", _("Releases"), _("release, versions, archive, cite, frozen")),
    SearchedPage("api_docs", _("API"), _("API, developers, programming, OpenAPI, JSON")),
    SearchedPage("coverage", _("What is missing"), _("coverage, gaps, missing, sources read, not assessed")),
    SearchedPage("map", _("Map"), _("map, world map")),
    SearchedPage("matrix", _("Matrix of States and promises"), _("matrix, table, all States")),
    SearchedPage("trends", _("Trends"), _("trends, charts, graphs, over time, progress since 2009")),
    SearchedPage("moved", _("What’s new"), _("news, new, latest, changes, moved, events")),
    SearchedPage("compare", _("Compare States"), _("compare, comparison, side by side")),
    SearchedPage(
        "casualties_list",
        _("Casualties"),
        _("casualties, killed, injured, deaths, dead, wounded, victims, accidents, Landmine Monitor"),
    ),
    SearchedPage(
        "contributions_list",
        _("Contributions"),
        _("contributions, funding, money, donors, aid, budget, financing, support, finance"),
    ),
    SearchedPage(
        "instruments_list",
        _("Other instruments"),
        _(
            "CRPD, Convention on the Rights of Persons with Disabilities, disability, cluster munitions, CCM,"
            " CCW, Protocol V, treaties, conventions"
        ),
    ),
    SearchedPage(
        "deadlines_list",
        _("Deadlines"),
        _("deadline, deadlines, extension, extensions, Article 5, Article 4, due, request"),
    ),
    SearchedPage(
        "meetings_list",
        _("Meetings"),
        _("meeting, meetings, conference, review conference, MSP, intersessional, presidency"),
    ),
    SearchedPage("replies_list", _("Replies of States"), _("reply, answers, comments, response")),
    SearchedPage("evidence_list", _("Evidence"), _("evidence, sources, source, proof, references, library")),
    SearchedPage("embed", _("Show it on your own page"), _("embed, widget, iframe, website, journalists")),
)
