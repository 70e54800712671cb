"""The units of systemd and the containers of `deploy/`: whole, closed, and in agreement with the product."""

import re
from configparser import ConfigParser
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd" / "system").glob("*.*"))
SERVICES = [path for path in UNITS if path.suffix == ".service"]
COMMAND = re.compile(r"manage\.py (\S+)")


def read(path: Path) -> ConfigParser:
    """A unit; of lines with one name the last counts, which is enough for what is asked here."""
    unit = ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str
    unit.read(path)
    return unit


def test_every_unit_runs_a_command_that_exists():
    named = {path.name: COMMAND.findall(path.read_text()) for path in SERVICES}

    unknown = {name: each for name, found in named.items() for each in found if each not in get_commands()}
    assert unknown == {}
    assert [name for name, found in named.items() if not found] == ["cartagena-web.service"]


def test_every_timer_has_its_service_and_every_job_its_timer():
    timers = {path.stem for path in UNITS if path.suffix == ".timer"}
    jobs = {path.stem for path in SERVICES} - {"cartagena-web", "cartagena-prepare", "cartagena-failed@"}

    assert timers == jobs
    assert all(read(DEPLOY / f"systemd/system/{name}.timer")["Timer"]["Persistent"] for name in timers)


def test_the_operator_hears_of_every_unit_that_fails():
    told = {path.name: read(path)["Unit"].get("OnFailure") for path in SERVICES}

    # it would tell of itself without end
    assert told.pop("cartagena-failed@.service") is None
    assert set(told.values()) == {"cartagena-failed@%N.service"}


def test_no_unit_runs_as_root_and_the_server_reaches_no_backup():
    accounts = {path.stem: read(path)["Service"]["User"] for path in SERVICES}
    web = read(DEPLOY / "systemd/system/cartagena-web.service")["Service"]

    assert set(accounts.values()) == {"cartagena", "cartagena_web"}
    assert accounts["cartagena-web"] == "cartagena_web"
    assert accounts["cartagena-backup"] == accounts["cartagena-prepare"] == "cartagena"
    assert web["ReadWritePaths"] == "/var/lib/cartagena/documents"
    assert "/var/backups/cartagena" in web["InaccessiblePaths"]


@pytest.fixture(scope="module")
def compose() -> dict:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())


def test_containers_have_no_default_password_and_no_open_database(compose):
    services = compose["services"]

    assert [name for name, service in services.items() if "ports" in service] == ["nginx"]
    assert compose["networks"]["inside"] == {"internal": True}
    assert services["database"]["networks"] == ["inside"]
    assert "PASSWORD=" not in (DEPLOY / "compose.yaml").read_text()
    assert services["database"]["environment"]["POSTGRES_PASSWORD_FILE"] == "/run/secrets/owner_password"
    assert {*compose["secrets"]} == {"owner_password", "server_password"}
    assert "owner_password" not in services["web"]["secrets"]


def test_containers_keep_what_must_be_kept_and_write_nowhere_else(compose):
    used = {
        mount.split(":")[0]
        for service in compose["services"].values()
        for mount in service["volumes"]
        if not mount.startswith("./")
    }

    assert used == {*compose["volumes"]}
    for name in ("prepare", "web", "job"):
        service = compose["services"][name]
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"]), name
    for mount in re.findall(r"- \./([^:]+):", (DEPLOY / "compose.yaml").read_text()):
        assert mount in {"site.conf", "certificates"} or (DEPLOY / mount).exists(), mount


def test_image_backs_up_with_programs_as_new_as_the_database(compose):
    server = re.match(r".*/postgres:(\d+)-", compose["services"]["database"]["image"])[1]

    assert f"postgresql-client-{server}" in (DEPLOY / "Containerfile").read_text()


def test_image_is_pinned_runs_as_nobody_special_and_holds_no_secret():
    lines = (DEPLOY / "Containerfile").read_text().splitlines()
    ignored = (ROOT / ".containerignore").read_text().split()

    assert re.fullmatch(
        r"FROM \S+:\d+\.\d+-slim-\w+", next(line for line in lines if line.startswith("FROM"))
    )
    assert [line for line in lines if line.startswith("USER")] == ["USER cartagena_web"]
    assert {".env", ".git", "*.sqlite3*", "backups", "documents"} <= {*ignored}
