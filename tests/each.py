"""Many cases in one test: a failure names every case that failed."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

import pytest
from django.db import transaction


def check_each(
    cases: Iterable[Any],
    check: Callable[[Any], None],
    *,
    around: Callable[[], AbstractContextManager] = nullcontext,
) -> None:
    """Check one case after the other; what a case raises is kept for the end, and the next one follows."""
    failures = {}
    for case in cases:
        try:
            with around():
                check(case)
        except (Exception, pytest.fail.Exception) as error:
            failures[str(case)] = f"{type(error).__name__}: {error}"
    if failures:
        told = [f"{len(failures)} cases failed", *(f"{case}: {why}" for case, why in failures.items())]
        pytest.fail("\n\n".join(told), pytrace=False)


@contextmanager
def rolled_back():
    """A savepoint around a case: what it stored or changed is gone for the next one."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
