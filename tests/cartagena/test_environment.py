"""What an installation may choose, and what is refused."""

import os
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from pyrage.x25519 import Identity

from cartagena.database import POSTGRESQL_NETWORK
from cartagena.environment import DEVELOPMENT_KEY, read, read_file

RANDOM_KEY = "kept-out-of-every-repository-0123456789-abcdefghijklmnop"


def chosen(base_dir=Path("/"), **variables):
    """The choices of an installation whose environment holds only these variables."""
    return read(variables, base_dir=base_dir)


def test_without_any_variable_only_this_machine_is_served_and_nothing_is_switched_on():
    environment = chosen()

    assert environment.allowed_hosts == ["127.0.0.1", "localhost", "[::1]"]
    assert environment.secret_key == DEVELOPMENT_KEY
    assert (environment.debug, environment.https, environment.allow_self_publication) == (False, False, False)
    assert environment.database["NAME"] == "/cartagena.sqlite3"


def test_an_installation_on_a_network_brings_a_key_of_its_own():
    environment = chosen(
        ALLOWED_HOSTS="tracker.example.org, www.example.org",
        SECRET_KEY=RANDOM_KEY,
        HTTPS="on",
        CSRF_TRUSTED_ORIGINS="https://tracker.example.org",
    )

    assert environment.allowed_hosts == ["tracker.example.org", "www.example.org"]
    assert environment.csrf_trusted_origins == ["https://tracker.example.org"]
    assert (environment.secret_key, environment.https) == (RANDOM_KEY, True)


def test_readers_write_to_a_mail_address_or_a_page():
    assert chosen().contact == ""
    assert chosen(CONTACT=" office@example.org ").contact == "mailto:office@example.org"
    assert chosen(CONTACT="https://example.org/contact").contact == "https://example.org/contact"


def test_log_is_for_people_here_and_for_programs_on_a_network():
    here, there = chosen(), chosen(HTTPS="on", SECRET_KEY=RANDOM_KEY)

    assert (here.monitoring.log_format, there.monitoring.log_format) == ("line", "json")
    assert chosen(LOG_FORMAT="json").monitoring.log_format == "json"


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"CONTACT": "javascript:alert(1)"}, "CONTACT"),
        ({"CONTACT": "office"}, "CONTACT"),
        ({"CARTAGENA_ADMIN_NAME": ""}, "CARTAGENA_ADMIN_NAME"),
        ({"CARTAGENA_ADMIN_NAME": "two words"}, "CARTAGENA_ADMIN_NAME"),
        ({"DEBUG": "maybe"}, "DEBUG"),
        ({"HTTPS": "https"}, "HTTPS"),
        ({"ALLOW_SELF_PUBLICATION": "2"}, "ALLOW_SELF_PUBLICATION"),
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": " " * 60}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "ab" * 40}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": "tracker.example.org"}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": "*"}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": "localhost,tracker.example.org", "SECRET_KEY": DEVELOPMENT_KEY}, "SECRET_KEY"),
        ({"HTTPS": "on"}, "SECRET_KEY"),
        ({"HTTPS": "on", "DEBUG": "on"}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": " , "}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "https://example.org", "SECRET_KEY": RANDOM_KEY}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "example.org:8000", "SECRET_KEY": RANDOM_KEY}, "ALLOWED_HOSTS"),
        ({"CSRF_TRUSTED_ORIGINS": "example.org"}, "CSRF_TRUSTED_ORIGINS"),
        ({"DATABASE_URL": ""}, "DATABASE_URL"),
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL"),
        ({"DATABASE_URL": "mysql://me:secret@127.0.0.1/tracker"}, "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite://"}, "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite:///:memory:"}, "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite:////no/such/folder/tracker.sqlite3"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgres://"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgres://me@127.0.0.1"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgres://me:sec/ret@127.0.0.1:5432/tracker"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgres://me@[::1/tracker"}, "DATABASE_URL"),
        ({"LOG_FORMAT": "xml"}, "LOG_FORMAT"),
        ({"ERROR_MAIL": "ops@example.org, somebody"}, "ERROR_MAIL"),
        ({"DATABASE_POOL_SIZE": "0"}, "DATABASE_POOL_SIZE"),
        ({"DATABASE_SERVER_ROLE": "cartagena_web"}, "DATABASE_SERVER_ROLE"),
        ({"DATABASE_URL": "postgres://db/x", "DATABASE_SERVER_ROLE": 'web"; DROP'}, "DATABASE_SERVER_ROLE"),
        ({"DATABASE_POOL_SIZE": "many"}, "DATABASE_POOL_SIZE"),
        ({"SECOND_FACTOR": "on"}, "SECOND_FACTOR"),
    ],
)
def test_a_refusal_is_one_line_that_names_the_setting_and_repeats_no_password(variables, named):
    with pytest.raises(ImproperlyConfigured) as refused:
        chosen(**variables)

    message = str(refused.value)
    assert message.startswith(f"{named} ")
    assert "\n" not in message
    assert "sec" not in message.replace("SECRET", "")


