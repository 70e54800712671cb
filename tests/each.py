"""Many cases in one test: a failure names every case that failed."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction


class Failures:
    """What the cases of a test raised: `assert not failures, failures` at its end names them all."""

    def __init__(self) -> None:
        self._found: list[str] = []

    @contextmanager
    def kept(self, case: object) -> Iterator[None]:
        """Around one case: the next one follows, whatever this one raises."""
        try:
            yield
        except (Exception, pytest.fail.Exception) as error:  # noqa: BLE001  (the test fails with it at its end)
            self._found.append(f"{case}\n    {type(error).__name__}: {error}")

    def __bool__(self) -> bool:
        return bool(self._found)

    # pytest shows the message of a failed assertion by this
    def __repr__(self) -> str:
        return "\n".join([f"{len(self._found)} cases failed:", *self._found])


@contextmanager
def rolled_back() -> Iterator[None]:
    """A savepoint around a case: what it stored or changed is gone for the next one."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
