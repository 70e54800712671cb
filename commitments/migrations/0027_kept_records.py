"""Closes the ways around the triggers: the marks of what is published, replaced rows, emptied tables.

What was published takes at most one step more; a history is never rewritten; an obligation stays with its State and
its commitment; what findings hang on is never deleted. On SQLite no row takes the place of a kept one. On PostgreSQL
no table is emptied, and the functions of all triggers look for tables in the schema of the app alone.

The triggers that were there before stay, except the two that froze notes and replies.
"""

import re

from django.db import migrations

SQLITE = """
CREATE TRIGGER note_is_corrected_by_another BEFORE UPDATE ON commitments_progressnote FOR EACH ROW
WHEN OLD.stage = 'published' AND NEW.stage = 'corrected' AND
    NOT EXISTS (SELECT 1 FROM commitments_progressnote WHERE corrects_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'a note is corrected by another note'); END

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
    OLD.id IS NOT NEW.id OR
    OLD.author_id IS NOT NEW.author_id OR
    OLD.created_at IS NOT NEW.created_at OR
    OLD.version IS NOT NEW.version OR
    OLD.entry_key IS NOT NEW.entry_key OR
    OLD.reviewer_id IS NOT NEW.reviewer_id OR
    OLD.submitted_at IS NOT NEW.submitted_at OR
    OLD.submitted_by_id IS NOT NEW.submitted_by_id OR
    OLD.returned_at IS NOT NEW.returned_at OR
    OLD.returned_by_id IS NOT NEW.returned_by_id OR
    OLD.return_comment IS NOT NEW.return_comment OR
    OLD.published_at IS NOT NEW.published_at OR
    OLD.published_by_id IS NOT NEW.published_by_id)
BEGIN SELECT RAISE(ABORT, 'published notes and their evidence never change'); END

CREATE TRIGGER reply_is_frozen BEFORE UPDATE ON commitments_reply FOR EACH ROW
WHEN OLD.published_at IS NOT NULL AND (OLD.note_id IS NOT NEW.note_id OR
    OLD.replied_by IS NOT NEW.replied_by OR
    OLD.replied_date IS NOT NEW.replied_date OR
    OLD.position IS NOT NEW.position OR
    OLD.text IS NOT NEW.text OR
    OLD.url IS NOT NEW.url OR
    OLD.id IS NOT NEW.id OR
    OLD.author_id IS NOT NEW.author_id OR
    OLD.created_at IS NOT NEW.created_at OR
    OLD.version IS NOT NEW.version OR
    OLD.entry_key IS NOT NEW.entry_key OR
    OLD.reviewer_id IS NOT NEW.reviewer_id OR
    OLD.submitted_at IS NOT NEW.submitted_at OR
    OLD.submitted_by_id IS NOT NEW.submitted_by_id OR
    OLD.returned_at IS NOT NEW.returned_at OR
    OLD.returned_by_id IS NOT NEW.returned_by_id OR
    OLD.return_comment IS NOT NEW.return_comment OR
    OLD.published_at IS NOT NEW.published_at OR
    OLD.published_by_id IS NOT NEW.published_by_id)
BEGIN SELECT RAISE(ABORT, 'published notes and their evidence never change'); END

CREATE TRIGGER note_goes_forward BEFORE UPDATE ON commitments_progressnote FOR EACH ROW
WHEN OLD.published_at IS NOT NULL AND (OLD.stage IS NOT NEW.stage OR
    OLD.retracted_at IS NOT NEW.retracted_at OR
    OLD.retracted_by_id IS NOT NEW.retracted_by_id OR
    OLD.retraction_reason IS NOT NEW.retraction_reason OR
    OLD.corrected_at IS NOT NEW.corrected_at) AND
    (OLD.stage <> 'published' OR NEW.stage <> 'retracted' AND
    OLD.retraction_reason IS NOT NEW.retraction_reason)
BEGIN SELECT RAISE(ABORT, 'what was corrected or retracted stays so'); END

CREATE TRIGGER note_is_withdrawn_later BEFORE UPDATE ON commitments_progressnote FOR EACH ROW
WHEN OLD.stage = 'published' AND (NEW.retracted_at < NEW.published_at OR NEW.corrected_at < NEW.published_at)
BEGIN SELECT RAISE(ABORT, 'nothing is corrected or retracted before it was published'); END

CREATE TRIGGER reply_goes_forward BEFORE UPDATE ON commitments_reply FOR EACH ROW
WHEN OLD.published_at IS NOT NULL AND (OLD.stage IS NOT NEW.stage OR
    OLD.retracted_at IS NOT NEW.retracted_at OR
    OLD.retracted_by_id IS NOT NEW.retracted_by_id OR
    OLD.retraction_reason IS NOT NEW.retraction_reason) AND
    (OLD.stage <> 'published' OR NEW.stage <> 'retracted' AND
    OLD.retraction_reason IS NOT NEW.retraction_reason)
BEGIN SELECT RAISE(ABORT, 'what was corrected or retracted stays so'); END

CREATE TRIGGER reply_is_withdrawn_later BEFORE UPDATE ON commitments_reply FOR EACH ROW
WHEN OLD.stage = 'published' AND (NEW.retracted_at < NEW.published_at)
BEGIN SELECT RAISE(ABORT, 'nothing is corrected or retracted before it was published'); END

CREATE TRIGGER obligation_stays_itself BEFORE UPDATE ON commitments_obligation FOR EACH ROW
WHEN (OLD.id IS NOT NEW.id OR
    OLD.state_id IS NOT NEW.state_id OR
    OLD.commitment_id IS NOT NEW.commitment_id)
BEGIN SELECT RAISE(ABORT, 'what a record is known by and belongs to never changes'); END

CREATE TRIGGER membership_stays_itself BEFORE UPDATE ON commitments_membership FOR EACH ROW
WHEN (OLD.id IS NOT NEW.id OR
    OLD.state_id IS NOT NEW.state_id)
BEGIN SELECT RAISE(ABORT, 'what a record is known by and belongs to never changes'); END

CREATE TRIGGER deadline_stays_itself BEFORE UPDATE ON commitments_deadline FOR EACH ROW
WHEN (OLD.id IS NOT NEW.id OR
    OLD.obligation_id IS NOT NEW.obligation_id)
BEGIN SELECT RAISE(ABORT, 'what a record is known by and belongs to never changes'); END

CREATE TRIGGER user_stays_itself BEFORE UPDATE ON commitments_user FOR EACH ROW
WHEN (OLD.id IS NOT NEW.id)
BEGIN SELECT RAISE(ABORT, 'what a record is known by and belongs to never changes'); END

CREATE TRIGGER state_stays_itself BEFORE UPDATE ON commitments_state FOR EACH ROW
WHEN (OLD.id IS NOT NEW.id OR
    OLD.iso3 IS NOT NEW.iso3) AND
    EXISTS (SELECT 1 FROM commitments_progressnote WHERE published_at IS NOT NULL AND obligation_id IN (SELECT id FROM commitments_obligation WHERE state_id = OLD.id))
BEGIN SELECT RAISE(ABORT, 'what a record is known by and belongs to never changes'); END

CREATE TRIGGER commitment_stays_itself BEFORE UPDATE ON commitments_commitment FOR EACH ROW
WHEN (OLD.id IS NOT NEW.id OR
    OLD.code IS NOT NEW.code OR
    OLD.paragraph_id IS NOT NEW.paragraph_id OR
    OLD.letter IS NOT NEW.letter) AND
    EXISTS (SELECT 1 FROM commitments_progressnote WHERE published_at IS NOT NULL AND obligation_id IN (SELECT id FROM commitments_obligation WHERE commitment_id = OLD.id))
BEGIN SELECT RAISE(ABORT, 'what a record is known by and belongs to never changes'); END

CREATE TRIGGER paragraph_stays_itself BEFORE UPDATE ON commitments_paragraph FOR EACH ROW
WHEN (OLD.number IS NOT NEW.number) AND
    EXISTS (SELECT 1 FROM commitments_progressnote WHERE published_at IS NOT NULL AND obligation_id IN (SELECT id FROM commitments_obligation WHERE commitment_id IN (SELECT id FROM commitments_commitment WHERE paragraph_id = OLD.number)))
BEGIN SELECT RAISE(ABORT, 'what a record is known by and belongs to never changes'); END

CREATE TRIGGER document_is_kept BEFORE DELETE ON commitments_document FOR EACH ROW
WHEN EXISTS (SELECT 1 FROM commitments_evidencelink WHERE document_id = OLD.sha256)
BEGIN SELECT RAISE(ABORT, 'findings or evidence hang on this record'); END

CREATE TRIGGER obligation_is_kept BEFORE DELETE ON commitments_obligation FOR EACH ROW
WHEN EXISTS (SELECT 1 FROM commitments_progressnote WHERE published_at IS NOT NULL AND obligation_id IN (OLD.id))
BEGIN SELECT RAISE(ABORT, 'findings or evidence hang on this record'); END

CREATE TRIGGER state_is_kept BEFORE DELETE ON commitments_state FOR EACH ROW
WHEN EXISTS (SELECT 1 FROM commitments_progressnote WHERE published_at IS NOT NULL AND obligation_id IN (SELECT id FROM commitments_obligation WHERE state_id = OLD.id))
BEGIN SELECT RAISE(ABORT, 'findings or evidence hang on this record'); END

CREATE TRIGGER commitment_is_kept BEFORE DELETE ON commitments_commitment FOR EACH ROW
WHEN EXISTS (SELECT 1 FROM commitments_progressnote WHERE published_at IS NOT NULL AND obligation_id IN (SELECT id FROM commitments_obligation WHERE commitment_id = OLD.id))
BEGIN SELECT RAISE(ABORT, 'findings or evidence hang on this record'); END

CREATE TRIGGER paragraph_is_kept BEFORE DELETE ON commitments_paragraph FOR EACH ROW
WHEN EXISTS (SELECT 1 FROM commitments_progressnote WHERE published_at IS NOT NULL AND obligation_id IN (SELECT id FROM commitments_obligation WHERE commitment_id IN (SELECT id FROM commitments_commitment WHERE paragraph_id = OLD.number)))
BEGIN SELECT RAISE(ABORT, 'findings or evidence hang on this record'); END

CREATE TRIGGER user_is_kept BEFORE DELETE ON commitments_user FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'people are never deleted'); END

CREATE TRIGGER note_is_not_replaced BEFORE INSERT ON commitments_progressnote FOR EACH ROW
WHEN EXISTS (SELECT 1 FROM commitments_progressnote AS kept
    WHERE (kept.rowid = NEW.rowid OR kept.entry_key = NEW.entry_key) AND kept.published_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'a kept record is never replaced'); END

CREATE TRIGGER note_is_not_moved_over BEFORE UPDATE ON commitments_progressnote FOR EACH ROW
WHEN (OLD.rowid IS NOT NEW.rowid OR OLD.entry_key IS NOT NEW.entry_key) AND
    EXISTS (SELECT 1 FROM commitments_progressnote AS kept
    WHERE kept.rowid IS NOT OLD.rowid AND (kept.rowid = NEW.rowid OR kept.entry_key = NEW.entry_key) AND kept.published_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'a kept record is never replaced'); END

CREATE TRIGGER reply_is_not_replaced BEFORE INSERT ON commitments_reply FOR EACH ROW
WHEN EXISTS (SELECT 1 FROM commitments_reply AS kept
    WHERE (kept.rowid = NEW.rowid OR kept.entry_key = NEW.entry_key) AND kept.published_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'a kept record is never replaced'); END

CREATE TRIGGER reply_is_not_moved_over BEFORE UPDATE ON commitments_reply FOR EACH ROW
WHEN (OLD.rowid IS NOT NEW.rowid OR OLD.entry_key IS NOT NEW.entry_key) AND
    EXISTS (SELECT 1 FROM commitments_reply AS kept
    WHERE kept.rowid IS NOT OLD.rowid AND (kept.rowid = NEW.rowid OR kept.entry_key = NEW.entry_key) AND kept.published_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'a kept record is never replaced'); END

CREATE TRIGGER evidence_is_not_replaced BEFORE INSERT ON commitments_evidencelink FOR EACH ROW
WHEN EXISTS (SELECT 1 FROM commitments_evidencelink AS kept
    WHERE (kept.rowid = NEW.rowid) AND EXISTS (SELECT 1 FROM commitments_progressnote WHERE id = kept.note_id AND published_at IS NOT NULL))
BEGIN SELECT RAISE(ABORT, 'a kept record is never replaced'); END

CREATE TRIGGER evidence_is_not_moved_over BEFORE UPDATE ON commitments_evidencelink FOR EACH ROW
WHEN (OLD.rowid IS NOT NEW.rowid) AND
    EXISTS (SELECT 1 FROM commitments_evidencelink AS kept
    WHERE kept.rowid IS NOT OLD.rowid AND (kept.rowid = NEW.rowid) AND EXISTS (SELECT 1 FROM commitments_progressnote WHERE id = kept.note_id AND published_at IS NOT NULL))
BEGIN SELECT RAISE(ABORT, 'a kept record is never replaced'); END

CREATE TRIGGER document_is_not_replaced BEFORE INSERT ON commitments_document FOR EACH ROW
WHEN EXISTS (SELECT 1 FROM commitments_document AS kept
    WHERE (kept.rowid = NEW.rowid OR kept.sha256 = NEW.sha256) AND EXISTS (SELECT 1 FROM commitments_evidencelink WHERE document_id = kept.sha256))
BEGIN SELECT RAISE(ABORT, 'a kept record is never replaced'); END

CREATE TRIGGER document_is_not_moved_over BEFORE UPDATE ON commitments_document FOR EACH ROW
WHEN (OLD.rowid IS NOT NEW.rowid OR OLD.sha256 IS NOT NEW.sha256) AND
    EXISTS (SELECT 1 FROM commitments_document AS kept
    WHERE kept.rowid IS NOT OLD.rowid AND (kept.rowid = NEW.rowid OR kept.sha256 = NEW.sha256) AND EXISTS (SELECT 1 FROM commitments_evidencelink WHERE document_id = kept.sha256))
BEGIN SELECT RAISE(ABORT, 'a kept record is never replaced'); END

CREATE TRIGGER obligation_is_not_replaced BEFORE INSERT ON commitments_obligation FOR EACH ROW
WHEN EXISTS (SELECT 1 FROM commitments_obligation AS kept
    WHERE (kept.rowid = NEW.rowid OR (kept.state_id = NEW.state_id AND kept.commitment_id = NEW.commitment_id)) AND EXISTS (SELECT 1 FROM commitments_progressnote WHERE published_at IS NOT NULL AND obligation_id IN (kept.id)))
BEGIN SELECT RAISE(ABORT, 'a kept record is never replaced'); END

CREATE TRIGGER obligation_is_not_moved_over BEFORE UPDATE ON commitments_obligation FOR EACH ROW
WHEN (OLD.rowid IS NOT NEW.rowid OR OLD.state_id IS NOT NEW.state_id OR OLD.commitment_id IS NOT NEW.commitment_id) AND
    EXISTS (SELECT 1 FROM commitments_obligation AS kept
    WHERE kept.rowid IS NOT OLD.rowid AND (kept.rowid = NEW.rowid OR (kept.state_id = NEW.state_id AND kept.commitment_id = NEW.commitment_id)) AND EXISTS (SELECT 1 FROM commitments_progressnote WHERE published_at IS NOT NULL AND obligation_id IN (kept.id)))
BEGIN SELECT RAISE(ABORT, 'a kept record is never replaced'); END

CREATE TRIGGER state_is_not_replaced BEFORE INSERT ON commitments_state FOR EACH ROW
WHEN EXISTS (SELECT 1 FROM commitments_state AS kept
    WHERE (kept.rowid = NEW.rowid OR kept.iso3 = NEW.iso3 OR kept.iso2 = NEW.iso2 OR kept.m49 = NEW.m49) AND EXISTS (SELECT 1 FROM commitments_progressnote WHERE published_at IS NOT NULL AND obligation_id IN (SELECT id FROM commitments_obligation WHERE state_id = kept.id)))
BEGIN SELECT RAISE(ABORT, 'a kept record is never replaced'); END

CREATE TRIGGER state_is_not_moved_over BEFORE UPDATE ON commitments_state FOR EACH ROW
WHEN (OLD.rowid IS NOT NEW.rowid OR OLD.iso3 IS NOT NEW.iso3 OR OLD.iso2 IS NOT NEW.iso2 OR OLD.m49 IS NOT NEW.m49) AND
    EXISTS (SELECT 1 FROM commitments_state AS kept
    WHERE kept.rowid IS NOT OLD.rowid AND (kept.rowid = NEW.rowid OR kept.iso3 = NEW.iso3 OR kept.iso2 = NEW.iso2 OR kept.m49 = NEW.m49) AND EXISTS (SELECT 1 FROM commitments_progressnote WHERE published_at IS NOT NULL AND obligation_id IN (SELECT id FROM commitments_obligation WHERE state_id = kept.id)))
BEGIN SELECT RAISE(ABORT, 'a kept record is never replaced'); END

CREATE TRIGGER commitment_is_not_replaced BEFORE INSERT ON commitments_commitment FOR EACH ROW
WHEN EXISTS (SELECT 1 FROM commitments_commitment AS kept
    WHERE (kept.rowid = NEW.rowid OR kept.code = NEW.code OR kept.position = NEW.position) AND EXISTS (SELECT 1 FROM commitments_progressnote WHERE published_at IS NOT NULL AND obligation_id IN (SELECT id FROM commitments_obligation WHERE commitment_id = kept.id)))
BEGIN SELECT RAISE(ABORT, 'a kept record is never replaced'); END

CREATE TRIGGER commitment_is_not_moved_over BEFORE UPDATE ON commitments_commitment FOR EACH ROW
WHEN (OLD.rowid IS NOT NEW.rowid OR OLD.code IS NOT NEW.code OR OLD.position IS NOT NEW.position) AND
    EXISTS (SELECT 1 FROM commitments_commitment AS kept
    WHERE kept.rowid IS NOT OLD.rowid AND (kept.rowid = NEW.rowid OR kept.code = NEW.code OR kept.position = NEW.position) AND EXISTS (SELECT 1 FROM commitments_progressnote WHERE published_at IS NOT NULL AND obligation_id IN (SELECT id FROM commitments_obligation WHERE commitment_id = kept.id)))
BEGIN SELECT RAISE(ABORT, 'a kept record is never replaced'); END

CREATE TRIGGER paragraph_is_not_replaced BEFORE INSERT ON commitments_paragraph FOR EACH ROW
WHEN EXISTS (SELECT 1 FROM commitments_paragraph AS kept
    WHERE (kept.rowid = NEW.rowid OR kept.number = NEW.number) AND EXISTS (SELECT 1 FROM commitments_progressnote WHERE published_at IS NOT NULL AND obligation_id IN (SELECT id FROM commitments_obligation WHERE commitment_id IN (SELECT id FROM commitments_commitment WHERE paragraph_id = kept.number))))
BEGIN SELECT RAISE(ABORT, 'a kept record is never replaced'); END

CREATE TRIGGER paragraph_is_not_moved_over BEFORE UPDATE ON commitments_paragraph FOR EACH ROW
WHEN (OLD.rowid IS NOT NEW.rowid OR OLD.number IS NOT NEW.number) AND
    EXISTS (SELECT 1 FROM commitments_paragraph AS kept
    WHERE kept.rowid IS NOT OLD.rowid AND (kept.rowid = NEW.rowid OR kept.number = NEW.number) AND EXISTS (SELECT 1 FROM commitments_progressnote WHERE published_at IS NOT NULL AND obligation_id IN (SELECT id FROM commitments_obligation WHERE commitment_id IN (SELECT id FROM commitments_commitment WHERE paragraph_id = kept.number))))
BEGIN SELECT RAISE(ABORT, 'a kept record is never replaced'); END

CREATE TRIGGER user_is_not_replaced BEFORE INSERT ON commitments_user FOR EACH ROW
WHEN EXISTS (SELECT 1 FROM commitments_user AS kept
    WHERE (kept.rowid = NEW.rowid OR kept.username = NEW.username) AND 1 = 1)
BEGIN SELECT RAISE(ABORT, 'a kept record is never replaced'); END

CREATE TRIGGER user_is_not_moved_over BEFORE UPDATE ON commitments_user FOR EACH ROW
WHEN (OLD.rowid IS NOT NEW.rowid OR OLD.username IS NOT NEW.username) AND
    EXISTS (SELECT 1 FROM commitments_user AS kept
    WHERE kept.rowid IS NOT OLD.rowid AND (kept.rowid = NEW.rowid OR kept.username = NEW.username) AND 1 = 1)
BEGIN SELECT RAISE(ABORT, 'a kept record is never replaced'); END

CREATE TRIGGER seal_is_not_replaced BEFORE INSERT ON commitments_seal FOR EACH ROW
WHEN EXISTS (SELECT 1 FROM commitments_seal WHERE rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'a kept record is never replaced'); END

CREATE TRIGGER note_is_corrected_once_by_insert BEFORE INSERT ON commitments_progressnote FOR EACH ROW
WHEN NEW.stage IN ('published', 'retracted', 'corrected') AND EXISTS (SELECT 1 FROM commitments_progressnote AS kept
    WHERE kept.corrects_id = NEW.corrects_id AND kept.stage IN ('published', 'retracted', 'corrected') AND kept.rowid IS NOT NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'note_is_corrected_once'); END

CREATE TRIGGER note_is_corrected_once_by_update BEFORE UPDATE ON commitments_progressnote FOR EACH ROW
WHEN NEW.stage IN ('published', 'retracted', 'corrected') AND EXISTS (SELECT 1 FROM commitments_progressnote AS kept
    WHERE kept.corrects_id = NEW.corrects_id AND kept.stage IN ('published', 'retracted', 'corrected') AND kept.rowid IS NOT NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'note_is_corrected_once'); END
"""

