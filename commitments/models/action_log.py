"""What people did, as lines of the log: the verb, the record and the person by number, and never a text.

The history says the same in the database; a log leaves the machine, and nobody takes lines back.
"""

import logging
from functools import partial
from typing import Any

from django.db import models, transaction

from .history import current_batch

events, security = logging.getLogger("cartagena.events"), logging.getLogger("cartagena.security")
# who may do what
ABOUT_ACCESS = frozenset({"user", "assignment"})


def log_action(verb: str, *, by: Any = None, record: models.Model | None = None, **fields: object) -> None:
    """One line once it is stored for good, none if it is taken back; on the command line it is by nobody."""
    about: dict[str, object] = {}
    logger = events
    if record is not None:
        about = {"record": record._meta.model_name, "key": record.pk}
        logger = security if record._meta.model_name in ABOUT_ACCESS else events
    entry = {**about, "user": by.pk if by else None, "batch": current_batch(), **fields}
    told = {name: value for name, value in entry.items() if value is not None}
    transaction.on_commit(partial(logger.info, verb, extra={"fields": told}))
