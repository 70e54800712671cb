"""The States of one commitment by status."""

from types import SimpleNamespace

from commitments.pages.commitment import group_by_status
from commitments.rules.codes import Status


def test_what_is_grave_comes_first_and_what_nobody_looked_at_last():
    found = group_by_status(SimpleNamespace(status=status.value) for status in Status)

    assert [standing.status for standing in found][:2] == ["contradicted", "overdue"]
    assert [standing.status for standing in found if standing.is_folded] == ["not_assessed"]
    assert found[-1].status == "not_assessed"
    assert {standing.status for standing in found} == set(Status.values)


def test_states_keep_their_order_and_a_status_nobody_has_is_left_out():
    owed = [SimpleNamespace(status="fulfilled", state=state) for state in ("Albania", "Chile")]

    (found,) = group_by_status(owed)

    assert [each.state for each in found.obligations] == ["Albania", "Chile"]
