"""What stands beside the findings of a baseline comes with the next edition, and spares what staff did."""

from datetime import date

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from commitments.models import Deadline, Obligation, PlannedAction, Reply
from tests.management.editions import (
    AFTER,
    GONE,
    MISSED,
    SAME,
    SECOND,
    STATES,
    WITHDRAWN,
    a_deadline,
    a_membership,
    a_state,
    update,
    write_csv,
    write_edition,
    write_json,
)

pytestmark = pytest.mark.django_db

REPLY_HEADINGS = ("key", "note_key", "replied_by", "replied_date", "position", "text", "url")


def a_reply(row: dict, text: str, **cells: str) -> dict:
    held = {"key": f"{row['key']}/reply", "note_key": row["key"], "replied_by": "Ministry", "text": text}
    return (
        held | {"replied_date": "2014-02-03", "position": "agrees", "url": "https://example.org/it"} | cells
    )


def replies() -> list[tuple]:
    listed = Reply.objects.order_by("pk")
    return [*listed.values_list("note__text", "note__stage", "text", "stage", "author__username")]


def test_replies_of_the_baseline_are_loaded_follow_their_finding_and_are_retracted(folder):
    said = [a_reply(SAME, "We did."), a_reply(MISSED, "We were late.")]
    write_csv(folder / "replies.csv", REPLY_HEADINGS, said)
    call_command("load_baseline", verbosity=0)
    loaded = replies()
    write_edition(folder, SECOND, AFTER, [WITHDRAWN])
    write_csv(folder / "replies.csv", REPLY_HEADINGS, [*said[1:], a_reply(SAME, "We did it in May.")])

    told = update()

    ours = ("published", "baseline-import")
    assert loaded == [
        (SAME["text"], "published", "We did.", *ours),
        (MISSED["text"], "published", "We were late.", *ours),
    ]
    assert replies() == [
        (SAME["text"], "published", "We did.", "retracted", "baseline-import"),
        (MISSED["text"], "corrected", "We were late.", *ours),
        (SAME["text"], "published", "We did it in May.", *ours),
        (MISSED["text"], "published", "We were late.", *ours),
    ]
    assert "replies: 2 added, 1 retracted" in told
    assert set(Reply.history.values_list("history_change_reason", "history_user__username")) == {
        ("Baseline of 28 November 2021", "baseline-import")
    }
    assert "No finding of the baseline changes.\n" in update()
    assert Reply.objects.count() == 4


def test_replies_that_fit_no_finding_or_no_rule_are_refused(second):
    wrong = [
        a_reply(SAME, "Yes.", position="perhaps"),
        a_reply(GONE, "No."),
        a_reply(SAME, "", url="ftp://x"),
    ]
    write_csv(second / "replies.csv", REPLY_HEADINGS, wrong)

    with pytest.raises(CommandError) as refused:
        update()

    lines = str(refused.value).splitlines()
    assert [line.split(":")[0] for line in lines] == [
        "Row 2, column position",
        "Row 3, column note_key",
        "Row 4, column text",
        "Row 4, column url",
    ]
    assert not Reply.objects.exists()


def test_reference_rows_are_added_and_changed_unless_staff_touched_them(second):
    ours = Deadline.objects.create(**deadline_of("2015-03-01"), remark="Ours.")
    extended = {"kind": "extension"}
    deadlines = [
        a_deadline("2009-03-01", remark="Read again."),
        a_deadline("2015-03-01", remark="Theirs.", **extended),
        a_deadline("2019-03-01", **extended),
    ]
    write_json(second, "deadlines", deadlines, "deadline")
    write_json(
        second, "states", [a_state(number, iso3) for number, iso3 in enumerate((*STATES, "XAD"))], "state"
    )
    write_json(second, "memberships", [a_membership(iso3) for iso3 in (*STATES, "XAD")], "membership")

    told = update()

    assert [*Deadline.objects.order_by("due_date").values_list("due_date", "remark")] == [
        (date(2009, 3, 1), "Read again."),
        (date(2015, 3, 1), "Ours."),
        (date(2019, 3, 1), ""),
    ]
    assert Obligation.objects.filter(state__iso3="XAD", next_review_date__isnull=False).count() == 17
    assert "17 obligations opened\n" in told
    assert "deadlines: 1 added, 1 changed\ndeadlines, left alone (1):" in told
    assert "2015-03-01: your staff entered or changed it" in told
    assert "states: 1 added\nmemberships: 1 added" in told
    reasons = Deadline.history.exclude(id=ours.pk).values_list("history_type", "history_change_reason")
    assert {*reasons} == {(kind, "Baseline of 28 November 2021") for kind in "+~"}


def test_a_deadline_known_by_its_year_becomes_the_day_in_that_year(folder):
    year = a_deadline("2009-12-31", due_precision="year", kind="extension")
    ahead = a_deadline("2010-12-31", due_precision="year", kind="extension")
    write_json(folder, "deadlines", [a_deadline("2009-12-31"), year, ahead], "deadline")
    call_command("load_baseline", verbosity=0)
    known = a_deadline("2009-03-01", due_precision="day", kind="extension")
    write_json(folder, "deadlines", [a_deadline("2009-12-31"), known, ahead], "deadline")

    told = update()

    assert [*Deadline.objects.order_by("pk").values_list("kind", "due_date", "due_precision")] == [
        ("initial", date(2009, 12, 31), "day"),
        ("extension", date(2009, 3, 1), "day"),
        ("extension", date(2010, 12, 31), "year"),
    ]
    assert "deadlines: 1 changed\n" in told
    assert "left alone" not in told


def deadline_of(due: str) -> dict:
    obligation = Obligation.objects.get(state__iso3="XAA", commitment__code="16b")
    return a_deadline(due, kind="extension") | {"obligation": obligation, "due_date": date.fromisoformat(due)}


def test_reference_rows_that_staff_deleted_or_the_edition_dropped_are_not_touched(second):
    Deadline.objects.get().delete()
    write_json(second, "planned_actions", [], "plannedaction")

    told = update()

    assert not Deadline.objects.exists()
    assert "your staff deleted it" in told
    assert "2009-03-01" in told
    assert PlannedAction.objects.exists()
