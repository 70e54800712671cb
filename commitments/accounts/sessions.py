"""Sessions in the database that end after an hour without a request, and after half a day in any case."""

import time

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db

SIGNED_IN_AT, SEEN_AT, ENDED = "signed_in_at", "seen_at", "session_ended"
# a page of the desk writes at most this often that somebody is still there
SEEN_EVERY_SECONDS = 5 * 60


class SessionStore(db.SessionStore):
    """Wherever the session of somebody signed in is read, on a page of the desk or not, the limits hold."""

    def load(self) -> dict[str, object]:
        """The session, or an empty one that remembers that it ended."""
        data = super().load()
        if SESSION_KEY not in data:
            return data
        now = time.time()
        if self._has_ended(data, now):
            self.delete(self.session_key)
            self._session_key, self.modified = None, True
            return {ENDED: True}
        if now - data.get(SEEN_AT, 0) > SEEN_EVERY_SECONDS:
            data.setdefault(SIGNED_IN_AT, now)
            data[SEEN_AT], self.modified = now, True
        return data

    def _has_ended(self, data: dict[str, object], now: float) -> bool:
        idle, age = now - data.get(SEEN_AT, now), now - data.get(SIGNED_IN_AT, now)
        return idle > settings.SESSION_IDLE_SECONDS or age > settings.SESSION_COOKIE_AGE
