"""Invented editions of a baseline, about invented States, for the tests of its update."""

import csv
import json
from collections.abc import Iterable
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from commitments.rules.editions import digest_of
from tests.fixtures.held import FIXTURES, fields

FIRST, SECOND = "2021-11-24", "2021-11-28"
STATES = ("XAA", "XAB", "XAC")
HEADINGS = ("note", "state_iso3", "commitment", "noted_date", "status", "certainty", "text")
HEADINGS += ("disputed_by", "dispute", "evidence_url", "evidence_title", "evidence_kind", "evidence_locator")
HEADINGS += ("stage",)
Row = dict[str, str]


def a_row(key: str, status: str = "", noted: str = "2012-05-01", **cells: str) -> Row:
    """One finding under the key XAA/16b/cleared; its text is that key unless another is given."""
    iso3, code, _name = key.split("/")
    held = {"key": key, "state_iso3": iso3, "commitment": code, "noted_date": noted, "status": status}
    held |= {"certainty": "confirmed", "text": f"What is told under {key}.", "stage": "published"}
    held |= {"evidence_url": "https://example.org/source", "evidence_title": "Source"}
    return held | {"evidence_kind": "state_report"} | cells


def write_edition(folder: Path, day: str, rows: Iterable[Row], withdrawn: Iterable[Row] = ()) -> Path:
    """The notes of an edition beside the files of the earlier ones, which stay in the folder."""
    numbered = [{**row, "note": str(number)} for number, row in enumerate(rows, start=1)]
    write_csv(folder / "notes.csv", HEADINGS, numbered)
    (folder / "editions").mkdir(exist_ok=True)
    held = [{"key": row["key"], "note": row["note"], "digest": digest_of(row)} for row in numbered]
    write_csv(folder / "editions" / f"{day}.csv", ("key", "note", "digest"), held)
    write_csv(folder / "withdrawn.csv", ("key", "reason"), withdrawn)
    author = {"username": "baseline-import", "public_name": "Baseline import", "is_active": False}
    author |= {"password": "!baseline-import", "date_joined": f"{day}T00:00:00Z"}
    write_json(folder, "users", [author], "user")
    return folder


def write_csv(path: Path, headings: Iterable[str], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*headings], restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def write_json(folder: Path, name: str, records: Iterable[dict], model: str) -> None:
    held = [{"model": f"commitments.{model}", "fields": fields} for fields in records]
    (folder / f"{name}.json").write_text(json.dumps(held), encoding="utf-8")


def write_ground(folder: Path) -> None:
    """What stands below the findings: the text of the Declaration, and three invented States."""
    for name in ("paragraphs", "commitments", "action_plans", "planned_actions", "casualties", "instruments"):
        (folder / f"{name}.json").write_bytes((FIXTURES / f"{name}.json").read_bytes())
    for name, model in (("state_casualties", "statecasualtycount"), ("contributions", "contribution")):
        write_json(folder, name, [fields(name)[0] | {"state": ["XAA"]}], model)
    write_json(folder, "meetings", [one for one in fields("meetings") if not one["country"]], "meeting")
    other = {"state": ["XAA"], "name": "Old XAA", "language": "en", "kind": "former", "source": "invented"}
    write_json(folder, "other_names", [other], "othername")
    write_json(folder, "states", [a_state(number, iso3) for number, iso3 in enumerate(STATES)], "state")
    write_json(folder, "memberships", [a_membership(iso3) for iso3 in STATES], "membership")
    write_json(folder, "deadlines", [a_deadline("2009-03-01")], "deadline")
    write_json(folder, "instrument_memberships", [_instrument_membership()], "instrumentmembership")


def a_state(number: int, iso3: str) -> dict:
    names = {f"name_{language}": f"Land {iso3}" for language in ("en", "fr", "es", "ru", "zh", "ar")}
    codes = {"iso3": iso3, "iso2": iso3[1:], "m49": f"90{number}"}
    return {**codes, **names, "region": "Asia", "subregion": "South Asia"}


def a_membership(iso3: str) -> dict:
    day = {"consent_date": "1998-03-01", "entry_into_force_date": "1999-03-01"}
    return {"state": [iso3], **day, "consent_kind": "ratification", "sources": "https://example.org"}


def a_deadline(due: str, **fields: object) -> dict:
    source = {"source_url": "https://example.org/deadline", "source_title": "Decisions of the meeting"}
    return {"obligation": ["XAA", "16b"], "kind": "initial", "due_date": due, **source, **fields}


def _instrument_membership() -> dict:
    source = {"source_url": "https://example.org", "source_title": "Depositary", "source_date": "2026-01-01"}
    return {"instrument": ["CCM"], "state": ["XAA"], "signed_date": "2008-12-03", **source}


# ---------------------------------------------------------------- two editions

SAME = a_row("XAA/16b/cleared", "fulfilled")
VOTE = a_row("XAA/17/vote", "in_progress", "2013-12-05")
VOTE_AS_FACT = VOTE | {"status": "", "evidence_locator": "read in a copy"}
MISSED = a_row("XAB/16c/missed", "overdue", "2008-03-02")
GONE = a_row("XAB/20c/report", "in_progress", "2013")
DRAFT = a_row("XAC/16b/doubt", stage="draft", text="To verify: the year.")
SETTLED = DRAFT | {"stage": "published", "status": "in_progress", "text": "It began in 2012."}
IDLE = a_row("XAC/16c/doubt", stage="draft", text="To verify: the stock.")
DROPPED = a_row("XAC/17/doubt", stage="draft", text="To verify: the vote.")
BEFORE = (SAME, VOTE, MISSED, GONE, DRAFT, IDLE, DROPPED)
# on one day two findings: the later one in the file decides, also where it stood before
CURED = a_row("XAB/16c/cured", "fulfilled", "2008-03-02", text="On the same day, before.")
ADDED = a_row("XAC/14b/plan", "in_progress", "2020-06")
AFTER = (SAME, VOTE_AS_FACT, CURED, MISSED, SETTLED, IDLE | {"text": "To verify: the year of it."}, ADDED)
WITHDRAWN = {"key": "XAB/20c/report", "reason": "A missing report is no finding."}


def update(*options: str) -> str:
    told = StringIO()
    call_command("load_baseline", "--update", *options, stdout=told)
    return told.getvalue()