POSTGRESQL = """
CREATE FUNCTION note_is_corrected_by_another() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF OLD.stage = 'published' AND NEW.stage = 'corrected' AND
    NOT EXISTS (SELECT 1 FROM commitments_progressnote WHERE corrects_id = OLD.id)
THEN RAISE EXCEPTION 'a note is corrected by another note' USING ERRCODE = 'check_violation'; END IF;
RETURN NEW; END $$

CREATE TRIGGER note_is_corrected_by_another BEFORE UPDATE ON commitments_progressnote FOR EACH ROW
EXECUTE FUNCTION note_is_corrected_by_another()

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
    OLD.id IS DISTINCT FROM NEW.id OR
    OLD.author_id IS DISTINCT FROM NEW.author_id OR
    OLD.created_at IS DISTINCT FROM NEW.created_at OR
    OLD.version IS DISTINCT FROM NEW.version OR
    OLD.entry_key IS DISTINCT FROM NEW.entry_key OR
    OLD.reviewer_id IS DISTINCT FROM NEW.reviewer_id OR
    OLD.submitted_at IS DISTINCT FROM NEW.submitted_at OR
    OLD.submitted_by_id IS DISTINCT FROM NEW.submitted_by_id OR
    OLD.returned_at IS DISTINCT FROM NEW.returned_at OR
    OLD.returned_by_id IS DISTINCT FROM NEW.returned_by_id OR
    OLD.return_comment IS DISTINCT FROM NEW.return_comment OR
    OLD.published_at IS DISTINCT FROM NEW.published_at OR
    OLD.published_by_id IS DISTINCT FROM NEW.published_by_id)
THEN RAISE EXCEPTION 'published notes and their evidence never change' USING ERRCODE = 'check_violation'; END IF;
RETURN NEW; END $$

CREATE TRIGGER note_is_frozen BEFORE UPDATE ON commitments_progressnote FOR EACH ROW
EXECUTE FUNCTION note_is_frozen()

CREATE FUNCTION reply_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF OLD.published_at IS NOT NULL AND (OLD.note_id IS DISTINCT FROM NEW.note_id OR
    OLD.replied_by IS DISTINCT FROM NEW.replied_by OR
    OLD.replied_date IS DISTINCT FROM NEW.replied_date OR
    OLD.position IS DISTINCT FROM NEW.position OR
    OLD.text IS DISTINCT FROM NEW.text OR
    OLD.url IS DISTINCT FROM NEW.url OR
    OLD.id IS DISTINCT FROM NEW.id OR
    OLD.author_id IS DISTINCT FROM NEW.author_id OR
    OLD.created_at IS DISTINCT FROM NEW.created_at OR
    OLD.version IS DISTINCT FROM NEW.version OR
    OLD.entry_key IS DISTINCT FROM NEW.entry_key OR
    OLD.reviewer_id IS DISTINCT FROM NEW.reviewer_id OR
    OLD.submitted_at IS DISTINCT FROM NEW.submitted_at OR
    OLD.submitted_by_id IS DISTINCT FROM NEW.submitted_by_id OR
    OLD.returned_at IS DISTINCT FROM NEW.returned_at OR
    OLD.returned_by_id IS DISTINCT FROM NEW.returned_by_id OR
    OLD.return_comment IS DISTINCT FROM NEW.return_comment OR
    OLD.published_at IS DISTINCT FROM NEW.published_at OR
    OLD.published_by_id IS DISTINCT FROM NEW.published_by_id)
THEN RAISE EXCEPTION 'published notes and their evidence never change' USING ERRCODE = 'check_violation'; END IF;
RETURN NEW; END $$

CREATE TRIGGER reply_is_frozen BEFORE UPDATE ON commitments_reply FOR EACH ROW
EXECUTE FUNCTION reply_is_frozen()

CREATE FUNCTION note_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF OLD.published_at IS NOT NULL AND (OLD.stage IS DISTINCT FROM NEW.stage OR
    OLD.retracted_at IS DISTINCT FROM NEW.retracted_at OR
    OLD.retracted_by_id IS DISTINCT FROM NEW.retracted_by_id OR
    OLD.retraction_reason IS DISTINCT FROM NEW.retraction_reason OR
    OLD.corrected_at IS DISTINCT FROM NEW.corrected_at) AND
    (OLD.stage <> 'published' OR NEW.stage <> 'retracted' AND
    OLD.retraction_reason IS DISTINCT FROM NEW.retraction_reason)
THEN RAISE EXCEPTION 'what was corrected or retracted stays so' USING ERRCODE = 'check_violation'; END IF;
RETURN NEW; END $$

CREATE TRIGGER note_goes_forward BEFORE UPDATE ON commitments_progressnote FOR EACH ROW
EXECUTE FUNCTION note_goes_forward()

CREATE FUNCTION note_is_withdrawn_later() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF OLD.stage = 'published' AND (NEW.retracted_at < NEW.published_at OR NEW.corrected_at < NEW.published_at)
THEN RAISE EXCEPTION 'nothing is corrected or retracted before it was published' USING ERRCODE = 'check_violation'; END IF;
RETURN NEW; END $$

CREATE TRIGGER note_is_withdrawn_later BEFORE UPDATE ON commitments_progressnote FOR EACH ROW
EXECUTE FUNCTION note_is_withdrawn_later()

CREATE FUNCTION reply_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF OLD.published_at IS NOT NULL AND (OLD.stage IS DISTINCT FROM NEW.stage OR
    OLD.retracted_at IS DISTINCT FROM NEW.retracted_at OR
    OLD.retracted_by_id IS DISTINCT FROM NEW.retracted_by_id OR
    OLD.retraction_reason IS DISTINCT FROM NEW.retraction_reason) AND
    (OLD.stage <> 'published' OR NEW.stage <> 'retracted' AND
    OLD.retraction_reason IS DISTINCT FROM NEW.retraction_reason)
THEN RAISE EXCEPTION 'what was corrected or retracted stays so' USING ERRCODE = 'check_violation'; END IF;
RETURN NEW; END $$

CREATE TRIGGER reply_goes_forward BEFORE UPDATE ON commitments_reply FOR EACH ROW
EXECUTE FUNCTION reply_goes_forward()

CREATE FUNCTION reply_is_withdrawn_later() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF OLD.stage = 'published' AND (NEW.retracted_at < NEW.published_at)
THEN RAISE EXCEPTION 'nothing is corrected or retracted before it was published' USING ERRCODE = 'check_violation'; END IF;
RETURN NEW; END $$

CREATE TRIGGER reply_is_withdrawn_later BEFORE UPDATE ON commitments_reply FOR EACH ROW
EXECUTE FUNCTION reply_is_withdrawn_later()

CREATE FUNCTION obligation_stays_itself() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF (OLD.id IS DISTINCT FROM NEW.id OR
    OLD.state_id IS DISTINCT FROM NEW.state_id OR
    OLD.commitment_id IS DISTINCT FROM NEW.commitment_id)
THEN RAISE EXCEPTION 'what a record is known by and belongs to never changes' USING ERRCODE = 'check_violation'; END IF;
RETURN NEW; END $$

CREATE TRIGGER obligation_stays_itself BEFORE UPDATE ON commitments_obligation FOR EACH ROW
EXECUTE FUNCTION obligation_stays_itself()

CREATE FUNCTION membership_stays_itself() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF (OLD.id IS DISTINCT FROM NEW.id OR
    OLD.state_id IS DISTINCT FROM NEW.state_id)
THEN RAISE EXCEPTION 'what a record is known by and belongs to never changes' USING ERRCODE = 'check_violation'; END IF;
RETURN NEW; END $$

CREATE TRIGGER membership_stays_itself BEFORE UPDATE ON commitments_membership FOR EACH ROW
EXECUTE FUNCTION membership_stays_itself()

CREATE FUNCTION deadline_stays_itself() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF (OLD.id IS DISTINCT FROM NEW.id OR
    OLD.obligation_id IS DISTINCT FROM NEW.obligation_id)
THEN RAISE EXCEPTION 'what a record is known by and belongs to never changes' USING ERRCODE = 'check_violation'; END IF;
RETURN NEW; END $$

CREATE TRIGGER deadline_stays_itself BEFORE UPDATE ON commitments_deadline FOR EACH ROW
EXECUTE FUNCTION deadline_stays_itself()

CREATE FUNCTION user_stays_itself() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF (OLD.id IS DISTINCT FROM NEW.id)
THEN RAISE EXCEPTION 'what a record is known by and belongs to never changes' USING ERRCODE = 'check_violation'; END IF;
RETURN NEW; END $$

CREATE TRIGGER user_stays_itself BEFORE UPDATE ON commitments_user FOR EACH ROW
EXECUTE FUNCTION user_stays_itself()

CREATE FUNCTION state_stays_itself() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF (OLD.id IS DISTINCT FROM NEW.id OR
    OLD.iso3 IS DISTINCT FROM NEW.iso3) AND
    EXISTS (SELECT 1 FROM commitments_progressnote WHERE published_at IS NOT NULL AND obligation_id IN (SELECT id FROM commitments_obligation WHERE state_id = OLD.id))
THEN RAISE EXCEPTION 'what a record is known by and belongs to never changes' USING ERRCODE = 'check_violation'; END IF;
RETURN NEW; END $$

CREATE TRIGGER state_stays_itself BEFORE UPDATE ON commitments_state FOR EACH ROW
EXECUTE FUNCTION state_stays_itself()

CREATE FUNCTION commitment_stays_itself() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF (OLD.id IS DISTINCT FROM NEW.id OR
    OLD.code IS DISTINCT FROM NEW.code OR
    OLD.paragraph_id IS DISTINCT FROM NEW.paragraph_id OR
    OLD.letter IS DISTINCT FROM NEW.letter) AND
    EXISTS (SELECT 1 FROM commitments_progressnote WHERE published_at IS NOT NULL AND obligation_id IN (SELECT id FROM commitments_obligation WHERE commitment_id = OLD.id))
THEN RAISE EXCEPTION 'what a record is known by and belongs to never changes' USING ERRCODE = 'check_violation'; END IF;
RETURN NEW; END $$

CREATE TRIGGER commitment_stays_itself BEFORE UPDATE ON commitments_commitment FOR EACH ROW
EXECUTE FUNCTION commitment_stays_itself()

CREATE FUNCTION paragraph_stays_itself() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF (OLD.number IS DISTINCT FROM NEW.number) AND
    EXISTS (SELECT 1 FROM commitments_progressnote WHERE published_at IS NOT NULL AND obligation_id IN (SELECT id FROM commitments_obligation WHERE commitment_id IN (SELECT id FROM commitments_commitment WHERE paragraph_id = OLD.number)))
THEN RAISE EXCEPTION 'what a record is known by and belongs to never changes' USING ERRCODE = 'check_violation'; END IF;
RETURN NEW; END $$

CREATE TRIGGER paragraph_stays_itself BEFORE UPDATE ON commitments_paragraph FOR EACH ROW
EXECUTE FUNCTION paragraph_stays_itself()

CREATE FUNCTION document_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF EXISTS (SELECT 1 FROM commitments_evidencelink WHERE document_id = OLD.sha256)
THEN RAISE EXCEPTION 'findings or evidence hang on this record' USING ERRCODE = 'check_violation'; END IF;
RETURN OLD; END $$

CREATE TRIGGER document_is_kept BEFORE DELETE ON commitments_document FOR EACH ROW
EXECUTE FUNCTION document_is_kept()

CREATE FUNCTION obligation_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF EXISTS (SELECT 1 FROM commitments_progressnote WHERE published_at IS NOT NULL AND obligation_id IN (OLD.id))
THEN RAISE EXCEPTION 'findings or evidence hang on this record' USING ERRCODE = 'check_violation'; END IF;
RETURN OLD; END $$

CREATE TRIGGER obligation_is_kept BEFORE DELETE ON commitments_obligation FOR EACH ROW
EXECUTE FUNCTION obligation_is_kept()

CREATE FUNCTION state_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF EXISTS (SELECT 1 FROM commitments_progressnote WHERE published_at IS NOT NULL AND obligation_id IN (SELECT id FROM commitments_obligation WHERE state_id = OLD.id))
THEN RAISE EXCEPTION 'findings or evidence hang on this record' USING ERRCODE = 'check_violation'; END IF;
RETURN OLD; END $$

CREATE TRIGGER state_is_kept BEFORE DELETE ON commitments_state FOR EACH ROW
EXECUTE FUNCTION state_is_kept()

CREATE FUNCTION commitment_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF EXISTS (SELECT 1 FROM commitments_progressnote WHERE published_at IS NOT NULL AND obligation_id IN (SELECT id FROM commitments_obligation WHERE commitment_id = OLD.id))
THEN RAISE EXCEPTION 'findings or evidence hang on this record' USING ERRCODE = 'check_violation'; END IF;
RETURN OLD; END $$

CREATE TRIGGER commitment_is_kept BEFORE DELETE ON commitments_commitment FOR EACH ROW
EXECUTE FUNCTION commitment_is_kept()

CREATE FUNCTION paragraph_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF EXISTS (SELECT 1 FROM commitments_progressnote WHERE published_at IS NOT NULL AND obligation_id IN (SELECT id FROM commitments_obligation WHERE commitment_id IN (SELECT id FROM commitments_commitment WHERE paragraph_id = OLD.number)))
THEN RAISE EXCEPTION 'findings or evidence hang on this record' USING ERRCODE = 'check_violation'; END IF;
RETURN OLD; END $$

CREATE TRIGGER paragraph_is_kept BEFORE DELETE ON commitments_paragraph FOR EACH ROW
EXECUTE FUNCTION paragraph_is_kept()

CREATE FUNCTION user_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF 1 = 1
THEN RAISE EXCEPTION 'people are never deleted' USING ERRCODE = 'check_violation'; END IF;
RETURN OLD; END $$

CREATE TRIGGER user_is_kept BEFORE DELETE ON commitments_user FOR EACH ROW
EXECUTE FUNCTION user_is_kept()

CREATE FUNCTION table_is_never_emptied() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
RAISE EXCEPTION 'tables are never emptied' USING ERRCODE = 'check_violation'; END $$
"""

