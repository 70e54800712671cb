"""Every page of the desk, asked by everybody: who may do what there, said a second time.

A page or a kind of record that is new fails here until somebody says whom it is for.
"""

from collections.abc import Iterator

import pytest
from django.contrib.admin import site
from django.test import Client
from django.urls import URLPattern, reverse

from commitments.accounts.urls import urlpatterns as account_pages
from commitments.models import ProgressNote, Reply, User
from commitments.rules.roles import ADMINISTRATOR, CONTRIBUTOR, REVIEWER
from tests import builders as make
from tests import doorway
from tests.each import Failures

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

# C: a contributor who looks after the State of all records below, R: a reviewer, A: an administrator,
# S: a superuser
# -: somebody at the desk without any role
EVERYBODY, OFFICE, HEADS, NOBODY = {*"CRAS"}, {*"RAS"}, {*"AS"}, set()
COLLECTED = (EVERYBODY, NOBODY, NOBODY, NOBODY)  # loaded with the baseline
WRITTEN = (EVERYBODY, EVERYBODY, EVERYBODY, NOBODY)  # a draft of somebody else is deleted by nobody
# who reads, adds, changes, deletes
RECORDS = {
    "actionplan": (EVERYBODY, HEADS, HEADS, {"S"}),
    "assignment": (OFFICE, HEADS, HEADS, HEADS),
    "casualtycount": (EVERYBODY, HEADS, HEADS, HEADS),
    "commitment": (EVERYBODY, HEADS, HEADS, NOBODY),
    "contribution": COLLECTED,
    "deadline": (EVERYBODY, HEADS, HEADS, HEADS),
    "instrument": COLLECTED,
    "instrumentmembership": COLLECTED,
    "linkcheck": COLLECTED,
    "meeting": (EVERYBODY, HEADS, HEADS, NOBODY),
    "obligation": (EVERYBODY, NOBODY, OFFICE, NOBODY),
    "othername": (EVERYBODY, HEADS, HEADS, HEADS),
    "paragraph": (EVERYBODY, NOBODY, HEADS, NOBODY),
    "plannedaction": (EVERYBODY, HEADS, HEADS, HEADS),
    "progressnote": WRITTEN,
    "reply": WRITTEN,
    "state": (EVERYBODY, HEADS, HEADS, {"S"}),
    "statecasualtycount": COLLECTED,
    "user": (HEADS, HEADS, HEADS, NOBODY),
}
# what is kept of a link is no change of a person
NO_HISTORY = {"linkcheck"}
# other pages, as they are opened
OTHER_PAGES = {
    "app_list": EVERYBODY,
    "changes": EVERYBODY,
    "index": {*"CRAS-"},  # empty without a role
    "jsi18n": {*"CRAS-"},
    "office_coverage": OFFICE,
    "office_numbers": OFFICE,
    "office_work": OFFICE,
    "assignment_assign": HEADS,
    "progressnote_export_csv": EVERYBODY,
    "progressnote_export_xlsx": EVERYBODY,
    "progressnote_import": EVERYBODY,
    "progressnote_import_template": EVERYBODY,
    "progressnote_imported": NOBODY,  # of an import that there was not
    "progressnote_preview": EVERYBODY,
    "progressnote_retract": OFFICE,
    "progressnote_return": OFFICE,
    "progressnote_review": EVERYBODY,
    "reply_retract": OFFICE,
    "reply_return": OFFICE,
}
# the ways in and out, and what `test_reach` asks with its parameters
ELSEWHERE = {"login", "logout", "password_change", "password_change_done", "autocomplete"}
OF_A_RECORD = {"changelist", "add", "change", "history", "delete"}
OPENED, REFUSED = {200, 302}, {403, 404}
# pages of the door that need no session; all others lead to the sign-in
FOR_STRANGERS = {
    "account_login",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}


def people(state) -> dict[str, Client]:
    """One of each role, and somebody without any."""
    roles = {"C": CONTRIBUTOR, "R": REVIEWER, "A": ADMINISTRATOR}
    found = {sign: make.make_member(role, state, username=role) for sign, role in roles.items()}
    found["S"] = make.make_user(username="super", is_staff=True, is_superuser=True)
    found["-"] = make.make_user(username="idle", is_staff=True)
    clients = {sign: Client() for sign in found}
    for sign, client in clients.items():
        doorway.sit_down(client, found[sign])
    return clients


