"""What `make test` says at its end, and the exit code that goes with it."""

import os
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.harness import machine, postgresql, stack, suites, validator
from tests.harness.part import Part, read_counts, run
from tests.run import report

PASSED = Part("suite", passed=True, counts=Counter(passed=3), closing="3 passed in 1.00s")
FAILED = Part(
    "suite", counts=Counter(passed=2, failed=1, error=1), closing="1 failed, 2 passed, 1 error in 1.00s"
)
LEFT_OUT = Part("browser tests", advice="install Chromium")
WITH_SKIPPED = Part("suite", passed=True, counts=Counter(passed=3, skipped=2))


@pytest.mark.parametrize(
    ("parts", "strict", "code"),
    [
        ([PASSED], True, 0),
        ([PASSED, FAILED], False, 1),
        ([PASSED, LEFT_OUT], False, 0),
        ([PASSED, LEFT_OUT], True, 1),
        ([WITH_SKIPPED], False, 0),
        ([WITH_SKIPPED], True, 1),
    ],
)
def test_a_failure_fails_the_run_and_so_does_something_left_out_when_that_is_forbidden(parts, strict, code):
    assert report(parts, strict=strict) == code


def test_the_end_names_what_ran_what_did_not_and_how_to_get_it(capsys):
    report([PASSED, FAILED, LEFT_OUT], strict=False)

    lines = capsys.readouterr().out.splitlines()
    assert "  ok     suite                     0.0 s  3 passed in 1.00s" in lines
    assert "  FAILED suite                     0.0 s  1 failed, 2 passed, 1 error in 1.00s" in lines
    assert "  browser tests: install Chromium" in lines
    assert lines[-1] == "5 passed, 2 failed"


@pytest.mark.parametrize(
    ("line", "counts"),
    [
        ("12 passed, 1 skipped in 3.21s", {"passed": 12, "skipped": 1}),
        ("1 failed, 2 passed, 3 errors in 61.02s (0:01:01)", {"failed": 1, "passed": 2, "error": 3}),
        ("no tests ran in 0.02s", {}),
    ],
)
def test_the_closing_line_of_pytest_is_read(line, counts):
    part = Part("suite")

    read_counts(part, line)

    assert (part.closing, dict(part.counts)) == (line, counts)


def test_report_says_how_many_tests_ran_on_one_database_only(capsys):
    part = Part("suite", passed=True)

    read_counts(part, "841 deselected: they ask nothing of the database, the suite on SQLite runs them")
    read_counts(part, "3 passed in 1.00s")
    report([part], strict=True)

    lines = capsys.readouterr().out.splitlines()
    assert "         841 deselected: they ask nothing of the database, the suite on SQLite runs them" in lines
    assert part.closing == "3 passed in 1.00s"


def test_a_command_that_fails_shows_what_it_printed(capfd):
    part = run("a check", [sys.executable, "-c", "print('the reason'); exit(1)"], variables={}, quiet=True)

    assert not part.passed
    assert "the reason" in capfd.readouterr().out


def test_a_machine_without_the_programs_says_how_to_get_them(monkeypatch):
    monkeypatch.setattr(postgresql, "find_server", lambda: None)
    monkeypatch.setattr(suites, "find_browser", lambda: None)

    parts = [*suites.on_postgresql(), *suites.in_browser()]

    assert [part.was_left_out for part in parts] == [True, True]
    assert "apt-get install postgresql" in parts[0].advice
    assert "apt-get install chromium" in parts[1].advice


def program(path: Path, commands: str) -> str:
    """The name of a program that does only this."""
    path.write_text(f"#!/bin/sh\n{commands}\n")
    path.chmod(0o755)
    return str(path)


def test_browser_part_names_the_library_that_the_driver_of_playwright_misses(monkeypatch, tmp_path):
    node = program(
        tmp_path / "node", "echo 'error while loading shared libraries: libatomic.so.1' >&2; exit 127"
    )
    monkeypatch.setenv("PLAYWRIGHT_NODEJS_PATH", node)
    monkeypatch.setattr(suites, "find_browser", lambda: "true")

    (part,) = suites.in_browser()

    assert part.was_left_out
    assert "loading shared libraries: libatomic.so.1" in part.advice
    assert "apt-get install libatomic1" in part.advice
    assert report([part], strict=True) == 1


def test_browser_part_is_left_out_where_chromium_does_not_start(monkeypatch, tmp_path):
    broken = program(tmp_path / "chromium", "exit 3")
    monkeypatch.setattr(suites, "find_browser", lambda: broken)

    (part,) = suites.in_browser()

    assert "Chromium does not start (it ended with 3)" in part.advice


def test_program_that_starts_has_no_reason_and_one_that_is_missing_has():
    assert machine.why_it_does_not_start(["true"]) == ""
    assert "no-such-program" in machine.why_it_does_not_start(["no-such-program"])


def test_html_checker_is_left_out_where_npm_cannot_fetch_it(monkeypatch, tmp_path):
    monkeypatch.setattr(validator, "JAR", tmp_path / "vnu.jar")
    monkeypatch.setattr(validator, "why_it_does_not_start", lambda command: "")
    program(tmp_path / "npm", "exit 1")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)

    assert "npm could not fetch" in validator.why_there_is_no_validator()


def test_a_free_port_can_be_used_at_once():
    assert 0 < machine.free_port() < 65536


def test_without_java_the_checker_is_left_out_and_the_rest_of_the_browser_tests_run(monkeypatch):
    asked = []
    monkeypatch.setattr(suites, "find_browser", lambda: "/usr/bin/chromium")
    monkeypatch.setattr(suites, "why_it_does_not_start", lambda command: "")
    monkeypatch.setattr(suites, "why_there_is_no_stack", lambda: "")
    monkeypatch.setattr(validator, "why_it_does_not_start", lambda command: "no java")
    monkeypatch.setattr(suites, "pytest", lambda *arguments: asked.append(arguments) or Part("browser tests"))

    parts = [*suites.in_browser()]

    assert [(part.name, part.was_left_out) for part in parts] == [
        ("HTML checker", True),
        ("browser tests", False),
    ]
    assert "apt-get install default-jre-headless npm" in parts[0].advice
    assert asked[0][-2:] == ("--deselect", "tests/browser/test_html.py")


def test_without_nginx_the_whole_is_left_out_and_the_rest_of_the_browser_tests_run(monkeypatch):
    asked = []
    monkeypatch.setattr(suites, "why_there_is_no_browser", lambda: "")
    monkeypatch.setattr(suites, "why_there_is_no_validator", lambda: "")
    monkeypatch.setattr(stack, "find_nginx", lambda: None)
    monkeypatch.setattr(postgresql, "find_server", lambda: Path("/usr/lib/postgresql/15/bin"))
    monkeypatch.setattr(suites, "pytest", lambda *arguments: asked.append(arguments) or Part("browser tests"))

    parts = [*suites.in_browser()]

    assert [part.was_left_out for part in parts] == [True, False]
    assert "apt-get install nginx-light openssl" in parts[0].advice
    assert asked[0][-2:] == ("--deselect", "tests/browser/test_stack.py")