# for each history
SQLITE_HISTORY = """
CREATE TRIGGER history_of_{name}_is_frozen BEFORE UPDATE ON commitments_historical{name} FOR EACH ROW
WHEN 1 = 1
BEGIN SELECT RAISE(ABORT, 'the history is never rewritten'); END

CREATE TRIGGER history_of_{name}_is_not_replaced BEFORE INSERT ON commitments_historical{name} FOR EACH ROW
WHEN EXISTS (SELECT 1 FROM commitments_historical{name} WHERE rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'a kept record is never replaced'); END
"""
POSTGRESQL_HISTORY = """
CREATE FUNCTION history_of_{name}_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF 1 = 1
THEN RAISE EXCEPTION 'the history is never rewritten' USING ERRCODE = 'check_violation'; END IF;
RETURN NEW; END $$

CREATE TRIGGER history_of_{name}_is_frozen BEFORE UPDATE ON commitments_historical{name} FOR EACH ROW
EXECUTE FUNCTION history_of_{name}_is_frozen()
"""
EMPTYING = """
CREATE TRIGGER table_is_never_emptied BEFORE TRUNCATE ON commitments_{name} FOR EACH STATEMENT
EXECUTE FUNCTION table_is_never_emptied()
"""
HISTORIES = (
    "actionplan",
    "assignment",
    "casualtycount",
    "commitment",
    "contribution",
    "deadline",
    "document",
    "evidencelink",
    "instrument",
    "instrumentmembership",
    "meeting",
    "membership",
    "obligation",
    "othername",
    "paragraph",
    "plannedaction",
    "progressnote",
    "reply",
    "state",
    "statecasualtycount",
    "user",
    "user_groups",
)
TABLES = (
    "actionplan",
    "assignment",
    "casualtycount",
    "commitment",
    "contribution",
    "deadline",
    "document",
    "evidencelink",
    "evidencewords",
    "instrument",
    "instrumentmembership",
    "linkcheck",
    "meeting",
    "membership",
    "notewords",
    "obligation",
    "othername",
    "paragraph",
    "plannedaction",
    "progressnote",
    "reminder",
    "reply",
    "seal",
    "state",
    "statecasualtycount",
    "user",
    "user_groups",
    "user_user_permissions",
)
# what the two that are replaced said before
SQLITE_BEFORE = """
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
"""
POSTGRESQL_BEFORE = """
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
"""
STANDING = (
    "document_is_frozen",
    "evidence_is_frozen",
    "evidence_is_kept",
    "evidence_is_not_added",
    "evidence_is_not_moved_in",
    "evidence_words_are_kept",
    "evidence_words_are_made",
    "evidence_words_go",
    "history_of_actionplan_is_kept",
    "history_of_assignment_is_kept",
    "history_of_casualtycount_is_kept",
    "history_of_commitment_is_kept",
    "history_of_contribution_is_kept",
    "history_of_deadline_is_kept",
    "history_of_document_is_kept",
    "history_of_evidencelink_is_kept",
    "history_of_instrument_is_kept",
    "history_of_instrumentmembership_is_kept",
    "history_of_meeting_is_kept",
    "history_of_membership_is_kept",
    "history_of_obligation_is_kept",
    "history_of_othername_is_kept",
    "history_of_paragraph_is_kept",
    "history_of_plannedaction_is_kept",
    "history_of_progressnote_is_kept",
    "history_of_reply_is_kept",
    "history_of_state_is_kept",
    "history_of_statecasualtycount_is_kept",
    "history_of_user_groups_is_kept",
    "history_of_user_is_kept",
    "note_is_entered_with_evidence",
    "note_is_kept",
    "note_is_published_with_evidence",
    "note_words_are_kept",
    "note_words_are_made",
    "note_words_go",
    "reply_is_kept",
    "state_sort_name_is_kept",
    "state_sort_name_is_made",
)


