"""A check that could not ask says so."""

import pytest

from . import advisories

CLEAN = {"name": "django", "version": "5.2.19", "vulns": []}
WEAK = {"name": "pillow", "version": "1.0", "vulns": [{"id": "PYSEC-1"}]}
NOT_ASKED = {"name": "asgiref", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("answers", "code", "said"),
    [
        ({"pypi": [CLEAN]}, 0, "1 packages of requirements.lock were looked up in pypi"),
        ({"pypi": [CLEAN, WEAK]}, 1, "pillow 1.0: PYSEC-1"),
        ({"pypi": [NOT_ASKED], "osv": [WEAK]}, 1, "pillow 1.0: PYSEC-1"),
        ({"pypi": [CLEAN, NOT_ASKED], "osv": [CLEAN, NOT_ASKED]}, 2, "NOT CHECKED: 1 packages"),
        ({"pypi": [NOT_ASKED]}, 2, "NOT CHECKED: 1 packages"),
        ({}, 2, "NOT CHECKED: none of pypi, osv could be reached"),
    ],
)
def test_advisories_take_no_silence_for_an_answer(monkeypatch, capsys, answers, code, said):
    monkeypatch.setattr(advisories, "looked_up_in", lambda source: answers.get(source, []))

    assert advisories.main() == code
    assert said in capsys.readouterr().out