def test_the_built_in_key_serves_a_developer_on_any_host():
    assert chosen(DEBUG="on", ALLOWED_HOSTS="*").secret_key == DEVELOPMENT_KEY


def test_a_second_factor_is_required_where_others_reach_the_server_unless_chosen_otherwise():
    public = {"ALLOWED_HOSTS": "tracker.example.org", "SECRET_KEY": RANDOM_KEY}
    for variables, required in [
        ({}, False),
        (public, True),
        ({"HTTPS": "on", "SECRET_KEY": RANDOM_KEY}, True),
        ({"SECOND_FACTOR": "required"}, True),
        ({**public, "SECOND_FACTOR": "optional"}, False),
    ]:
        assert chosen(**variables).second_factor_required is required, variables


def test_a_key_may_begin_with_a_dollar_sign():
    assert chosen(SECRET_KEY="$" + RANDOM_KEY).secret_key == "$" + RANDOM_KEY


def test_a_relative_file_lies_in_the_project_whatever_the_working_folder_is(tmp_path):
    database = chosen(tmp_path, DATABASE_URL="sqlite:///tracker.sqlite3")

    assert database.database["NAME"] == str(tmp_path / "tracker.sqlite3")


def test_postgresql_is_reached_through_a_pool_that_tests_its_connections():
    database = chosen(
        DATABASE_URL="postgres://me:p%40ss@db.example.org:5433/tracker?sslmode=require",
        DATABASE_POOL_SIZE="9",
    ).database

    assert database == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "tracker",
        "USER": "me",
        "PASSWORD": "p@ss",
        "HOST": "db.example.org",
        "PORT": 5433,
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **POSTGRESQL_NETWORK,
            "sslmode": "require",
            "options": "-c jit=off",
            "pool": {"min_size": 1, "max_size": 9, "timeout": 10},
        },
    }


def test_a_file_adds_to_the_environment_and_never_overrides_it(tmp_path, monkeypatch):
    monkeypatch.setenv("DEBUG", "off")
    monkeypatch.setenv("HTTPS", "to be removed after the test")
    monkeypatch.delenv("HTTPS")
    (tmp_path / ".env").write_text("# a comment\nDEBUG=on\nHTTPS=on\n")

    read_file({}, base_dir=tmp_path)

    assert (os.environ["DEBUG"], os.environ["HTTPS"]) == ("off", "on")


def test_a_named_file_must_be_there(tmp_path):
    with pytest.raises(ImproperlyConfigured, match=r"^ENV_FILE "):
        read_file({"ENV_FILE": "missing.env"}, base_dir=tmp_path)


def test_documents_lie_beside_the_database_and_no_archive_is_asked_unless_named():
    default = chosen()
    named = chosen(
        DOCUMENT_FOLDER="/srv/documents",
        DOCUMENT_QUOTA_MB="10",
        MEMENTO_TIMEGATE="https://web.archive.org/web/",
    )

    assert (default.storage.document_folder, default.memento_timegate) == (Path("/documents"), "")
    assert default.storage.document_quota == 5_000 * 1024 * 1024
    assert (named.storage.document_folder, named.storage.document_quota) == (
        Path("/srv/documents"),
        10 * 1024 * 1024,
    )
    assert named.memento_timegate == "https://web.archive.org/web/"
    assert chosen(MEMENTO_TIMEGATE="http://127.0.0.1:8080/").memento_timegate == "http://127.0.0.1:8080/"


def test_backups_are_encrypted_for_public_keys_only():
    keys = [Identity.generate() for _ in range(2)]
    public = [str(key.to_public()) for key in keys]

    assert chosen().storage.backup_keys == []
    assert chosen(BACKUP_KEY=" , ".join(public)).storage.backup_keys == public
    for wrong in (str(keys[0]), f"{public[0]} {keys[1]}"):
        with pytest.raises(ImproperlyConfigured, match=r"^BACKUP_KEY must be the public key") as refused:
            chosen(BACKUP_KEY=wrong)
        assert "SECRET-KEY" not in str(refused.value)
    for wrong in ("age1", public[0][:-1], "a password"):
        with pytest.raises(ImproperlyConfigured, match=r"^BACKUP_KEY must hold public keys"):
            chosen(BACKUP_KEY=wrong)


def test_an_archive_is_reached_by_https_and_a_quota_is_a_number():
    refused = {
        "DOCUMENT_FOLDER": (__file__,),
        "DOCUMENT_QUOTA_MB": ("5 GB", "0", "-1"),
        "MEMENTO_TIMEGATE": (
            *("http://web.archive.org/web/", "web.archive.org", "https://user@archive.example/web/"),
            *("https://archive.example/web", "https://archive.example/?url=/"),
        ),
    }

    for name, values in refused.items():
        for value in values:
            with pytest.raises(ImproperlyConfigured, match=f"^{name} must be "):
                chosen(**{name: value})
