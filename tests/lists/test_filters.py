"""What a reader may ask of a list, and what they are told when nobody can read it."""

from datetime import date

import pytest
from django.http import QueryDict

from commitments.lists.obligations import ObligationFilter
from commitments.lists.progress import ProgressFilter
from commitments.lists.states import StateFilter
from commitments.models import Obligation, ProgressNote, State
from commitments.pages.matrix_filter import MatrixFilter
from commitments.rules.clocks import Clocks
from tests.builders import (
    make_commitment,
    make_deadline,
    make_note,
    make_obligation,
    make_party,
    make_state,
    make_user,
)
from tests.each import Failures

pytestmark = pytest.mark.django_db
FILTERS = {
    StateFilter: State.objects.as_listed,
    ObligationFilter: Obligation.objects.as_listed,
    ProgressFilter: ProgressNote.objects.as_listed,
}
every_filter = pytest.mark.parametrize("filters", FILTERS)


@pytest.fixture
def asked(today, now):
    """The filter of a list for a query string."""

    def ask(filters, query: str):
        queryset = FILTERS[filters](Clocks(today, now))
        return filters(QueryDict(query), queryset=queryset)

    return ask


@pytest.fixture(scope="module")
def world(standing) -> None:
    """Three obligations of three States in three situations."""
    with standing():
        store_world()


def store_world() -> None:
    colombia = make_party(iso3="COL", name_en="Colombia", name_ru="Колумбия", region="Americas")
    cambodia = make_party(iso3="KHM", name_en="Cambodia", region="Asia", since=date(2015, 1, 1))
    finland = make_party(iso3="FIN", name_en="Finland", region="Europe", until=date(2026, 1, 10))
    clearance = make_commitment(code="16b", title="Clear all areas", position=9)
    call = make_commitment(code="17", title="Universality", position=11)
    make_note(
        obligation=make_obligation(state=colombia, commitment=clearance),
        text="Two provinces are clear.",
        status="overdue",
        certainty="apparent",
        noted_date=date(2020, 6, 1),
        disputed_by="The State",
        dispute="It says no.",
        evidence={"kind": "monitor_report", "title": "Yearbook"},
    )
    # the source speaks of an earlier deadline than the latest, which has passed too
    make_deadline(obligation=make_obligation(state=colombia, commitment=clearance), due_date=date(2021, 3, 1))
    make_note(
        obligation=make_obligation(state=cambodia, commitment=call),
        text="A vote in New York.",
        status="fulfilled",
        noted_date=date(2022, 1, 1),
        author=make_user(username="baseline-import"),
        evidence={"kind": "vote_record", "title": "Voting record"},
    )
    make_note(
        obligation=make_obligation(state=finland, commitment=call),
        text="A speech in Helsinki.",
        status="",
        noted_date=date(2024, 1, 1),
    )


COL, KHM, FIN = "COL", "KHM", "FIN"


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [KHM, COL, FIN]),
        ("q=colombia", [COL]),
        ("q=Колумбия", [COL]),
        ("q=khm", [KHM]),
        ("q=universality", [KHM, FIN]),
        ("q=16B", [COL]),
        ("q=100%25 colombia", []),
        ("state=COL", [COL]),
        ("state=COL&state=KHM", [KHM, COL]),
        ("region=Europe", [FIN]),
        ("region=Europe&region=Asia", [KHM, FIN]),
        ("label=declared_2009", [COL]),
        ("label=joined_after", [KHM]),
        ("label=left", [FIN]),
        ("label=outside", []),
        ("commitment=17", [KHM, FIN]),
        ("commitment=17&state=FIN", [FIN]),
        ("status=overdue", [COL]),
        ("status=overdue&status=fulfilled", [KHM, COL]),
        ("status=not_bound", [FIN]),
        ("status=not_assessed", []),
        ("not_status=overdue", [KHM, FIN]),
        ("not_status=overdue&not_status=fulfilled", [FIN]),
        ("not_commitment=17", [COL]),
        ("not_region=Europe&not_region=Asia", [COL]),
        ("not_label=left", [KHM, COL]),
        ("not_state=COL", [KHM, FIN]),
        ("region=Europe&region=Asia&not_state=FIN", [KHM]),
        ("status=overdue&not_status=overdue", []),
        ("certainty=apparent", [COL]),
        ("evidence=monitor_report", [COL]),
        ("evidence=monitor_report&evidence=vote_record", [KHM, COL]),
        ("evidence=press", []),
        ("deadline=passed", [COL]),
        ("deadline=ahead&deadline=none_known", []),
        ("not_deadline=passed", [KHM, FIN]),
        ("not_deadline=missed", [KHM, COL, FIN]),
        ("disputed=true", [COL]),
        ("disputed=false", [KHM, FIN]),
        ("disputed=", [KHM, COL, FIN]),
        ("silent_since=2020-06-02", [COL]),
        ("silent_since=2020-06-01", []),
        ("silent_since=2024-01-01", [KHM, COL]),
        ("utm_source=mail&utm_x=1&fbclid=2&gclid=3", [KHM, COL, FIN]),
        ("page=7&per_page=10&sort=-status&as_of=2020-01-01&known_at=2020-01-01", [KHM, COL, FIN]),
    ],
)
def test_obligations_are_narrowed(query, found, asked):
    filtered = asked(ObligationFilter, query)

    assert filtered.is_valid()
    assert [owed.state.iso3 for owed in filtered.qs] == found


