"""Fills an empty database with what was known when the project began."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone

from commitments.imports.baseline import load
from commitments.imports.refusals import FileRefused
from commitments.models import Obligation, Paragraph, ProgressNote, State, User
from commitments.rules.roles import BASELINE_AUTHOR

# What stands beside the findings; an installation that is older than these gets them from `prepare`.
REFERENCES = ("action_plans", "planned_actions", "casualties")
INSTRUMENTS = ("instruments", "instrument_memberships")
GROUND = ("paragraphs", "commitments", "states", "memberships", "users", *REFERENCES, *INSTRUMENTS)
NOTES = "notes.csv"


class Command(BaseCommand):
    """All fixtures or none of them."""

    help = (
        "Loads the baseline (the Declaration, the States, what was found about them) into an empty database."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load in the order in which one thing needs another."""
        if any(model.objects.exists() for model in (Paragraph, State, ProgressNote)):
            raise CommandError("This database holds data already; the baseline is only for an empty one.")
        with transaction.atomic():
            call_command("loaddata", *GROUND, verbosity=0)
            opened = Obligation.objects.open_missing()
            Obligation.objects.plan_first_reviews(timezone.now().date())
            self.inform_the_planner()  # thousands of findings are about to look their obligation up
            call_command("loaddata", "deadlines", verbosity=0)
            self.load_notes()
        self.inform_the_planner()
        self.stdout.write(
            f"Loaded the baseline: {opened:,} obligations of {State.objects.count()} States, "
            f"{ProgressNote.objects.count():,} notes."
        )

    def load_notes(self) -> None:
        """What was found, in the format of the import; counted as published when its author was made."""
        author = User.objects.get(username=BASELINE_AUTHOR)
        folders = [Path(folder) for folder in settings.FIXTURE_DIRS]
        path = next((folder / NOTES for folder in folders if (folder / NOTES).is_file()), None)
        if path is None:
            raise CommandError(f"There is no {NOTES} beside the fixtures.")
        with path.open("rb") as file:
            try:
                load(file, author, author.date_joined)
            except FileRefused as refused:
                raise CommandError("\n".join(str(each) for each in refused.refusals)) from refused

    def inform_the_planner(self) -> None:
        """PostgreSQL counts its rows only by and by, and the first pages would wait minutes for that."""
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
