"""Where our own method makes a count jump."""

from datetime import date

from commitments.rules.method import METHOD_CHANGES, method_changes


def test_the_changes_stand_in_the_order_of_their_days():
    days = [change.day for change in METHOD_CHANGES]

    assert days == sorted(days)


def test_a_change_belongs_to_the_days_after_the_first_up_to_the_last():
    day = METHOD_CHANGES[0].day

    assert method_changes(after=day, by=day, codes={"17"}) == []
    assert method_changes(after=date(2009, 12, 4), by=day, codes={"17"}) == [METHOD_CHANGES[0]]


def test_a_change_that_bears_on_another_commitment_is_not_told():
    whole = {"after": date(2009, 12, 4), "by": date(2026, 11, 24)}

    assert [change.codes for change in method_changes(**whole, codes={"21"})] == [frozenset()]
