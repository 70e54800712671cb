"""The real world: the baseline as a newcomer finds it after the first start."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import ClassVar
from urllib.parse import parse_qs

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import Count, F, QuerySet
from django.http import QueryDict
from django.template.loader import get_template
from django.test import TestCase
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils.html import escape
from django.utils.http import urlencode

from commitments.lists.obligations import ObligationFilter
from commitments.lists.progress import PROGRESS
from commitments.models import CasualtyCount, Commitment, Deadline, Obligation, ProgressNote, State
from commitments.pages.key_figures import KeyFigure
from commitments.pages.state_sentences import state_sentences
from commitments.pages.state_standing import StateStanding, standing_of
from commitments.pages.world_map import map_by_status
from commitments.rules.clocks import Clocks, end_of
from commitments.rules.codes import STORED_STATUSES
from commitments.rules.membership import DECLARATION_DATE
from commitments.rules.publication import content_refusals
from tests.pages.state_rows import PromiseRows, faults
from tests.views.figure_links import figures
from tests.views.site import (
    IMAGES,
    NAMES,
    NAMES_OF_ROWS,
    OF_ONE_NOTE,
    PAGES,
    PICTURES_OF_DRAWINGS,
    address,
    addresses,
    body,
)

# the day on which the baseline says that it was published, whatever the clock of this machine says
BASELINE_DAY = date(2026, 11, 28)
NOW = {"as_of": BASELINE_DAY.isoformat(), "known_at": BASELINE_DAY.isoformat()}
# the baseline holds no reply and no document, and pictures no words to find
WITHOUT_WORDS = {*IMAGES, *PICTURES_OF_DRAWINGS}
ANSWERED = [name for name in NAMES if name not in {"api_replies_row", "document", *WITHOUT_WORDS}]
# the dictionaries tell it, whatever the day
EXAMPLES = {PROGRESS.column("path").example}
IN_2010 = {**NOW, "as_of": "2010-01-01"}
# the present, an earlier situation, and a moment before anything was published here
SITUATIONS = (NOW, {**NOW, "as_of": "2015-12-31"}, {**NOW, "known_at": "2020-01-01"})
DESCRIPTION = "commitments/obligation/description.html"
NOTHING_PUBLISHED, FACTS_PUBLISHED = "Nothing on it is published here", "facts are published, and none"


@override_settings(CONTACT="mailto:office@example.org")
class WorldTests(TestCase):
    """The baseline is loaded once for all of them; what changes it reads no page."""

    # several tests look at the same pages: each is asked for once
    seen: ClassVar[dict[tuple[str, str], str]] = {}

    @classmethod
    def setUpTestData(cls) -> None:
        call_command("load_baseline", verbosity=0, stdout=io.StringIO())
        cls.known_at = end_of(BASELINE_DAY)
        cls.published = ProgressNote.objects.filter(stage="published").order_by("noted_date", "pk")
        cls.drafts = ProgressNote.objects.filter(stage="draft")
        cls.early = cls.published.filter(noted_date__lte=date(2009, 12, 31)).last()
        cls.newest = cls.published.last()

    def read(self, path: str, **query: str) -> str:
        asked = path, urlencode(query)
        if asked not in self.seen:
            response = self.client.get(path, query)
            assert response.status_code == 200, path
            self.seen[asked] = body(response)
        return self.seen[asked]

    def rows(self, path: str, **query: str) -> list[dict[str, str]]:
        return [*csv.DictReader(io.StringIO(self.read(path, **query), newline=""))]

    def test_every_party_owes_every_commitment(self):
        owing = State.objects.annotate(owed=Count("obligations")).filter(owed__gt=0)

        assert (State.objects.count(), owing.count(), Obligation.objects.count()) == (197, 166, 2822)
        assert {state.owed for state in owing} == {17}

    def test_as_many_parties_as_are_known_for_the_day(self):
        known = {"2009-12-04": 156, "2024-12-31": 164, "2025-12-01": 166, "2026-02-20": 161}

        counted = {day: State.objects.parties_on(date.fromisoformat(day)).count() for day in known}

        assert counted == known

    def test_labels_divide_all_states(self):
        labels = [State.objects.count_by_label_on(day) for day in (date(2009, 12, 4), date(2026, 2, 20))]

        assert labels[0] == {"declared_2009": 156, "joined_after": 0, "left": 0, "outside": 41}
        assert labels[1]["declared_2009"] + labels[1]["joined_after"] == 161
        assert (labels[1]["left"], sum(labels[1].values())) == (5, 197)

    def test_finland_owes_everything_until_its_withdrawal_takes_effect(self):
        finland = Obligation.objects.filter(state__iso3="FIN")

        owed = [
            finland.with_status_on(Clocks(day, self.known_at)).tally().counts["not_bound"]
            for day in (date(2026, 1, 9), date(2026, 1, 10))
        ]

        assert owed == [0, 17]

    @pytest.mark.one_database
    def test_every_page_says_156_parties_in_2010(self):
        pages = {name: self.read(address(name, self.early), **IN_2010) for name in PAGES}

        assert [name for name, page in pages.items() if not re.search(r"\b156\s+States Parties", page)] == []

    @pytest.mark.one_database
    def test_nothing_noted_later_is_on_a_page_or_in_a_file_of_2010(self):
        later = {note.get_absolute_url() for note in self.published.filter(noted_date__gt="2010-01-01")}

        pages = {name: self.read(address(name, self.early), **IN_2010) for name in ANSWERED}

        led_to = {path for page in pages.values() for path in re.findall(r"/progress/[0-9]+/", page)}
        assert self.early.get_absolute_url() in led_to
        assert (led_to & later) - EXAMPLES == set()

    def test_every_address_answers_about_the_newest_note(self):
        assert [name for name in ANSWERED if not self.read(address(name, self.newest), **NOW)] == []

    @pytest.mark.one_database
    def test_every_commitment_and_every_eighth_state_has_a_page_with_its_name(self):
        titles = {state.get_absolute_url(): state.name for state in State.objects.all()[::8]}
        titles |= {one.get_absolute_url(): one.title for one in Commitment.objects.all()}

        assert [path for path, title in titles.items() if escape(title) not in self.read(path, **NOW)] == []

    def test_the_matrix_holds_every_obligation_in_at_most_ten_queries(self):
        with CaptureQueriesContext(connection) as queries:
            page = body(self.client.get("/matrix/", NOW))

        assert len(re.findall(r'href="/states/[A-Z]{3}/[0-9]{2}[a-z]?/', page)) == 2822
        assert len(queries) <= 10

    def test_the_file_of_obligations_has_a_line_for_each_and_a_head(self):
        assert len(self.read("/obligations.csv", **NOW).splitlines()) == 2823

    def test_the_file_of_notes_has_a_row_for_each_published_one(self):
        rows = self.rows("/progress.csv", **NOW)

        assert [int(row["note"]) for row in rows] == [
            note.pk for note in self.published.order_by("-noted_date", "-published_at", "-pk")
        ]

    def test_page_tally_matrix_and_file_count_the_same(self):
        rows = self.rows("/obligations.csv", **NOW)
        tally = Obligation.objects.with_status_on(Clocks(BASELINE_DAY, self.known_at)).tally()
        matrix = self.read("/matrix/", **NOW)

        for status, counted in tally.counts.items():
            assert sum(row["status"] == status for row in rows) == counted
            assert len(re.findall(rf'class="[^"]*\bcell--{status}\b', matrix)) == counted
        assert tally.total == 2822
        assert tally.assessed > 0

    def unjudged(self, clocks: Clocks) -> dict[tuple[str, str], str]:
        """By State and commitment: whether a Party's promise has notes without a finding, or no note."""
        known = self.published.filter(noted_date__lte=clocks.day, published_at__lte=clocks.known_at)
        found: dict[int, set[str]] = {}
        for obligation, status in known.values_list("obligation", "status"):
            found.setdefault(obligation, set()).add(status)
        parties = {*State.objects.parties_on(clocks.day).values_list("pk", flat=True)}
        words = {None: "not_assessed", frozenset({""}): "noted"}
        owed = Obligation.objects.filter(state__in=parties).values_list(
            "pk", "state__iso3", "commitment__code"
        )
        told = {(iso3, code): found.get(pk) and frozenset(found[pk]) for pk, iso3, code in owed}
        return {key: words[statuses] for key, statuses in told.items() if statuses in words}

    def test_noted_is_said_wherever_facts_are_published_and_only_there(self):
        for asked in SITUATIONS:
            clocks = Clocks(date.fromisoformat(asked["as_of"]), end_of(date.fromisoformat(asked["known_at"])))
            expected = self.unjudged(clocks)
            listed = [*Obligation.objects.as_read(clocks)]
            by_code: dict[str, list[Obligation]] = {}
            for each in listed:
                by_code.setdefault(each.commitment.code, []).append(each)

            maps = [map_by_status(by_code[one.code], clocks, one) for one in Commitment.objects.all()]
            drawn = {
                (shape.iso3, one.commitment.code): shape.value.code
                for one in maps
                for shape in (*one.shapes, *one.unplaced)
                if shape.value.code in {"noted", "not_assessed"}
            }
            described = {
                (each.state.iso3, each.commitment.code): word
                for each in listed
                if (word := self.said_of(each, clocks))
            }
            counts = Counter((code, word) for (_iso3, code), word in expected.items())
            counted = self.unjudged_on_overview(asked)

            assert described == drawn == expected, asked
            assert counted == {
                (codes, word): sum(counts[code, word] for code in codes) for codes, word in counted
            }, asked
            assert {(code, word) for codes, word in counted for code in codes} >= {*counts}, asked

    def said_of(self, obligation: Obligation, clocks: Clocks) -> str:
        """What the description of its page says is missing."""
        text = get_template(DESCRIPTION).render({"obligation": obligation, "clocks": clocks})
        missing = {NOTHING_PUBLISHED: "not_assessed", FACTS_PUBLISHED: "noted"}
        return "".join(word for words, word in missing.items() if words in text)

    def unjudged_on_overview(self, asked: dict[str, str]) -> dict[tuple[tuple[str, ...], str], int]:
        """By commitments and status: each figure of the promises on which nothing judges a State."""
        page = self.read("/", **asked)
        promises = page[page.index('id="promises"') : page.index('id="deadlines"')]
        found = {}
        for link, number in figures(promises):
            query = parse_qs(link.partition("?")[2])
            if query["status"][0] in {"noted", "not_assessed"}:
                found[tuple(query["commitment"]), query["status"][0]] = int(number)
        return found

    def test_key_figures_of_the_overview_are_the_rows_behind_them(self):
        for asked in SITUATIONS:
            clocks = Clocks(date.fromisoformat(asked["as_of"]), end_of(date.fromisoformat(asked["known_at"])))
            shown = self.client.get("/", asked).context["figures"]
            listed = Obligation.objects.as_listed(clocks)

            every = [each for figure in shown for each in (figure, *figure.parts)]
            # of one thing the sentence has another form
            told = {
                each.words.replace("more is", "more are").replace("State is", "States are"): each.number
                for each in every
            }
            counted = [each for each in every if "/obligations/" in each.address]
            behind = [self.rows_behind(each, listed) for each in counted]

            assert [each.number for each in counted] == behind, asked
            assert told == self.expected_figures(clocks), asked

    def rows_behind(self, figure: KeyFigure, listed: QuerySet) -> int:
        query = QueryDict(figure.address.partition("?")[2])
        return ObligationFilter(query, listed).qs.count()

    def expected_figures(self, clocks: Clocks) -> dict[str, int]:
        """Each sentence of the first page and its number, counted row by row; what is unknown is absent."""
        listed = Obligation.objects.as_read(clocks).filter(commitment__code__in=["16b", "16c"])
        clearance, stocks = (
            [each for each in listed if each.commitment.code == code] for code in ("16b", "16c")
        )
        kept = [each for each in stocks if each.status == "fulfilled"]
        before = sum(each.since_date <= DECLARATION_DATE for each in kept)
        labels = State.objects.count_by_label_on(clocks.day)
        counted = CasualtyCount.objects.filter(
            is_preferred=True, last_year__lt=(clocks.day + timedelta(days=1)).year
        )
        newest = counted.filter(first_year=F("last_year")).order_by("last_year").last()
        judged = {
            "States Parties have cleared all their known mined areas, as sources show": sum(
                each.status == "fulfilled" for each in clearance
            ),
            "more with steps towards it, as sources show": sum(
                each.status == "in_progress" for each in clearance
            ),
            "States Parties have destroyed their stocks of mines, as sources show": len(kept),
            "by the time of the Declaration": before,
            "found since": len(kept) - before,
            "States are past the last clearance deadline known here, with no later one known": sum(
                each.deadline_state == "passed" for each in clearance
            ),
        }
        return {
            **({words: number for words, number in judged.items() if number} if kept else {}),
            "States have left the Convention": labels["left"],
            "joined after the Declaration": labels["joined_after"],
            f"people killed or injured by mines and explosive remnants of war in {newest.last_year}, "
            "as recorded": newest.total,
        }

    def test_sentences_on_every_state_say_what_its_rows_say(self):
        facts = PromiseRows()
        states = [*State.objects.all()]
        wrong: dict[str, list[str]] = {}
        for asked in SITUATIONS:
            clocks = Clocks(date.fromisoformat(asked["as_of"]), end_of(date.fromisoformat(asked["known_at"])))
            notes: dict[str, list[ProgressNote]] = {}
            for note in ProgressNote.objects.as_listed(clocks):
                notes.setdefault(note.obligation.state.iso3, []).append(note)
            for standing in self.standings(states, facts, clocks):
                iso3, told = (
                    standing.state.iso3,
                    state_sentences(standing, notes.get(standing.state.iso3, []), clocks),
                )
                rows = facts.of_state(iso3, standing.clocks)
                bound = facts.is_bound(iso3, clocks.day)
                assert (told.membership is None) == bound, (iso3, asked)
                if bound or standing.left_date:
                    found = faults(told.standing, rows, standing.clocks, left=not bound)
                    wrong[f"{iso3} {asked}"] = [*found]

        assert {state: found for state, found in wrong.items() if found} == {}
        assert len(wrong) > 450

    def standings(self, states: list[State], facts: PromiseRows, clocks: Clocks) -> Iterator[StateStanding]:
        """Of every State; those that are bound are read in one query."""
        read = Obligation.objects.as_read(clocks).with_vote()
        owed: dict[str, list[Obligation]] = {}
        for obligation in read:
            owed.setdefault(obligation.state.iso3, []).append(obligation)
        for state in states:
            stays, bound = facts.stays.get(state.iso3, []), facts.is_bound(state.iso3, clocks.day)
            if stays and not bound:
                yield standing_of(state, stays, clocks)
            else:
                of_state = owed.get(state.iso3, [])
                yield StateStanding(state, of_state, clocks, is_bound=bound, has_joined=bool(stays))

    @pytest.mark.one_database
    def test_no_address_shows_what_the_baseline_has_not_verified(self):
        texts = {*self.drafts.values_list("text", flat=True)}
        titles = {*self.drafts.exclude(evidence__title=None).values_list("evidence__title", flat=True)}
        titles -= {*self.published.values_list("evidence__title", flat=True)}
        titles -= {*Deadline.objects.values_list("source_title", flat=True)}
        hidden = {escape(words) for words in texts | titles} | texts | titles
        assert len(texts) > 10

        # the pages of every draft, and for some of them what is made of the same rows
        names = [name for name in ANSWERED if name in NAMES_OF_ROWS and name not in OF_ONE_NOTE]
        paths = {
            *addresses(*self.drafts, names=("state_detail", "obligation_detail")),
            *addresses(*self.drafts[::10], names=names),
        }
        pages = {path: self.read(path, **NOW) for path in paths}

        assert [path for path, page in pages.items() if any(words in page for words in hidden)] == []

    def test_drafts_of_the_baseline_have_no_page_and_no_row(self):
        drafts = [note for note in self.drafts if note.evidence.exists()]
        paths = {*addresses(*drafts, names=OF_ONE_NOTE)}
        answers = {self.client.get(path, NOW).status_code for path in paths}

        assert answers == {404}

    def test_every_published_note_obeys_the_rule_of_publication(self):
        notes = self.published.annotate(links=Count("evidence"))

        refused = {
            note.pk: refusals
            for note in notes
            if (
                refusals := content_refusals(
                    status=note.status, certainty=note.certainty, text=note.text, links=note.links
                )
            )
        }

        assert refused == {}
        assert {note.status for note in notes} <= {"", *STORED_STATUSES}

    def test_a_party_of_tomorrow_takes_on_every_commitment_at_once(self):
        lebanon = State.objects.get(iso3="LBN")
        assert not lebanon.obligations.exists()

        lebanon.memberships.model(
            state=lebanon,
            consent_date=date(2026, 5, 20),
            consent_kind="accession",
            entry_into_force_date=date(2026, 11, 1),
            sources="https://example.org/depositary",
        ).enter()

        assert lebanon.obligations.count() == 17

    def test_a_commitment_of_tomorrow_is_owed_by_every_state_that_was_a_party(self):
        there = Commitment.objects.get(code="21")
        Commitment(
            code="22a",
            paragraph=there.paragraph,
            letter="a",
            position=18,
            title="Report",
            quotation=there.quotation,
            mode=there.mode,
            reading="Each State reports.",
            concerns="All States Parties.",
            shown_by="A report.",
        ).enter(today=BASELINE_DAY)

        assert Obligation.objects.filter(commitment__code="22a").count() == 166

    def test_what_changed_is_not_the_baseline_as_a_whole(self):
        overview = self.read("/", **NOW)

        assert len(set(re.findall(r"/progress/[0-9]+/", overview))) < 30
