"""`docs/operations.md` names commands, units, files and settings that are there."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from cartagena.environment import read

ROOT = Path(__file__).resolve().parents[1]
DEPLOY, GUIDE = ROOT / "deploy", (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
SHELL = "\n".join(re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL))
UNITS = {path.name for path in (DEPLOY / "systemd" / "system").glob("*.*")}


def test_every_command_of_the_guide_is_one_of_the_product():
    told = set(
        re.findall(r"(?:^|`|&& )(?:cartagena|manage\.py|run --rm job|… job) ([a-z_]+)", GUIDE, re.MULTILINE)
    )

    assert told - {*get_commands()} == set()
    assert {"prepare", "check", "backup", "restore", "check_data"} <= told


def test_every_unit_of_the_guide_is_there_and_every_unit_is_in_the_guide():
    told = set(re.findall(r"\bcartagena-[a-z-]+@?(?:\.(?:timer|socket|service))?", GUIDE)) - {
        "cartagena-error"
    }
    services = {name.removesuffix(".service") for name in UNITS if name.endswith(".service")}

    assert {name if "." in name else f"{name}.service" for name in told} - UNITS == set()
    assert services <= {name.partition(".")[0] for name in told}
    assert {name for name in UNITS if name.endswith((".timer", ".socket"))} <= set(SHELL.split())


def test_every_file_of_the_guide_is_there():
    told = set(
        re.findall(r"(?:^|[\s`])((?:deploy|nginx|tests|docs)/[\w./-]+\w\b)(?![\w./-]*<)", GUIDE, re.MULTILINE)
    )

    missing = {name for name in told if not ((ROOT / name).exists() or (DEPLOY / name).exists())}
    assert missing == set()
    assert len(told) > 5


def test_settings_of_the_guide_start_a_site_over_https():
    lines = re.search(r"<<'END'\n(.*?)END\n", GUIDE, re.DOTALL)[1].splitlines()
    chosen = dict(line.split("=", 1) for line in lines)

    environment = read({**chosen, "SECRET_KEY": "x1y2z3" * 10}, base_dir=ROOT)

    assert environment.https
    assert environment.database["HOST"] == "/run/postgresql"
    assert (environment.database["USER"], environment.database["PASSWORD"]) == ("", "")
    assert environment.contact == "mailto:cartagena@example.org"
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert [name for name in chosen if f"#{name}=" not in example] == []


@pytest.mark.parametrize("name", ["cartagena", "database-role.sh", "with-password.sh"])
def test_scripts_for_the_machine_stop_at_the_first_error(name):
    assert "\nset -eu\n" in (DEPLOY / name).read_text(encoding="utf-8")
