"""Lets the database itself keep published notes, their evidence and every history as they are.

A migration that changes one of these tables on SQLite, or what is kept, is written like this one: it removes the
triggers before its other operations and installs those of its day after them. Statements stand between empty lines.
"""

import re

from django.db import migrations

SQLITE = """
CREATE TRIGGER note_is_frozen BEFORE UPDATE ON commitments_progressnote FOR EACH ROW
WHEN OLD.published_at IS NOT NULL AND (OLD.obligation_id IS NOT NEW.obligation_id OR
    OLD.noted_date IS NOT NEW.noted_date OR
    OLD.noted_precision IS NOT NEW.noted_precision OR
    OLD.text IS NOT NEW.text OR
    OLD.status IS NOT NEW.status OR
    OLD.certainty IS NOT NEW.certainty OR
    OLD.disputed_by IS NOT NEW.disputed_by OR
    OLD.dispute IS NOT NEW.dispute OR
    OLD.corrects_id IS NOT NEW.corrects_id OR
    OLD.author_id IS NOT NEW.author_id OR
    OLD.created_at IS NOT NEW.created_at OR
    OLD.submitted_at IS NOT NEW.submitted_at OR
    OLD.submitted_by_id IS NOT NEW.submitted_by_id OR
    OLD.published_at IS NOT NEW.published_at OR
    OLD.published_by_id IS NOT NEW.published_by_id)
BEGIN SELECT RAISE(ABORT, 'published notes and their evidence never change'); END

CREATE TRIGGER note_is_kept BEFORE DELETE ON commitments_progressnote FOR EACH ROW
WHEN OLD.published_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'published notes and their evidence never change'); END

CREATE TRIGGER reply_is_frozen BEFORE UPDATE ON commitments_reply FOR EACH ROW
WHEN OLD.published_at IS NOT NULL AND (OLD.note_id IS NOT NEW.note_id OR
    OLD.replied_by IS NOT NEW.replied_by OR
    OLD.replied_date IS NOT NEW.replied_date OR
    OLD.position IS NOT NEW.position OR
    OLD.text IS NOT NEW.text OR
    OLD.url IS NOT NEW.url OR
    OLD.author_id IS NOT NEW.author_id OR
    OLD.created_at IS NOT NEW.created_at OR
    OLD.submitted_at IS NOT NEW.submitted_at OR
    OLD.submitted_by_id IS NOT NEW.submitted_by_id OR
    OLD.published_at IS NOT NEW.published_at OR
    OLD.published_by_id IS NOT NEW.published_by_id)
BEGIN SELECT RAISE(ABORT, 'published notes and their evidence never change'); END

CREATE TRIGGER reply_is_kept BEFORE DELETE ON commitments_reply FOR EACH ROW
WHEN OLD.published_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'published notes and their evidence never change'); END

CREATE TRIGGER evidence_is_not_added BEFORE INSERT ON commitments_evidencelink FOR EACH ROW
WHEN EXISTS (SELECT 1 FROM commitments_progressnote WHERE id = NEW.note_id AND published_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'published notes and their evidence never change'); END

CREATE TRIGGER evidence_is_not_moved_in BEFORE UPDATE ON commitments_evidencelink FOR EACH ROW
WHEN EXISTS (SELECT 1 FROM commitments_progressnote WHERE id = NEW.note_id AND published_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'published notes and their evidence never change'); END

CREATE TRIGGER evidence_is_frozen BEFORE UPDATE ON commitments_evidencelink FOR EACH ROW
WHEN EXISTS (SELECT 1 FROM commitments_progressnote WHERE id = OLD.note_id AND published_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'published notes and their evidence never change'); END

CREATE TRIGGER evidence_is_kept BEFORE DELETE ON commitments_evidencelink FOR EACH ROW
WHEN EXISTS (SELECT 1 FROM commitments_progressnote WHERE id = OLD.note_id AND published_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'published notes and their evidence never change'); END

CREATE TRIGGER history_of_actionplan_is_kept BEFORE DELETE ON commitments_historicalactionplan FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'the history is never pruned'); END

CREATE TRIGGER history_of_assignment_is_kept BEFORE DELETE ON commitments_historicalassignment FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'the history is never pruned'); END

CREATE TRIGGER history_of_casualtycount_is_kept BEFORE DELETE ON commitments_historicalcasualtycount FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'the history is never pruned'); END

CREATE TRIGGER history_of_commitment_is_kept BEFORE DELETE ON commitments_historicalcommitment FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'the history is never pruned'); END

CREATE TRIGGER history_of_deadline_is_kept BEFORE DELETE ON commitments_historicaldeadline FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'the history is never pruned'); END

CREATE TRIGGER history_of_evidencelink_is_kept BEFORE DELETE ON commitments_historicalevidencelink FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'the history is never pruned'); END

CREATE TRIGGER history_of_membership_is_kept BEFORE DELETE ON commitments_historicalmembership FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'the history is never pruned'); END

CREATE TRIGGER history_of_obligation_is_kept BEFORE DELETE ON commitments_historicalobligation FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'the history is never pruned'); END

CREATE TRIGGER history_of_paragraph_is_kept BEFORE DELETE ON commitments_historicalparagraph FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'the history is never pruned'); END

CREATE TRIGGER history_of_plannedaction_is_kept BEFORE DELETE ON commitments_historicalplannedaction FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'the history is never pruned'); END

CREATE TRIGGER history_of_progressnote_is_kept BEFORE DELETE ON commitments_historicalprogressnote FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'the history is never pruned'); END

CREATE TRIGGER history_of_reply_is_kept BEFORE DELETE ON commitments_historicalreply FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'the history is never pruned'); END

CREATE TRIGGER history_of_state_is_kept BEFORE DELETE ON commitments_historicalstate FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'the history is never pruned'); END

CREATE TRIGGER history_of_user_is_kept BEFORE DELETE ON commitments_historicaluser FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'the history is never pruned'); END

CREATE TRIGGER history_of_user_groups_is_kept BEFORE DELETE ON commitments_historicaluser_groups FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'the history is never pruned'); END
"""

