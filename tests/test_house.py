"""The rules of the house that a machine can check."""

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MAX_FILE_LENGTH, MAX_FUNCTION_LENGTH, MAX_TEMPLATE_LENGTH = 250, 25, 80
FOLDERS = {
    ".ci",
    ".github",
    "benchmarks",
    "cartagena",
    "commitments",
    "deploy",
    "docs",
    "fixtures",
    "static",
    "templates",
    "tests",
}
FLOORS = {
    "accounts",
    "admin",
    "api",
    "backups",
    "exports",
    "imports",
    "integrity",
    "lists",
    "management",
    "migrations",
    "models",
    "outgoing",
    "pages",
    "rules",
    "social",
    "staff",
    "templatetags",
    "views",
}


def held() -> list[Path]:
    """The files of the project: kept by git, or about to be."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return [path for path in ROOT.rglob("*") if path.is_file() and not hidden_or_made(path)]
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def hidden_or_made(path: Path) -> bool:
    """For a copy without git: what a start or a tool put there."""
    first = path.relative_to(ROOT).parts[0]
    return (
        first in {".git", ".venv", "staticfiles"} or first.endswith("_cache") or "__pycache__" in path.parts
    )


FILES = held()
PYTHON = [path for path in FILES if path.suffix == ".py" and "migrations" not in path.parts]
TEMPLATES = [path for path in FILES if path.is_relative_to(ROOT / "templates")]


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def is_test(path: Path) -> bool:
    return path.is_relative_to(ROOT / "tests")


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def test_there_is_a_house_to_look_at():
    assert len(PYTHON) > 50
    assert len(TEMPLATES) > 20


def test_no_python_file_is_longer_than_250_lines():
    long = {
        name(path): lines(path) for path in PYTHON if not is_test(path) and lines(path) >= MAX_FILE_LENGTH
    }

    assert long == {}


def test_no_function_is_longer_than_25_lines():
    long = {
        f"{name(path)}:{function.lineno} {function.name}": length
        for path in PYTHON
        if not is_test(path)
        for function in functions(path)
        if (length := function.end_lineno - function.lineno + 1) >= MAX_FUNCTION_LENGTH
    }

    assert long == {}


def test_no_template_is_longer_than_80_lines():
    assert {name(path): lines(path) for path in TEMPLATES if lines(path) >= MAX_TEMPLATE_LENGTH} == {}


def test_every_folder_has_its_place():
    top = {path.relative_to(ROOT).parts[0] for path in FILES if path.parent != ROOT}
    inside = {
        path.relative_to(ROOT / "commitments").parts
        for path in FILES
        if path.is_relative_to(ROOT / "commitments")
    }

    assert top - FOLDERS == set()
    assert {parts[0] for parts in inside if len(parts) > 1} - FLOORS == set()


def test_every_module_of_the_product_says_what_it_is_for():
    silent = [
        name(path)
        for path in PYTHON
        if not is_test(path)
        and path.stat().st_size
        and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]

    assert silent == []


CLIENTS = ("socket", "urllib.request", "urllib3", "requests", "httpx", "aiohttp", "ftplib")
WAY_OUT = "commitments/outgoing/request.py"


def imported(path: Path) -> set[str]:
    """The modules that a file imports, and the names that it takes from them."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{each.name}" for each in node.names}
    return found


def test_nothing_but_the_guarded_request_opens_a_connection_to_another_site():
    clients = {*CLIENTS, "http.client.HTTPConnection", "http.client.HTTPSConnection"}
    product = [path for path in PYTHON if name(path).startswith(("commitments/", "cartagena/"))]

    assert {name(path) for path in product if imported(path) & clients} == {WAY_OUT}


def asserts(function: ast.FunctionDef) -> bool:
    """Whether a test can fail: an assertion, an expected refusal, or a helper that is named for one."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assert):
            return True
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called.startswith(("raises", "assert", "django_assert", "expect", "refused", "fail")):
                return True
    return False


def test_every_test_asserts_something():
    idle = [
        f"{name(path)}:{function.lineno} {function.name}"
        for path in PYTHON
        if is_test(path) and path.name.startswith("test_")
        for function in functions(path)
        if function.name.startswith("test_") and not asserts(function)
    ]

    assert idle == []


@pytest.mark.parametrize(
    "marker", ["pytest.mark.skip", "pytest.mark.xfail", "pytest.skip(", "unittest.skip", "importorskip"]
)
def test_no_test_is_left_out(marker):
    here = Path(__file__)

    assert [
        name(path) for path in PYTHON if is_test(path) and path != here and marker in path.read_text("utf-8")
    ] == []


def test_no_class_name_stands_twice():
    named: dict[str, list[str]] = {}
    for path in PYTHON:
        if is_test(path) or path.is_relative_to(ROOT / "fixtures"):
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                named.setdefault(node.name, []).append(name(path))

    # Django finds a management command by this name
    assert {each: paths for each, paths in named.items() if len(paths) > 1 and each != "Command"} == {}
