"""The baseline comes whole, into an empty database, or not at all."""

import json
from collections import Counter

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from commitments.models import Commitment, Deadline, Obligation, Paragraph, ProgressNote, State, User

pytestmark = pytest.mark.django_db


def test_the_baseline_opens_every_obligation_of_every_state_that_is_or_was_a_party():
    call_command("load_baseline", verbosity=0)

    assert (Paragraph.objects.count(), Commitment.objects.count(), State.objects.count()) == (21, 17, 197)
    assert Obligation.objects.count() == 166 * 17
    assert Deadline.objects.exists()
    assert ProgressNote.objects.exists()


def test_every_obligation_of_the_baseline_is_planned_and_its_opening_is_in_the_history():
    call_command("load_baseline", verbosity=0)

    assert not Obligation.objects.filter(next_review_date__isnull=True).exists()
    told = Counter(Obligation.history.values_list("history_type", "history_change_reason"))
    assert told == {("+", "opened"): 166 * 17, ("~", "first review planned"): 166 * 17}


def test_a_database_that_holds_data_is_left_alone():
    Paragraph.objects.create(number=1, text="We, the States Parties", edition="test")

    with pytest.raises(CommandError, match="holds data already"):
        call_command("load_baseline")

    assert (Paragraph.objects.count(), State.objects.count()) == (1, 0)


def test_a_baseline_that_breaks_off_leaves_nothing_behind(settings, tmp_path):
    paragraph = {"model": "commitments.paragraph", "pk": 1, "fields": {"text": "We", "edition": "test"}}
    user = {"model": "commitments.user", "fields": {"username": "baseline-import"}}
    (tmp_path / "paragraphs.json").write_text(json.dumps([paragraph]))
    (tmp_path / "users.json").write_text(json.dumps([user]))
    settings.FIXTURE_DIRS = [tmp_path]

    with pytest.raises(CommandError, match="commitments"):
        call_command("load_baseline")

    assert not Paragraph.objects.exists()
    assert not User.objects.exists()
