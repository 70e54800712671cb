"""The real commands, started as a person or a server starts them, with settings that are wrong."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MANAGE = [sys.executable, "manage.py", "check"]
SERVER = [sys.executable, "-m", "gunicorn", "cartagena.wsgi"]
OTHER_SERVER = [sys.executable, "-c", "import cartagena.wsgi"]


def start(command, tmp_path, **variables):
    """Run a command to its end in an environment without a developer's own choices."""
    neutral = {
        "ENV_FILE": os.devnull,
        "DATABASE_URL": f"sqlite:///{tmp_path}/tracker.sqlite3",
        # That static files were not collected yet is another matter.
        "PYTHONWARNINGS": "ignore::UserWarning",
    }
    return subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "cartagena.settings", **neutral, **variables},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("command", [MANAGE, SERVER, OTHER_SERVER], ids=["manage.py", "gunicorn", "wsgi"])
@pytest.mark.parametrize(
    ("name", "value"),
    [("DEBUG", "maybe"), ("DATABASE_URL", "nonsense"), ("ALLOWED_HOSTS", "tracker.example.org")],
)
def test_a_wrong_setting_stops_every_start_with_one_line(command, name, value, tmp_path):
    ended = start(command, tmp_path, **{name: value})

    named = "SECRET_KEY" if name == "ALLOWED_HOSTS" else name
    assert ended.returncode not in {0, None}
    assert ended.stdout == ""
    assert ended.stderr.count("\n") == 1
    assert ended.stderr.startswith(f"Cartagena cannot start. {named} ")


def test_without_wrong_settings_the_project_is_in_order_and_uses_nothing_deprecated(tmp_path):
    command = [sys.executable, "-W", "error::DeprecationWarning", *MANAGE[1:]]

    ended = start(command, tmp_path)

    assert (ended.returncode, ended.stderr) == (0, "")


def test_a_port_that_is_no_port_is_named(tmp_path):
    ended = start(SERVER, tmp_path, PORT="http")

    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1)
    assert "PORT must be a number" in ended.stderr


def test_a_port_that_is_taken_is_said_at_once_in_one_line(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        ended = start(SERVER, tmp_path, PORT=str(port))

    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1)
    assert f"127.0.0.1 port {port}" in ended.stderr


@pytest.mark.parametrize("address", ["sqlite:///{folder}/text.sqlite3", "postgres://me@127.0.0.1:1/tracker"])
def test_a_database_that_cannot_be_opened_is_said_in_one_line(address, tmp_path):
    (tmp_path / "text.sqlite3").write_text("This is no database, however long one looks at it. " * 100)

    ended = start([*MANAGE[:2], "prepare"], tmp_path, DATABASE_URL=address.format(folder=tmp_path))

    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1)
    assert "DATABASE_URL" in ended.stderr