def statements(vendor):
    on_postgresql = vendor == "postgresql"
    parts = [POSTGRESQL if on_postgresql else SQLITE]
    history = POSTGRESQL_HISTORY if on_postgresql else SQLITE_HISTORY
    parts += [history.format(name=name) for name in HISTORIES]
    if on_postgresql:
        histories = [f"historical{name}" for name in HISTORIES]
        parts += [EMPTYING.format(name=name) for name in (*TABLES, *histories)]
    return "\n\n".join(part.strip() for part in parts)


def functions():
    return re.findall(r"FUNCTION (\w+)\(\) RETURNS", statements("postgresql"))


def run(schema_editor, text):
    for statement in text.strip().split("\n\n"):
        # in one line, so that every database keeps the same text, however it is laid out here
        schema_editor.execute(" ".join(statement.split()), params=None)


def remove(apps, schema_editor):
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    for name in functions() if on_postgresql else re.findall(r"CREATE TRIGGER (\w+)", statements("sqlite")):
        # a trigger of PostgreSQL goes with its function
        schema_editor.execute(
            f"DROP FUNCTION IF EXISTS {name}() CASCADE" if on_postgresql else f"DROP TRIGGER IF EXISTS {name}"
        )


def look_in(schema_editor, schema):
    """Where the functions of all triggers look for tables: in this schema, or where their caller does."""
    path = f"SET search_path = {schema_editor.quote_name(schema)}, pg_temp" if schema else "RESET search_path"
    for name in (*STANDING, *functions()) if schema else STANDING:
        schema_editor.execute(f"ALTER FUNCTION {name}() {path}")


def install(apps, schema_editor):
    remove(apps, schema_editor)
    run(schema_editor, statements(schema_editor.connection.vendor))
    if schema_editor.connection.vendor == "postgresql":
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("SELECT current_schema()")
            (schema,) = cursor.fetchone()
        look_in(schema_editor, schema)


def restore(apps, schema_editor):
    remove(apps, schema_editor)
    if schema_editor.connection.vendor == "postgresql":
        run(schema_editor, POSTGRESQL_BEFORE)
        look_in(schema_editor, None)
    else:
        run(schema_editor, SQLITE_BEFORE)


class Migration(migrations.Migration):
    dependencies = [("commitments", "0024_seals")]
    operations = [migrations.RunPython(install, restore)]
