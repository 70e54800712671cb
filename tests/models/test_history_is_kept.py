"""No history is pruned: not by a verb, not by a command, not by the database."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.db.models import Model

from commitments.models import ProgressNote
from tests.builders import make_note, make_reply, make_user

pytestmark = pytest.mark.django_db


def every_history() -> list[type[Model]]:
    """The histories, and who was in which group at the time."""
    models = apps.get_app_config("commitments").get_models()
    return [model for model in models if model.__name__.startswith("Historical")]


def test_an_entry_of_a_history_is_deleted_by_nobody():
    make_reply()
    make_user().groups.add(Group.objects.get(name="Reviewer"))

    for history in every_history():
        if history.objects.exists():
            with pytest.raises(DatabaseError, match="never pruned"), transaction.atomic():
                history.objects.all()._raw_delete("default")


@pytest.mark.parametrize("command", ["clean_old_history", "clean_duplicate_history"])
def test_the_commands_that_come_with_the_library_prune_nothing(command):
    note = make_note(published=False)
    note._history_date = datetime(2001, 1, 1, tzinfo=UTC)
    note.save()
    note.save()
    before = ProgressNote.history.count()

    with pytest.raises(DatabaseError, match="never pruned"), transaction.atomic():
        call_command(command, "--auto", stdout=StringIO())

    assert ProgressNote.history.count() == before