@pytest.fixture
def desk() -> dict[str, Client]:
    """One record of every kind, and the people who ask for it."""
    note = make.make_note(published=False, links=1)
    obligation, state = note.obligation, note.obligation.state
    make.make_reply(note=make.make_note(obligation=obligation))
    make.make_deadline(obligation=obligation)
    make.make_other_name(state, "Republic of somewhere")
    make.make_planned_action()
    make.make_casualties()
    make.make_meeting()
    make.make_link_check()
    for of_state in (make.make_instrument_membership, make.make_state_casualties, make.make_contribution):
        of_state(state=state)
    return people(state)


def flat(patterns: list) -> Iterator[URLPattern]:
    for pattern in patterns:
        yield from [pattern] if isinstance(pattern, URLPattern) else flat(pattern.url_patterns)


def names() -> set[str]:
    """Of all pages of the desk, without the app before them."""
    return {each.name.removeprefix("commitments_") for each in flat(site.get_urls()) if each.name}


def other_address(name: str) -> str:
    """Of a page that is no list and no form of a record, with a record in it where it needs one."""
    if name == "app_list":
        return "/admin/commitments/"
    if "_" not in name or name.startswith("office"):
        return reverse(f"admin:{name}")
    known = {"imported": ["00000000-0000-4000-8000-000000000000"]}
    kind = Reply if name.startswith("reply") else ProgressNote
    of_one = {"preview", "review", "return", "retract"}
    page = name.partition("_")[2]
    published = page == "retract" or kind is Reply
    rows = kind.objects.order_by("published_at" if not published else "-published_at", "pk")
    arguments = known.get(page, [rows.first().pk] if page in of_one else [])
    return reverse(f"admin:commitments_{name}", args=arguments)


def questions() -> Iterator[tuple[str, str, str, set[str]]]:
    """What is asked: its name, the method, the address, and who is heard."""
    for kind in site._registry:
        model = kind._meta.model_name
        reads, adds, changes, deletes = RECORDS[model]
        key = [User.objects.get(username="idle").pk if kind is User else kind.objects.first().pk]
        for page, method, heard in (
            ("changelist", "get", reads),
            ("history", "get", NOBODY if model in NO_HISTORY else reads),
            ("add", "get", adds),
            ("change", "post", changes),
            ("delete", "get", deletes),
        ):
            arguments = [] if page in {"changelist", "add"} else key
            yield (
                f"{model} {page}",
                method,
                reverse(f"admin:commitments_{model}_{page}", args=arguments),
                heard,
            )
    for name, heard in OTHER_PAGES.items():
        yield name, "get", other_address(name), heard


def status_of(client: Client, method: str, address: str) -> int:
    answer = getattr(client, method)(address)
    answer.getvalue()  # a file is taken to its end, and closed
    return answer.status_code


def test_every_page_and_every_kind_of_record_is_in_the_table():
    of_records = {f"{model}_{page}" for model in RECORDS for page in OF_A_RECORD}

    assert names() == of_records | OTHER_PAGES.keys() | ELSEWHERE


def test_each_role_opens_what_is_meant_for_it_and_nothing_else(desk):
    failures = Failures()

    for name, method, address, heard in list(questions()):
        with failures.kept(name):
            found = {sign: status_of(client, method, address) for sign, client in desk.items()}
            assert {sign for sign, status in found.items() if status in OPENED} == heard, found
            assert {found[sign] for sign in found.keys() - heard} <= REFUSED, found

    assert not failures, str(failures)


@pytest.fixture
def outside(desk, settings) -> dict[str, Client]:
    """Who has no session that counts."""
    settings.SECOND_FACTOR_REQUIRED = True
    User.objects.filter(username=CONTRIBUTOR).update(is_active=False)
    return {"stranger": Client(), "closed": desk["C"], "owing": desk["A"]}


def test_who_is_outside_is_led_from_every_page_to_the_door(outside):
    failures = Failures()

    for name, method, address, _heard in list(questions()):
        for who, client in outside.items():
            with failures.kept(f"{who}: {name}"):
                answer = getattr(client, method)(address)
                assert answer.status_code == (403 if method == "post" else 302)
                if method == "get":
                    assert answer["Location"].startswith(("/account/", "/admin/login/"))

    assert not failures, str(failures)


def test_pages_of_an_account_are_for_its_owner(outside):
    failures = Failures()

    for page in account_pages:
        arguments = {"pk": 1} if "pk" in page.pattern.converters else {}
        if page.name == "account_reset_password_from_key":
            arguments = {"uidb36": "1", "key": "used"}
        for who in ("stranger", "closed"):
            with failures.kept(f"{who}: {page.name}"):
                status = status_of(outside[who], "get", reverse(page.name, kwargs=arguments))
                assert status == (200 if page.name in FOR_STRANGERS else 302)

    assert not failures, str(failures)
