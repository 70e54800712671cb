"""Makes an installation ready to be served."""

import os
import secrets
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError
from django.core.serializers.base import DeserializationError
from django.db import DatabaseError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from commitments.exports.package import has_release
from commitments.imports.editions import newer_edition
from commitments.management.waiting import WaitingCommand
from commitments.models import ActionPlan, CasualtyCount, Commitment, Instrument, Paragraph, State, User
from commitments.models.installation_lock import installation_lock, own_connection
from commitments.models.sealing import seal_unsealed
from commitments.models.server_role import UnfitServerRole, grant_server_role, is_owner, refuse_unfit
from commitments.rules.roles import BASELINE_AUTHOR

from .load_baseline import INSTRUMENTS, REFERENCES, SERIES
from .migrate import NO_OWNER

UNFINISHED = ".unfinished"  # in the folder of the static files as long as they are being collected
PASSWORD_VARIABLE = "CARTAGENA_ADMIN_PASSWORD"  # noqa: S105  (a name, not a password)


class Command(WaitingCommand):
    """Every step looks first whether it is needed, so that a second run changes nothing."""

    help = (
        "Makes the database, the first administrator, the first release of the data and the static files "
        "ready to be served."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """One at a time: a second `prepare`, or a backup, waits."""
        self.refuse_unreachable_database()
        self.refuse_unfit_roles()
        with installation_lock(connection, on_wait=self.say_waiting):
            self.prepare()

    def prepare(self) -> None:
        """Database, data, people, release, files."""
        call_command("migrate", interactive=False, verbosity=0, skip_checks=False)
        call_command("createcachetable", verbosity=0)
        if not Paragraph.objects.exists():
            self.stdout.write("Loading the baseline into the empty database …")
            call_command("load_baseline", stdout=self.stdout)
        if Commitment.objects.exists() and not (
            ActionPlan.objects.exists() or CasualtyCount.objects.exists()
        ):
            self.stdout.write("Loading later action plans and recorded casualties …")
            call_command("loaddata", *REFERENCES, verbosity=0)
        if State.objects.exists():
            self.load_series()
        self.seal()
        self.tell_newer_edition()
        if not User.objects.filter(is_superuser=True).exists():
            self.make_administrator()
        self.make_first_release()
        if settings.DATABASE_SERVER_ROLE:  # once all tables are there
            self.for_server_role(grant_server_role)
        self.collect_static_files()

    def refuse_unfit_roles(self) -> None:
        """On PostgreSQL the owner of the tables runs this, for a role that owns none of them."""
        if not is_owner(connection):
            raise CommandError(NO_OWNER)
        if settings.DATABASE_SERVER_ROLE:
            self.for_server_role(refuse_unfit)

    def for_server_role(self, step: Callable[[BaseDatabaseWrapper, str], None]) -> None:
        try:
            step(connection, settings.DATABASE_SERVER_ROLE)
        except UnfitServerRole as refusal:
            raise CommandError(f"DATABASE_SERVER_ROLE: {refusal}") from refusal

    def seal(self) -> None:
        """What fixtures have stored, and what stood before this installation had a chain of seals."""
        if count := seal_unsealed(at=timezone.now()):
            self.stdout.write(f"Sealed {count:,} public records as they stand now.")

    def tell_newer_edition(self) -> None:
        """An update is for people to decide: it publishes in the name of the site."""
        author = User.objects.filter(username=BASELINE_AUTHOR).first()
        newer = author and newer_edition([Path(folder) for folder in settings.FIXTURE_DIRS], author)
        if newer:
            self.stdout.write(
                f"A newer edition of the baseline is here, of {newer.name}. See what it would change with "
                "`manage.py load_baseline --update --dry-run`."
            )

    def load_series(self) -> None:
        """For an installation that is older than one of them."""
        if not Instrument.objects.exists():
            self.load("the memberships in other instruments", *INSTRUMENTS)
        for name, model in SERIES.items():
            if not model._default_manager.exists():
                self.load(str(model._meta.verbose_name_plural), name)

    def load(self, what: str, *names: str) -> None:
        """These fixtures, or none of them where an installation changed its States: it starts without."""
        self.stdout.write(f"Loading {what} …")
        try:
            with transaction.atomic():
                call_command("loaddata", *names, verbosity=0)
        except (CommandError, DeserializationError, DatabaseError) as error:
            self.stderr.write(
                f"They were not loaded: {error}. The site works without them; load them later with "
                f"`manage.py loaddata {' '.join(names)}`."
            )

    def refuse_unreachable_database(self) -> None:
        """Ask once and say the reason."""
        try:
            with own_connection(connection) as probe:
                probe.ensure_connection()
        except DatabaseError as error:
            reason = str(error).strip().splitlines()[0]
            raise CommandError(f"The database of DATABASE_URL cannot be opened: {reason}") from error

    def make_administrator(self) -> None:
        """The first account. A password made here is shown this once and stored only as a hash."""
        given = os.environ.get(PASSWORD_VARIABLE, "")
        password = given or secrets.token_urlsafe(16)
        name = settings.FIRST_ADMINISTRATOR
        if User.objects.filter(username__iexact=name).exists():
            raise CommandError(
                f"Nobody may do everything, and the user name {name} is taken: choose another one for the "
                "administrator with CARTAGENA_ADMIN_NAME."
            )
        administrator = User(username=name, is_staff=True, is_superuser=True)
        if given:
            self.refuse_weak(password, administrator)
        administrator.set_password(password)
        administrator.save()
        shown = (
            f"the password of {PASSWORD_VARIABLE}"
            if given
            else f"the password {password} (shown only this once)"
        )
        self.stdout.write(f"Made the administrator: sign in as {name} with {shown}.")

    def make_first_release(self) -> None:
        """From its first day a site can be cited for good; a folder that cannot be written stops no start."""
        name = f"{timezone.now():%Y-%m}"
        try:
            if has_release(Path(settings.RELEASES_ROOT)):
                return
            self.stdout.write(f"Making the first release of the data, {name} …")
            call_command("release", name, stdout=self.stdout)
        except (CommandError, OSError) as error:
            self.stderr.write(
                f"No first release was made: {error}. The site works without it; make it later with "
                f"`manage.py release {name}`, or choose another folder with RELEASES_ROOT."
            )

    def collect_static_files(self) -> None:
        """Anew where a run was killed: a file that it cut off is newer than its source and would stay."""
        root = Path(settings.STATIC_ROOT)
        unfinished = root / UNFINISHED
        if unfinished.exists():
            shutil.rmtree(root)
        with suppress(OSError):  # in a container they are made already, and nobody may write there
            root.mkdir(parents=True, exist_ok=True)
            unfinished.touch()
        call_command("collectstatic", interactive=False, verbosity=0)
        unfinished.unlink(missing_ok=True)

    def refuse_weak(self, password: str, administrator: User) -> None:
        """A password from the environment obeys the rules that everyone's does."""
        try:
            validate_password(password, administrator)
        except ValidationError as refusal:
            raise CommandError(f"{PASSWORD_VARIABLE}: {' '.join(refusal.messages)}") from refusal
