"""What the tests of the models share."""

import os
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.db import connection


@pytest.fixture
def empty_database(db, tmp_path) -> Iterator[str]:
    """The address of a database of the same kind, with nothing in it."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path}/empty.sqlite3"
        return
    name = f"{connection.settings_dict['NAME']}_empty"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}"')
