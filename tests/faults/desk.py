"""People at the desk who save over HTTP while something breaks, and remember what was acknowledged."""

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from itertools import count
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener
from uuid import uuid4

from .office import ADMIN_PASSWORD, Office

ADD = "/admin/commitments/progressnote/add/"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
INPUT, NAME = re.compile(r"<input [^>]+>"), re.compile(r'name="(\w+)"')
KIND = re.compile(r'type="(text|password)"')
numbers = count(1)


class StayHere(HTTPRedirectHandler):
    """An answer that leads on is looked at, not followed."""

    def redirect_request(self, *args: object) -> None:
        return None


class Person:
    """Signed in by the form, as people are."""

    def __init__(self, office: Office, state: str, commitment: str) -> None:
        self.office, self.state, self.commitment = office, state, commitment
        self.jar = CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.jar), StayHere())
        self.token = ""

    def ask(self, path: str, data: dict[str, str] | None = None, timeout: float = 30) -> tuple[int, str, str]:
        """The status, where it leads to and the text of an answer."""
        body = urlencode({"csrfmiddlewaretoken": self.token, **data}).encode() if data is not None else None
        request = Request(f"{self.office.address}{path}", body)
        try:
            with self.opener.open(request, timeout=timeout) as answer:
                text = answer.read().decode()
                return answer.status, "", self.read_token(text)
        except HTTPError as error:
            return error.code, error.headers.get("Location", ""), self.read_token(error.read().decode())

    def read_token(self, text: str) -> str:
        if found := TOKEN.search(text):
            self.token = found[1]
        return text

    def sign_in(self) -> None:
        """By whichever form the desk leads to."""
        path = "/admin/"
        for _hop in range(5):
            status, leads_to, text = self.ask(path)
            if status == 200 and 'type="password"' in text:
                break
            path = leads_to.removeprefix(self.office.address)
        names = {kind: NAME.search(tag)[1] for tag in INPUT.findall(text) for kind in KIND.findall(tag)}
        sent = {names["text"]: "admin", names["password"]: ADMIN_PASSWORD}
        status, _leads_to, _text = self.ask(path, sent)
        assert status == 302, f"signing in answered {status}"
        self.ask(ADD)

    def save(self, text: str) -> bool:
        """A new draft with one source; true once the desk has said that it is saved."""
        try:
            status, leads_to, _text = self.ask(ADD, self.form(text))
        except (URLError, OSError):
            return False
        return status == 302 and "/progressnote/" in leads_to

    def form(self, text: str) -> dict[str, str]:
        return {
            "state": self.state,
            "commitment": self.commitment,
            "noted_date": "2025-03-09",
            "noted_precision": "day",
            "text": text,
            "status": "in_progress",
            "certainty": "confirmed",
            "disputed_by": "",
            "dispute": "",
            "version": "1",
            "entry_key": str(uuid4()),
            "evidence-TOTAL_FORMS": "1",
            "evidence-INITIAL_FORMS": "0",
            "evidence-0-kind": "state_report",
            "evidence-0-published_precision": "day",
            "evidence-0-url": f"https://example.org/{urlencode({'fault': text})}",
            "evidence-0-title": "Invented report",
        }


class Saving:
    """Several people who save without pause; `acknowledged` grows while they do."""

    def __init__(self, office: Office, people: int = 4) -> None:
        state, commitment = (
            office.column("SELECT state_id FROM commitments_obligation ORDER BY id LIMIT 1"),
            office.column("SELECT commitment_id FROM commitments_obligation ORDER BY id LIMIT 1"),
        )
        self.people = [Person(office, str(state[0]), str(commitment[0])) for _number in range(people)]
        self.acknowledged: set[str] = set()
        self.failed = 0
        self.last = time.monotonic()
        self.longest_gap = 0.0
        self.ended = threading.Event()
        self.lock = threading.Lock()

    @contextmanager
    def going_on(self) -> Iterator["Saving"]:
        """They save as long as the block lasts."""
        for person in self.people:
            person.sign_in()
        self.last = time.monotonic()
        threads = [threading.Thread(target=self.save_on, args=(person,)) for person in self.people]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            self.ended.set()
            for thread in threads:
                thread.join()

    def save_on(self, person: Person) -> None:
        while not self.ended.is_set():
            text = f"fault {next(numbers)}: invented by a test."
            if person.save(text):
                self.note(text)
            else:
                self.failed += 1
                time.sleep(0.05)

    def note(self, text: str) -> None:
        with self.lock:
            now = time.monotonic()
            self.longest_gap = max(self.longest_gap, now - self.last)
            self.last = now
            self.acknowledged.add(text)

    def wait_for(self, wanted: int, seconds: float) -> bool:
        """Until so many were acknowledged, or the time is over."""
        until = time.monotonic() + seconds
        while len(self.acknowledged) < wanted and time.monotonic() < until:
            time.sleep(0.05)
        return len(self.acknowledged) >= wanted

    def next_one(self, seconds: float = 60) -> float:
        """Seconds until the next draft is acknowledged from now on."""
        began, before = time.monotonic(), len(self.acknowledged)
        if not self.wait_for(before + 1, seconds):
            raise TimeoutError(f"nothing was acknowledged for {seconds:.0f} seconds")
        return time.monotonic() - began
