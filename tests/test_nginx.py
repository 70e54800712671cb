"""What the files of `deploy/nginx` decide by pattern, and the pages that nginx shows by itself."""

import json
import re
from pathlib import Path

import pytest

from commitments.rules.problems import Fault, problem_details
from tests.cartagena.test_headers import FOR_PEOPLE, FOR_PROGRAMS

NGINX = Path(__file__).resolve().parents[1] / "deploy" / "nginx"
SHARED = (NGINX / "cartagena" / "shared.conf").read_text(encoding="utf-8")
SERVER = (NGINX / "cartagena" / "server.conf").read_text(encoding="utf-8")
REDIRECT = (NGINX / "cartagena" / "redirect.conf").read_text(encoding="utf-8")
ERRORS = NGINX / "errors"
MAP = re.compile(r"^map (?:\"[^\"]*\"|\S+) \$(\w+) \{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
ENTRY = re.compile(r'^\s*("(?:[^"]*)"|\S+)\s+("(?:[^"]*)"|\S+);$', re.MULTILINE)
MAPS = {name: ENTRY.findall(body) for name, body in MAP.findall(SHARED)}


def mapped(name: str, value: str) -> str:
    """What nginx makes of it: the same text first, then the patterns in their order, then the default."""
    entries = [(key.strip('"'), result.strip('"')) for key, result in MAPS[name]]
    default = next((result for key, result in entries if key == "default"), "")
    for key, result in entries:
        if key == value and key != "default":
            return result
    for key, result in entries:
        insensitive, pattern = key.startswith("~*"), key.lstrip("~*").replace("(?<", "(?P<")
        if key.startswith("~") and (found := re.search(pattern, value, re.IGNORECASE * insensitive)):
            return re.sub(r"\$(\w+)", lambda group: found[group[1]], result)
    return default


@pytest.mark.parametrize(
    ("name", "cases"),
    [
        (
            "shortened_address",
            {
                "203.0.113.77": "203.0.113.0",
                "::ffff:203.0.113.77": "203.0.113.0",
                "2001:db8:1:2:3:4:5:6": "2001:db8:1::",
                "2001:db8:1::5": "2001:db8:1::",
                "2001:db8::7": "2001:db8::",
                "2001::7:8": "2001::",
                "::1": "::",
                "unix:": "-",
            },
        ),
        (
            "reader",
            {
                "203.0.113.77": "$binary_remote_addr",
                "2001:db8:1:2:3:4:5:6": "2001:db8:1:2",
                "2001:db8:1:2::6": "2001:db8:1:2",
                "2001:db8::6": "2001:db8::",
                "::1": "::",
            },
        ),
        (
            "path_asked",
            {
                "/search/?q=secret": "/search/",
                "/states/COL/": "/states/COL/",
                "/admin/reset/MQ/key/?next=x": "/admin/*",
                "/account/password/set/MQ-key/": "/account/*",
                "/administration/?q": "/administration/",
            },
        ),
        ("is_known", {"": "", "a=1": "1", "__Host-sessionid=x": "1", "Basic x": "1"}),
        ("is_anonymous_upload", {"POST ": "1", "POST a=1": "", "GET ": ""}),
        (
            "encoding",
            {"": "", "gzip, deflate, br, zstd": "gzip, br", "br;q=1, gzip": "gzip, br", "GZIP": "gzip"},
        ),
        ("retry_after", {"503": "30", "429": "10", "200": ""}),
    ],
)
def test_what_nginx_makes_of_a_value(name, cases):
    assert {value: mapped(name, value) for value in cases} == cases


def test_pages_of_nginx_are_there_and_stand_alone():
    named = set(re.findall(r"/errors/(\w+\.\w+)", SERVER)) - {"errors.css"}
    pages = {path.name: path.read_text(encoding="utf-8") for path in ERRORS.glob("*.html")}

    assert named == {path.name for path in ERRORS.iterdir()} - {"errors.css"}
    for name, page in pages.items():
        assert "style=" not in page, name
        assert "<script" not in page, name
        assert re.findall(r'(?:href|src)="([^"]+)"', page)[0] == "/errors/errors.css", name


def test_problems_of_nginx_have_the_shape_of_the_api():
    for status, name in ((503, "unavailable.json"), (429, "busy.json")):
        problem = json.loads((ERRORS / name).read_text(encoding="utf-8"))
        assert problem == problem_details(status, [Fault(problem["detail"])])


def test_colours_of_the_pages_are_those_of_the_product():
    tokens = (NGINX.parents[1] / "static/commitments/css/tokens.css").read_text(encoding="utf-8")
    errors = (ERRORS / "errors.css").read_text(encoding="utf-8")

    colours = re.findall(r"--[\w-]+: #[0-9a-f]{6};", errors)
    assert [each for each in colours if each not in tokens] == []
    assert len(colours) == 12


def test_nginx_refuses_the_same_programs_over_plain_http_as_the_product():
    refused = re.compile(re.search(r"^location ~ (\S+) \{", REDIRECT, re.MULTILINE)[1])

    assert [path for path in FOR_PROGRAMS if not refused.search(path)] == []
    assert [path for path in FOR_PEOPLE if refused.search(path)] == []
