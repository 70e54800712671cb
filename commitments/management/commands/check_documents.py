"""`manage.py check_documents`: whether every document that is kept as evidence is there, and whole."""

from datetime import timedelta
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from commitments.management.waiting import WaitingCommand
from commitments.models.document_survey import DocumentSurvey, remove_leftovers, survey_documents
from commitments.models.installation_lock import installation_lock

OPEN_FORMS = timedelta(days=1)


class Command(WaitingCommand):
    help = (
        "Compares every document with its file. Ends with an error when one is missing or damaged. Names "
        "what no note cites, and removes it with --remove-orphans if it is older than a day."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--remove-orphans", action="store_true", help="delete documents and files that no note cites"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        found = survey_documents(before=timezone.now() - OPEN_FORMS)
        self._tell(found)
        if options["remove_orphans"]:
            # a backup that is being made has to find every document that its database names
            with installation_lock(connection, on_wait=self.say_waiting):
                remove_leftovers(found)
            self.stdout.write("Removed what no note cites.")
        if found.missing or found.damaged:
            raise CommandError("Bring these files back from a backup of the folder of documents.")

    def _tell(self, found: DocumentSurvey) -> None:
        self.stdout.write(f"Documents that are whole: {found.whole}.")
        for fault, checksums in (("missing", found.missing), ("damaged", found.damaged)):
            for checksum in checksums:
                self.stderr.write(f"{fault}: {checksum}")
        for document in found.uncited:
            self.stdout.write(f"not cited: {document.sha256}")
        for path in found.strays:
            self.stdout.write(f"of no document: {path}")
