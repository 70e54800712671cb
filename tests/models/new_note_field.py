"""Adds a frozen field to a note, as CONTRIBUTING says, in a copy of the app; started by test_migrations.

The copy is the working directory and stands before the project on the path; DATABASE_URL names the database.
"""

import re
import sys
from datetime import UTC, datetime
from importlib import invalidate_caches
from pathlib import Path

import django
from django.core.management import call_command

MODELS, MIGRATIONS = Path("commitments/models"), Path("commitments/migrations")
FIELD = '    language = models.CharField("language", max_length=5, blank=True)\n'


def insert(path: Path, line: str, *, before: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, line + before), encoding="utf-8")


def with_triggers(migration: str, sql: dict[str, str]) -> str:
    """The migration that Django wrote, its operations between removing the triggers and installing them."""
    pattern = (MIGRATIONS / "0002_triggers.py").read_text(encoding="utf-8")
    functions = pattern[pattern.index("import re") : pattern.index("class Migration")]
    for vendor, text in sql.items():
        constant = vendor.upper()
        functions = re.sub(
            rf'^{constant} = """.*?"""', f'{constant} = """\n{text}\n"""', functions, flags=re.S | re.M
        )
    # some are on one database alone
    functions = functions.replace('(\\w+)", SQLITE)', '(\\w+)", SQLITE + POSTGRESQL)')
    head, operations = migration.split("    operations = [\n")
    imports, body = head.split("class Migration")
    begins = "    operations = [\n        migrations.RunPython(remove),\n"
    ends = "    migrations.RunPython(install),\n    ]\n"
    return f"{imports}{functions}class Migration{body}{begins}{operations.rstrip().removesuffix(']')}{ends}"


def add_field() -> None:
    """The model is changed before Django reads it, then the migration is written and runs."""
    insert(MODELS / "progress.py", FIELD, before="    corrects = models.ForeignKey(\n")
    insert(MODELS / "progress.py", '    "language",\n', before=")\nEVIDENCE_FIELDS = (\n")
    django.setup()
    from commitments.models import triggers  # noqa: PLC0415  (only once the copy has been changed)

    call_command("makemigrations", "commitments", name="note_language", verbosity=0)
    (path,) = MIGRATIONS.glob("*_note_language.py")
    sql = {vendor: triggers.sql(vendor) for vendor in ("sqlite", "postgresql")}
    path.write_text(with_triggers(path.read_text(encoding="utf-8"), sql), encoding="utf-8")
    invalidate_caches()
    call_command("migrate", verbosity=0)
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def try_it() -> str:
    """What the database answers to a change of the field of a published note; a draft is free."""
    from django.db import IntegrityError  # noqa: PLC0415  (as above)

    from commitments.models import ProgressNote  # noqa: PLC0415  (as above)
    from tests.builders import make_note  # noqa: PLC0415  (as above)

    draft, published = make_note(published=False), make_note(published_at=datetime.now(UTC))
    assert ProgressNote.objects.filter(pk=draft.pk).update(language="fr") == 1
    try:
        ProgressNote.objects.filter(pk=published.pk).update(language="fr")
    except IntegrityError as refusal:
        return str(refusal)
    return "nothing was refused"


if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))
    sys.path.append(str(Path(__file__).resolve().parents[2]))
    add_field()
    print(try_it())
