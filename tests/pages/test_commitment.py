"""The States of one commitment by status."""

from types import SimpleNamespace

from commitments.pages.commitment import MAX_UNFOLDED, group_by_status
from commitments.pages.newest_notes import ShownNotes
from commitments.rules.codes import Status


def obligation(pk: int, status: str) -> SimpleNamespace:
    return SimpleNamespace(pk=pk, status=status)


def test_what_is_grave_comes_first_and_what_nobody_looked_at_last():
    found = group_by_status([obligation(1, status.value) for status in Status], {})

    assert [standing.status for standing in found][:2] == ["contradicted", "overdue"]
    assert [standing.status for standing in found if standing.is_folded] == ["not_assessed"]
    assert [standing.status for standing in found if not standing.has_findings] == [
        "not_bound",
        "not_assessed",
    ]
    assert {standing.status for standing in found} == set(Status.values)


def test_states_keep_their_order_and_their_note_and_a_status_nobody_has_is_left_out():
    owed = [obligation(pk, "fulfilled") for pk in (2, 1)]

    (found,) = group_by_status(owed, {1: ShownNotes(newest="a note", disputed="another")})

    assert [(line.obligation.pk, line.note, line.disputed) for line in found.lines] == [
        (2, None, None),
        (1, "a note", "another"),
    ]


def test_a_long_group_is_folded():
    for count, folded in ((MAX_UNFOLDED, False), (MAX_UNFOLDED + 1, True)):
        (found,) = group_by_status([obligation(pk, "noted") for pk in range(count)], {})

        assert found.is_folded is folded
