"""Lets the database publish no note without evidence, and gives every constraint a sentence.

Only “no evidence found” may cite nothing: its text says where was looked. Notes that were published before keep
what they have; the desk lists them.
"""

import re

from django.db import migrations

SQLITE = """
CREATE TRIGGER note_is_entered_with_evidence BEFORE INSERT ON commitments_progressnote FOR EACH ROW
WHEN NEW.published_at IS NOT NULL AND NEW.status <> 'no_evidence' AND
    NOT EXISTS (SELECT 1 FROM commitments_evidencelink WHERE note_id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a published note cites evidence'); END

CREATE TRIGGER note_is_published_with_evidence BEFORE UPDATE ON commitments_progressnote FOR EACH ROW
WHEN OLD.published_at IS NULL AND NEW.published_at IS NOT NULL AND NEW.status <> 'no_evidence' AND
    NOT EXISTS (SELECT 1 FROM commitments_evidencelink WHERE note_id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a published note cites evidence'); END
"""

POSTGRESQL = """
CREATE FUNCTION note_is_entered_with_evidence() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF NEW.published_at IS NOT NULL AND NEW.status <> 'no_evidence' AND
    NOT EXISTS (SELECT 1 FROM commitments_evidencelink WHERE note_id = NEW.id)
THEN RAISE EXCEPTION 'a published note cites evidence' USING ERRCODE = 'check_violation'; END IF;
RETURN NEW; END $$

CREATE TRIGGER note_is_entered_with_evidence BEFORE INSERT ON commitments_progressnote FOR EACH ROW
EXECUTE FUNCTION note_is_entered_with_evidence()

CREATE FUNCTION note_is_published_with_evidence() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF OLD.published_at IS NULL AND NEW.published_at IS NOT NULL AND NEW.status <> 'no_evidence' AND
    NOT EXISTS (SELECT 1 FROM commitments_evidencelink WHERE note_id = NEW.id)
THEN RAISE EXCEPTION 'a published note cites evidence' USING ERRCODE = 'check_violation'; END IF;
RETURN NEW; END $$

CREATE TRIGGER note_is_published_with_evidence BEFORE UPDATE ON commitments_progressnote FOR EACH ROW
EXECUTE FUNCTION note_is_published_with_evidence()
"""

NAMES = re.findall(r"CREATE TRIGGER (\w+)", SQLITE)
ADDRESS_FORM = "A web address begins with https:// or http:// and holds neither a space nor a backslash."
ADDRESSES = (
    ("casualtycount", "casualties_address_is_web"),
    ("evidencelink", "evidence_address_is_web"),
    ("instrumentmembership", "instrument_address_is_web"),
    ("plannedaction", "planned_action_address_is_web"),
    ("reply", "reply_address_is_web"),
)
# of a note and of a reply
REVIEWED = (
    ("has_a_text", "The text is empty."),
    ("is_published_by_someone", "What is published names who published it and when."),
    ("is_retracted_by_someone_for_a_reason", "What was retracted names who retracted it, when and why."),
    ("is_returned_by_someone_with_a_comment", "What was returned names who returned it, when, and what the author should change."),
    ("is_submitted_by_someone", "What was submitted names who submitted it and when."),
    ("stage_matches_its_marks", "The stage says which steps were taken, and when."),
)
WORDS = (
    *((model, f"{prefix}_{name}", words) for model, prefix in (("progressnote", "note"), ("reply", "reply")) for name, words in REVIEWED),
    ("assignment", "assignment_one_a_person_and_state", "This State is assigned to this person already."),
    ("casualtycount", "casualties_one_count_an_edition", "This edition has a count of these years already."),
    ("casualtycount", "casualties_parts_fit_the_total", "Killed, injured and unknown together are not more than all casualties."),
    ("commitment", "commitment_mode_is_known", "A commitment has one of the modes that the Declaration uses."),
    ("contribution", "contribution_stands_once", "This State has a row of this year and role already."),
    ("deadline", "deadline_is_decided_before_it_is_due", "Only an extension is decided after the day it was due."),
    ("deadline", "deadline_kind_is_known", "A deadline is an initial one or an extension."),
    ("deadline", "deadline_stands_once", "This obligation has a deadline of this day and kind already."),
    ("evidencelink", "evidence_has_a_title", "A piece of evidence has a title."),
    ("evidencelink", "evidence_kind_is_known", "A piece of evidence is of one of the kinds of sources."),
    ("instrumentmembership", "instrument_one_row_a_state", "This State has a row for this instrument already."),
    ("membership", "membership_ends_after_it_began", "A withdrawal takes effect after the entry into force."),
    ("membership", "membership_one_stay_a_deposit", "This State has a stay with this day of consent already."),
    ("membership", "membership_withdrawal_is_notified_first", "A withdrawal is notified first and takes effect later."),
    ("obligation", "obligation_one_a_state_and_commitment", "This State has an obligation under this commitment already."),
    ("plannedaction", "planned_action_says_what_it_asked", "An action says what the plan asked."),
    ("plannedaction", "planned_action_stands_once", "These actions of the plan stand beside this commitment already."),
    ("progressnote", "note_certainty_is_known", "A finding is confirmed, apparent or alleged."),
    ("progressnote", "note_does_not_correct_itself", "A note does not correct itself."),
    ("progressnote", "note_is_corrected_once", "Another correction of this note has been published already."),
    ("progressnote", "note_precision_is_known", "A fact is dated to a day, a month or a year, or “by” a day."),
    ("progressnote", "note_status_is_known", "A note sets one of the statuses that a person can find, or none."),
    ("reminder", "reminder_is_sent_once", "This person was reminded of it already."),
    ("reply", "reply_position_is_known", "A reply takes one of the known positions."),
    ("statecasualtycount", "statecasualtycount_stands_once", "This State has a count of this year and scope already."),
    *((model, name, ADDRESS_FORM) for model, name in ADDRESSES),
    ("evidencelink", "evidence_archive_is_web", "The archived copy has a web address, or none."),
)


def remove(apps, schema_editor):
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    for name in NAMES:
        # a trigger of PostgreSQL goes with its function
        schema_editor.execute(
            f"DROP FUNCTION IF EXISTS {name}() CASCADE" if on_postgresql else f"DROP TRIGGER IF EXISTS {name}"
        )


def install(apps, schema_editor):
    remove(apps, schema_editor)
    text = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    for statement in text.strip().split("\n\n"):
        schema_editor.execute(" ".join(statement.split()), params=None)


class SayInWords(migrations.operations.base.Operation):
    """Gives each constraint its sentence; nothing changes in the database.

    All of them at once, because models are made anew after every operation that alters a constraint.
    """

    def state_forwards(self, app_label, state):
        words = {name: said for _model, name, said in WORDS}
        for model in {model for model, _name, _said in WORDS}:
            stored = state.models[app_label, model]
            spoken = [with_words(each, words.get(each.name)) for each in stored.options["constraints"]]
            stored.options = {**stored.options, "constraints": spoken}

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        pass

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        pass

    def describe(self):
        return "Gives constraints their sentences"


def with_words(constraint, words):
    if words is None:
        return constraint
    _path, args, options = constraint.deconstruct()
    return type(constraint)(*args, **options | {"violation_error_message": words})


class Migration(migrations.Migration):
    dependencies = [("commitments", "0018_documents_are_kept")]
    operations = [migrations.RunPython(install, remove), SayInWords()]
