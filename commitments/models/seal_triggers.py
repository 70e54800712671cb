"""The triggers that keep the chain of seals: rows are only added at its end, and none changes or goes."""

from django.utils.translation import gettext_lazy as _

from commitments.rules.seal import FIRST

SEAL = "commitments_seal"
ORDER_REFUSAL = "a seal follows the last one"
CHANGE_REFUSAL = "a seal is never changed or removed"
SEAL_REFUSAL_WORDS = {
    ORDER_REFUSAL: _("A seal is added at the end of the chain, and bears the checksum of the one before."),
    CHANGE_REFUSAL: _("A seal is never changed or removed."),
}

# ruff: noqa: S608  (nothing but constants of this module enters a statement)
LAST = f"(SELECT {{column}} FROM {SEAL} ORDER BY number DESC LIMIT 1)"
OUT_OF_ORDER = f"""\
NEW.number <> COALESCE({LAST.format(column="number")}, 0) + 1 OR
    NEW.previous_sha256 <> COALESCE({LAST.format(column="sha256")}, '{FIRST}') OR
    NEW.sealed_at < COALESCE({LAST.format(column="sealed_at")}, NEW.sealed_at)"""
# name, event, condition, refusal
TRIGGERS = (
    ("seal_follows_the_last", "INSERT", OUT_OF_ORDER, ORDER_REFUSAL),
    ("seal_is_frozen", "UPDATE", "1 = 1", CHANGE_REFUSAL),
    ("seal_is_kept", "DELETE", "1 = 1", CHANGE_REFUSAL),
)
SQLITE = f"""\
CREATE TRIGGER {{name}} BEFORE {{event}} ON {SEAL} FOR EACH ROW
WHEN {{condition}}
BEGIN SELECT RAISE(ABORT, '{{refusal}}'); END"""
POSTGRESQL = f"""\
CREATE FUNCTION {{name}}() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$ BEGIN
IF {{condition}}
THEN RAISE EXCEPTION '{{refusal}}' USING ERRCODE = 'check_violation'; END IF;
RETURN NEW; END $$

CREATE TRIGGER {{name}} BEFORE {{event}} ON {SEAL} FOR EACH {{each}}
EXECUTE FUNCTION {{name}}()"""


def seal_triggers(vendor: str) -> list[str]:
    """The statements for "sqlite" or "postgresql"; only the latter empties a table past its rows."""
    on_sqlite = vendor == "sqlite"
    emptied = ("seal_is_never_emptied", "TRUNCATE", "1 = 1", CHANGE_REFUSAL)
    template = SQLITE if on_sqlite else POSTGRESQL
    return [
        template.format(
            name=name,
            event=event,
            condition=condition,
            refusal=refusal,
            each="STATEMENT" if event == "TRUNCATE" else "ROW",
        )
        for name, event, condition, refusal in (TRIGGERS if on_sqlite else (*TRIGGERS, emptied))
    ]