@pytest.mark.usefixtures("world")
def test_who_was_never_looked_at_is_silent(asked):
    make_obligation(state=make_party(iso3="MLI", name_en="Mali"))

    filtered = asked(ObligationFilter, "silent_since=2000-01-01")

    assert [owed.state.iso3 for owed in filtered.qs] == ["MLI"]


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [FIN, KHM, COL]),
        ("q=provinces", [COL]),
        ("q=yearbook", [COL]),
        ("q=cambodia", [KHM]),
        ("q=fin", [FIN]),
        ("state=COL", [COL]),
        ("region=Asia", [KHM]),
        ("commitment=17", [FIN, KHM]),
        ("status=fulfilled", [KHM]),
        ("certainty=apparent", [COL]),
        ("certainty=apparent&certainty=confirmed", [FIN, KHM, COL]),
        ("evidence=vote_record", [KHM]),
        ("evidence=vote_record&evidence=monitor_report", [KHM, COL]),
        ("evidence=press", []),
        ("noted_from=2022-01-01", [FIN, KHM]),
        ("noted_to=2022-01-01", [KHM, COL]),
        ("noted_from=2021-01-01&noted_to=2023-01-01", [KHM]),
        ("disputed=true", [COL]),
        ("disputed=false", [FIN, KHM]),
        ("not_status=overdue", [FIN, KHM]),
        ("not_commitment=17", [COL]),
        ("not_region=Asia", [FIN, COL]),
        ("not_state=FIN&not_state=COL", [KHM]),
        ("news=true", [FIN, COL]),
        ("news=false", [FIN, KHM, COL]),
        ("news=", [FIN, KHM, COL]),
    ],
)
def test_notes_are_narrowed(query, found, asked):
    filtered = asked(ProgressFilter, query)

    assert filtered.is_valid()
    assert [note.obligation.state.iso3 for note in filtered.qs] == found


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [KHM, COL, FIN, "USA"]),
        ("q=Колумбия", [COL]),
        ("q=USA", ["USA"]),
        ("q=finland", [FIN]),
        ("region=Americas", [COL, "USA"]),
        ("label=outside", ["USA"]),
        ("label=left&label=declared_2009", [COL, FIN]),
        ("not_label=outside&not_region=Asia", [COL, FIN]),
        ("silent_since=2022-01-01", [COL, "USA"]),
        ("silent_since=2022-01-02", [KHM, COL, "USA"]),
    ],
)
def test_states_are_narrowed(query, found, asked):
    make_state(iso3="USA", name_en="United States of America", region="Americas")

    filtered = asked(StateFilter, query)

    assert filtered.is_valid()
    assert [state.iso3 for state in filtered.qs] == found


SAME = {
    (ObligationFilter, "state=COL"): ("state=col", "state=Colombia", "state=COL&state=col", "state= col "),
    (ObligationFilter, "not_state=COL"): ("not_state=colombia",),
    (ObligationFilter, "commitment=16b"): ("commitment=16B", "commitment=16(b)", "commitment=%C2%A7 16 b"),
    (ObligationFilter, "status=overdue"): ("status=Overdue", "status=OVERDUE"),
    (ObligationFilter, "status=not_assessed"): ("status=Not assessed", "status=not-assessed"),
    (ObligationFilter, "region=Americas"): ("region=americas",),
    (ObligationFilter, "label=joined_after"): ("label=Joined after 2009",),
    (ObligationFilter, "disputed=true"): ("disputed=Yes", "disputed=TRUE"),
    (ObligationFilter, "silent_since=2020-01-01"): ("silent_since=2020", "silent_since=1 January 2020"),
    (ObligationFilter, ""): ("state=&status=&commitment=&silent_since=&q=",),
    (ProgressFilter, "noted_to=2020-12-31"): ("noted_to=2020", "noted_to=December 2020", "noted_to=12/2020"),
    (ProgressFilter, "noted_from=2020-03-09"): ("noted_from=9.3.2020", "noted_from=2020/3/9"),
}


