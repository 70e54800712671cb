"""Fills an empty database with what was known when the project began."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone

from commitments.models import Obligation, Paragraph, ProgressNote, State

# What stands beside the findings; an installation that is older than these gets them from `prepare`.
REFERENCES = ("action_plans", "planned_actions", "casualties")
GROUND = ("paragraphs", "commitments", "states", "memberships", "users", *REFERENCES)
# Evidence stands before the notes: the database refuses evidence for a note that is already published.
FINDINGS = ("deadlines", "evidence", "notes")


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
            call_command("loaddata", *FINDINGS, verbosity=0)
        self.inform_the_planner()
        self.stdout.write(
            f"Loaded the baseline: {opened:,} obligations of {State.objects.count()} States, "
            f"{ProgressNote.objects.count():,} notes."
        )

    def inform_the_planner(self) -> None:
        """PostgreSQL counts its rows only by and by, and the first pages would wait minutes for that."""
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
