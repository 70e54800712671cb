"""Fills an empty database with the baseline, or brings the newest edition into a running installation."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from commitments.imports.baseline import load
from commitments.imports.baseline_replies import load_replies
from commitments.imports.editions import editions_in
from commitments.imports.refusals import FileRefused
from commitments.imports.update import NOTES, REPLIES, BaselineUpdate, UpdateRefused, UpdateResult, file_in
from commitments.imports.update_report import examples_of, references_of, table_of
from commitments.models import (
    Contribution,
    Meeting,
    Obligation,
    OtherName,
    Paragraph,
    ProgressNote,
    State,
    StateCasualtyCount,
    User,
)
from commitments.models.sealing import seal_unsealed
from commitments.rules.roles import BASELINE_AUTHOR

# What stands beside the findings; an installation that is older than these gets them from `prepare`.
REFERENCES = ("action_plans", "planned_actions", "casualties")
INSTRUMENTS = ("instruments", "instrument_memberships")
SERIES: dict[str, type[Model]] = {
    "state_casualties": StateCasualtyCount,
    "contributions": Contribution,
    "meetings": Meeting,
    "other_names": OtherName,
}
GROUND = (
    *("paragraphs", "commitments", "states", "memberships", "users"),
    *(*REFERENCES, *INSTRUMENTS, *SERIES),
)


class Command(BaseCommand):
    """All fixtures or none of them."""

    help = (
        "Loads the baseline (the Declaration, the States, what was found about them) into an empty database. "
        "With --update a running installation takes the newest edition, and what its staff wrote stays."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--update",
            action="store_true",
            help="take the newest edition: add, correct and retract findings of the baseline",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="with --update: say what would change, and change nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load into an empty database, or update."""
        if options["update"]:
            self.update(dry_run=options["dry_run"])
        elif options["dry_run"]:
            raise CommandError("--dry-run goes with --update.")
        else:
            self.load()

    def update(self, *, dry_run: bool) -> None:
        """Show what the newest edition changes, and do it unless it was only asked."""
        author = User.objects.filter(username=BASELINE_AUTHOR).first()
        if author is None:
            raise CommandError("This database holds no baseline; load it without --update.")
        try:
            ground = [name for name in GROUND if name != "users"]
            update = BaselineUpdate(self.folders(), author, timezone.now(), ground=ground, owed=["deadlines"])
            result = update.run(show=self.show, dry_run=dry_run)
        except FileRefused as refused:
            raise CommandError("\n".join(str(each) for each in refused.refusals)) from refused
        except UpdateRefused as refused:
            raise CommandError(str(refused)) from refused
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        if dry_run:
            self.stdout.write("Nothing was changed; without --dry-run it will be.")
        elif result.changes:
            self.inform_the_planner()
            self.stdout.write("Done.")

    def show(self, result: UpdateResult) -> None:
        """What the edition does, promise by promise, before it is done."""
        self.stdout.write(f"{result.edition.reason}:")
        for line in table_of(result.notes):
            self.stdout.write(line)
        for line in (*examples_of(result.notes), *references_of(result.references, result.opened)):
            self.stdout.write(line)

    def folders(self) -> list[Path]:
        return [Path(folder) for folder in settings.FIXTURE_DIRS]

    def load(self) -> None:
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
            seal_unsealed(at=timezone.now())
        self.inform_the_planner()
        self.stdout.write(
            f"Loaded the baseline: {opened:,} obligations of {State.objects.count()} States, "
            f"{ProgressNote.objects.count():,} notes."
        )

    def load_notes(self) -> None:
        """What was found and answered, in the format of the import; published when its author was made."""
        author = User.objects.get(username=BASELINE_AUTHOR)
        path, replies = (file_in(self.folders(), name) for name in (NOTES, REPLIES))
        editions = editions_in(self.folders())
        if path is None:
            raise CommandError(f"There is no {NOTES} beside the fixtures.")
        with path.open("rb") as file:
            try:
                load(file, author, author.date_joined, *editions[-1:])
                if replies and editions:
                    load_replies(replies, editions[-1], author, author.date_joined)
            except FileRefused as refused:
                raise CommandError("\n".join(str(each) for each in refused.refusals)) from refused

    def inform_the_planner(self) -> None:
        """PostgreSQL counts its rows only by and by, and the first pages would wait minutes for that."""
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