POSTGRESQL = """
CREATE FUNCTION note_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF OLD.published_at IS NOT NULL AND (OLD.obligation_id IS DISTINCT FROM NEW.obligation_id OR
    OLD.noted_date IS DISTINCT FROM NEW.noted_date OR
    OLD.noted_precision IS DISTINCT FROM NEW.noted_precision OR
    OLD.text IS DISTINCT FROM NEW.text OR
    OLD.status IS DISTINCT FROM NEW.status OR
    OLD.certainty IS DISTINCT FROM NEW.certainty OR
    OLD.disputed_by IS DISTINCT FROM NEW.disputed_by OR
    OLD.dispute IS DISTINCT FROM NEW.dispute OR
    OLD.corrects_id IS DISTINCT FROM NEW.corrects_id OR
    OLD.author_id IS DISTINCT FROM NEW.author_id OR
    OLD.created_at IS DISTINCT FROM NEW.created_at OR
    OLD.submitted_at IS DISTINCT FROM NEW.submitted_at OR
    OLD.submitted_by_id IS DISTINCT FROM NEW.submitted_by_id OR
    OLD.published_at IS DISTINCT FROM NEW.published_at OR
    OLD.published_by_id IS DISTINCT FROM NEW.published_by_id)
THEN RAISE EXCEPTION 'published notes and their evidence never change' USING ERRCODE = 'check_violation'; END IF;
RETURN NEW; END $$

CREATE TRIGGER note_is_frozen BEFORE UPDATE ON commitments_progressnote FOR EACH ROW
EXECUTE FUNCTION note_is_frozen()

CREATE FUNCTION note_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF OLD.published_at IS NOT NULL
THEN RAISE EXCEPTION 'published notes and their evidence never change' USING ERRCODE = 'check_violation'; END IF;
RETURN OLD; END $$

CREATE TRIGGER note_is_kept BEFORE DELETE ON commitments_progressnote FOR EACH ROW
EXECUTE FUNCTION note_is_kept()

CREATE FUNCTION reply_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF OLD.published_at IS NOT NULL AND (OLD.note_id IS DISTINCT FROM NEW.note_id OR
    OLD.replied_by IS DISTINCT FROM NEW.replied_by OR
    OLD.replied_date IS DISTINCT FROM NEW.replied_date OR
    OLD.position IS DISTINCT FROM NEW.position OR
    OLD.text IS DISTINCT FROM NEW.text OR
    OLD.url IS DISTINCT FROM NEW.url OR
    OLD.author_id IS DISTINCT FROM NEW.author_id OR
    OLD.created_at IS DISTINCT FROM NEW.created_at OR
    OLD.submitted_at IS DISTINCT FROM NEW.submitted_at OR
    OLD.submitted_by_id IS DISTINCT FROM NEW.submitted_by_id OR
    OLD.published_at IS DISTINCT FROM NEW.published_at OR
    OLD.published_by_id IS DISTINCT FROM NEW.published_by_id)
THEN RAISE EXCEPTION 'published notes and their evidence never change' USING ERRCODE = 'check_violation'; END IF;
RETURN NEW; END $$

CREATE TRIGGER reply_is_frozen BEFORE UPDATE ON commitments_reply FOR EACH ROW
EXECUTE FUNCTION reply_is_frozen()

CREATE FUNCTION reply_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF OLD.published_at IS NOT NULL
THEN RAISE EXCEPTION 'published notes and their evidence never change' USING ERRCODE = 'check_violation'; END IF;
RETURN OLD; END $$

CREATE TRIGGER reply_is_kept BEFORE DELETE ON commitments_reply FOR EACH ROW
EXECUTE FUNCTION reply_is_kept()

CREATE FUNCTION evidence_is_not_added() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF EXISTS (SELECT 1 FROM commitments_progressnote WHERE id = NEW.note_id AND published_at IS NOT NULL)
THEN RAISE EXCEPTION 'published notes and their evidence never change' USING ERRCODE = 'check_violation'; END IF;
RETURN NEW; END $$

CREATE TRIGGER evidence_is_not_added BEFORE INSERT ON commitments_evidencelink FOR EACH ROW
EXECUTE FUNCTION evidence_is_not_added()

CREATE FUNCTION evidence_is_not_moved_in() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF EXISTS (SELECT 1 FROM commitments_progressnote WHERE id = NEW.note_id AND published_at IS NOT NULL)
THEN RAISE EXCEPTION 'published notes and their evidence never change' USING ERRCODE = 'check_violation'; END IF;
RETURN NEW; END $$

CREATE TRIGGER evidence_is_not_moved_in BEFORE UPDATE ON commitments_evidencelink FOR EACH ROW
EXECUTE FUNCTION evidence_is_not_moved_in()

CREATE FUNCTION evidence_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF EXISTS (SELECT 1 FROM commitments_progressnote WHERE id = OLD.note_id AND published_at IS NOT NULL)
THEN RAISE EXCEPTION 'published notes and their evidence never change' USING ERRCODE = 'check_violation'; END IF;
RETURN NEW; END $$

CREATE TRIGGER evidence_is_frozen BEFORE UPDATE ON commitments_evidencelink FOR EACH ROW
EXECUTE FUNCTION evidence_is_frozen()

CREATE FUNCTION evidence_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF EXISTS (SELECT 1 FROM commitments_progressnote WHERE id = OLD.note_id AND published_at IS NOT NULL)
THEN RAISE EXCEPTION 'published notes and their evidence never change' USING ERRCODE = 'check_violation'; END IF;
RETURN OLD; END $$

CREATE TRIGGER evidence_is_kept BEFORE DELETE ON commitments_evidencelink FOR EACH ROW
EXECUTE FUNCTION evidence_is_kept()

CREATE FUNCTION history_of_actionplan_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF 1 = 1
THEN RAISE EXCEPTION 'the history is never pruned' USING ERRCODE = 'check_violation'; END IF;
RETURN OLD; END $$

CREATE TRIGGER history_of_actionplan_is_kept BEFORE DELETE ON commitments_historicalactionplan FOR EACH ROW
EXECUTE FUNCTION history_of_actionplan_is_kept()

CREATE FUNCTION history_of_assignment_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF 1 = 1
THEN RAISE EXCEPTION 'the history is never pruned' USING ERRCODE = 'check_violation'; END IF;
RETURN OLD; END $$

CREATE TRIGGER history_of_assignment_is_kept BEFORE DELETE ON commitments_historicalassignment FOR EACH ROW
EXECUTE FUNCTION history_of_assignment_is_kept()

CREATE FUNCTION history_of_casualtycount_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF 1 = 1
THEN RAISE EXCEPTION 'the history is never pruned' USING ERRCODE = 'check_violation'; END IF;
RETURN OLD; END $$

CREATE TRIGGER history_of_casualtycount_is_kept BEFORE DELETE ON commitments_historicalcasualtycount FOR EACH ROW
EXECUTE FUNCTION history_of_casualtycount_is_kept()

CREATE FUNCTION history_of_commitment_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF 1 = 1
THEN RAISE EXCEPTION 'the history is never pruned' USING ERRCODE = 'check_violation'; END IF;
RETURN OLD; END $$

CREATE TRIGGER history_of_commitment_is_kept BEFORE DELETE ON commitments_historicalcommitment FOR EACH ROW
EXECUTE FUNCTION history_of_commitment_is_kept()

CREATE FUNCTION history_of_deadline_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF 1 = 1
THEN RAISE EXCEPTION 'the history is never pruned' USING ERRCODE = 'check_violation'; END IF;
RETURN OLD; END $$

CREATE TRIGGER history_of_deadline_is_kept BEFORE DELETE ON commitments_historicaldeadline FOR EACH ROW
EXECUTE FUNCTION history_of_deadline_is_kept()

CREATE FUNCTION history_of_evidencelink_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF 1 = 1
THEN RAISE EXCEPTION 'the history is never pruned' USING ERRCODE = 'check_violation'; END IF;
RETURN OLD; END $$

CREATE TRIGGER history_of_evidencelink_is_kept BEFORE DELETE ON commitments_historicalevidencelink FOR EACH ROW
EXECUTE FUNCTION history_of_evidencelink_is_kept()

CREATE FUNCTION history_of_membership_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF 1 = 1
THEN RAISE EXCEPTION 'the history is never pruned' USING ERRCODE = 'check_violation'; END IF;
RETURN OLD; END $$

CREATE TRIGGER history_of_membership_is_kept BEFORE DELETE ON commitments_historicalmembership FOR EACH ROW
EXECUTE FUNCTION history_of_membership_is_kept()

CREATE FUNCTION history_of_obligation_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF 1 = 1
THEN RAISE EXCEPTION 'the history is never pruned' USING ERRCODE = 'check_violation'; END IF;
RETURN OLD; END $$

CREATE TRIGGER history_of_obligation_is_kept BEFORE DELETE ON commitments_historicalobligation FOR EACH ROW
EXECUTE FUNCTION history_of_obligation_is_kept()

CREATE FUNCTION history_of_paragraph_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF 1 = 1
THEN RAISE EXCEPTION 'the history is never pruned' USING ERRCODE = 'check_violation'; END IF;
RETURN OLD; END $$

CREATE TRIGGER history_of_paragraph_is_kept BEFORE DELETE ON commitments_historicalparagraph FOR EACH ROW
EXECUTE FUNCTION history_of_paragraph_is_kept()

CREATE FUNCTION history_of_plannedaction_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF 1 = 1
THEN RAISE EXCEPTION 'the history is never pruned' USING ERRCODE = 'check_violation'; END IF;
RETURN OLD; END $$

CREATE TRIGGER history_of_plannedaction_is_kept BEFORE DELETE ON commitments_historicalplannedaction FOR EACH ROW
EXECUTE FUNCTION history_of_plannedaction_is_kept()

CREATE FUNCTION history_of_progressnote_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF 1 = 1
THEN RAISE EXCEPTION 'the history is never pruned' USING ERRCODE = 'check_violation'; END IF;
RETURN OLD; END $$

CREATE TRIGGER history_of_progressnote_is_kept BEFORE DELETE ON commitments_historicalprogressnote FOR EACH ROW
EXECUTE FUNCTION history_of_progressnote_is_kept()

CREATE FUNCTION history_of_reply_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF 1 = 1
THEN RAISE EXCEPTION 'the history is never pruned' USING ERRCODE = 'check_violation'; END IF;
RETURN OLD; END $$

CREATE TRIGGER history_of_reply_is_kept BEFORE DELETE ON commitments_historicalreply FOR EACH ROW
EXECUTE FUNCTION history_of_reply_is_kept()

CREATE FUNCTION history_of_state_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF 1 = 1
THEN RAISE EXCEPTION 'the history is never pruned' USING ERRCODE = 'check_violation'; END IF;
RETURN OLD; END $$

CREATE TRIGGER history_of_state_is_kept BEFORE DELETE ON commitments_historicalstate FOR EACH ROW
EXECUTE FUNCTION history_of_state_is_kept()

CREATE FUNCTION history_of_user_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF 1 = 1
THEN RAISE EXCEPTION 'the history is never pruned' USING ERRCODE = 'check_violation'; END IF;
RETURN OLD; END $$

CREATE TRIGGER history_of_user_is_kept BEFORE DELETE ON commitments_historicaluser FOR EACH ROW
EXECUTE FUNCTION history_of_user_is_kept()

CREATE FUNCTION history_of_user_groups_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF 1 = 1
THEN RAISE EXCEPTION 'the history is never pruned' USING ERRCODE = 'check_violation'; END IF;
RETURN OLD; END $$

CREATE TRIGGER history_of_user_groups_is_kept BEFORE DELETE ON commitments_historicaluser_groups FOR EACH ROW
EXECUTE FUNCTION history_of_user_groups_is_kept()
"""

NAMES = re.findall(r"CREATE TRIGGER (\w+)", SQLITE)


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
        # in one line, so that every database keeps the same text, however it is laid out here
        schema_editor.execute(" ".join(statement.split()), params=None)


class Migration(migrations.Migration):
    replaces = [
        ("commitments", "0002_published_notes_never_change"),
        ("commitments", "0007_histories_are_kept"),
    ]
    dependencies = [("commitments", "0001_tables")]
    operations = [migrations.RunPython(install, remove)]