@pytest.mark.usefixtures("world")
def test_values_are_read_as_people_write_them(asked):
    failures = Failures()
    for (filters, codes), typed in SAME.items():
        rows = set(asked(filters, codes).qs.values_list("pk", flat=True))
        for query in typed:
            with failures.kept(query):
                filtered = asked(filters, query)
                assert filtered.refusals() == []
                assert set(filtered.qs.values_list("pk", flat=True)) == rows
                read = {name: values for name, values in filtered.data.lists() if any(values)}
                assert read == dict(QueryDict(codes).lists())

    assert not failures, failures


@pytest.mark.usefixtures("world")
def test_a_refusal_says_what_would_be_right(asked):
    assert asked(ProgressFilter, "certainty=sure").refusals() == [
        "certainty: “sure” is not one of the choices: confirmed, apparent, alleged."
    ]
    (asked_back,) = asked(ProgressFilter, "noted_from=03/02/2020").refusals()
    assert asked_back.startswith("noted_from: “03/02/2020” can be 3 February 2020 or 2 March 2020: ")


MALFORMED = [
    (ObligationFilter, "state=XXX", "state"),
    (ObligationFilter, "region=Atlantis", "region"),
    (ObligationFilter, "label=friend", "label"),
    (ObligationFilter, "commitment=99z", "commitment"),
    (ObligationFilter, "status=late", "status"),
    (ObligationFilter, "disputed=maybe", "disputed"),
    (ObligationFilter, "silent_since=yesterday", "silent_since"),
    (ObligationFilter, "silent_since=01/02/2020", "silent_since"),
    (ObligationFilter, f"q={'a' * 101}", "q"),
    (ObligationFilter, "q=%00", "q"),
    (ObligationFilter, "q=%25", "q"),
    (ObligationFilter, "state=%00", "state"),
    (ObligationFilter, "commitment=%00", "commitment"),
    (ProgressFilter, "status=not_assessed", "status"),
    (ProgressFilter, "certainty=sure", "certainty"),
    (ProgressFilter, "evidence=rumour", "evidence"),
    (ProgressFilter, "noted_from=2020-13-01", "noted_from"),
    (ProgressFilter, "noted_to=2020-13", "noted_to"),
    (ProgressFilter, "news=1", "news"),
    (ProgressFilter, "state=%00", "state"),
    (StateFilter, "region=%00", "region"),
    (StateFilter, "label=%00", "label"),
    (StateFilter, f"q={'é' * 101}", "q"),
]


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(("filters", "query", "name"), MALFORMED)
def test_what_cannot_be_read_is_named(filters, query, name, asked):
    filtered = asked(filters, query)

    assert not filtered.is_valid()
    assert [refusal.partition(":")[0] for refusal in filtered.refusals()] == [name]


@every_filter
@pytest.mark.parametrize("name", ["stat", "State", "colour", "_utm", "x" * 100_000])
def test_an_unknown_parameter_is_named_and_cut_short(filters, name, asked):
    refusals = asked(filters, f"{name}=1").refusals()

    assert refusals == [f"“{name[:40]}” is not a filter of this list."]


@every_filter
def test_a_refusal_stays_short_whatever_was_sent(filters, asked):
    refusals = asked(filters, f"region={'x' * 100_000}").refusals()

    assert [len(refusal) <= 200 for refusal in refusals] == [True]


@pytest.mark.usefixtures("world")
def test_everything_that_is_wrong_is_named_at_once(asked):
    refusals = asked(ObligationFilter, "stat=x&status=late&silent_since=x&disputed=maybe").refusals()

    assert [refusal.split(":")[0] for refusal in refusals] == [
        "“stat” is not a filter of this list.",
        "status",
        "disputed",
        "silent_since",
    ]


@pytest.mark.usefixtures("world")
def test_what_was_chosen_is_told_as_it_was_written(asked):
    filtered = asked(ObligationFilter, "q=a b&state=COL&state=KHM&status=overdue&sort=-status&utm_x=1&label=")

    assert filtered.chosen() == ["a b", "COL", "KHM", "overdue"]


@pytest.mark.usefixtures("world")
def test_the_matrix_is_narrowed_by_region_and_label(today):
    found = {}
    for query in ("", "region=Asia", "label=left", "label=outside", "nonsense=x", "region=Atlantis"):
        filtered = MatrixFilter(QueryDict(query), queryset=State.objects.with_label_on(today))
        found[query] = (filtered.is_valid(), filtered.is_valid() and {state.iso3 for state in filtered.qs})

    assert found == {
        "": (True, {COL, KHM, FIN}),
        "region=Asia": (True, {KHM}),
        "label=left": (True, {FIN}),
        "label=outside": (True, set()),
        "nonsense=x": (False, False),
        "region=Atlantis": (False, False),
    }
