"""Mail to the operator about errors: where in the code, and under which number the log has the rest.

No words of the error, of the request or of its reader leave the machine, because a mail is nobody's secret.
"""

import logging
import queue
import threading
import time
import traceback
from collections import deque
from pathlib import Path

from django.conf import settings
from django.core.mail import send_mail

from .logs import current_request_id, logged_path

# One mail for a kind of error in a quarter of an hour, and so many in an hour at most, from each process.
SECONDS_APART, MAX_AN_HOUR, HOUR = 15 * 60, 20, 60 * 60
MAX_WAITING = 10
logger = logging.getLogger(__name__)


class ErrorMailHandler(logging.Handler):
    """Hands mails to a thread: a mail server that hangs holds no request."""

    def __init__(self, addresses: list[str]) -> None:
        super().__init__(level=logging.ERROR)
        self.addresses = addresses
        self.waiting: queue.Queue[tuple[str, str]] = queue.Queue(MAX_WAITING)
        self.sent_at: dict[str, float] = {}
        self.left_out: dict[str, int] = {}
        self.last_hour: deque[float] = deque(maxlen=MAX_AN_HOUR)
        self.sender: threading.Thread | None = None

    def emit(self, record: logging.LogRecord) -> None:
        kind = place_of(record)
        if not self.may_send(kind, time.monotonic()):
            self.left_out[kind] = self.left_out.get(kind, 0) + 1
            return
        subject = f"[Cartagena] {record.levelname}: {kind}"
        try:
            self.waiting.put_nowait((subject, body_of(record, left_out=self.left_out.pop(kind, 0))))
        except queue.Full:
            return
        # begun by the process that needs it: a thread does not outlive a fork
        if self.sender is None or not self.sender.is_alive():
            self.sender = threading.Thread(target=self.send_waiting, daemon=True)
            self.sender.start()

    def may_send(self, kind: str, now: float) -> bool:
        """Whether neither this kind nor all together were told enough already."""
        if now - self.sent_at.get(kind, -SECONDS_APART) < SECONDS_APART:
            return False
        if len(self.last_hour) == MAX_AN_HOUR and now - self.last_hour[0] < HOUR:
            return False
        self.sent_at[kind] = now
        self.last_hour.append(now)
        return True

    def send_waiting(self) -> None:
        while True:
            subject, body = self.waiting.get()
            try:
                send_mail(subject, body, None, self.addresses)
            except OSError as error:  # smtplib's errors are OSErrors
                logger.warning("error mail not sent", extra={"fields": {"error": type(error).__name__}})
            self.waiting.task_done()


def place_of(record: logging.LogRecord) -> str:
    """What kind of error it is: its class and the line where it was raised."""
    error = record.exc_info[1] if record.exc_info else None
    frames = traceback.extract_tb(error.__traceback__) if error else []
    if not frames:
        return f"{record.name}: {record.msg}".splitlines()[0]
    return f"{type(error).__name__} in {Path(frames[-1].filename).name}, line {frames[-1].lineno}"


def body_of(record: logging.LogRecord, *, left_out: int) -> str:
    """Time, number, page and the way through the code, without what anybody wrote or asked."""
    request, number = getattr(record, "request", None), current_request_id.get()
    lines = [
        f"Time: {time.strftime('%Y-%m-%d %H:%M:%S', time.gmtime(record.created))} UTC",
        f"Site: {settings.SITE_ROOT}",
        f"Logger: {record.name}, process {record.process}",
        *([f"Request: {number}. The log has the rest under this number."] if number else []),
        *([f"Page: {request.method} {logged_path(request)}"] if hasattr(request, "path") else []),
        *([f"{left_out} more of this kind since the last mail about it."] if left_out else []),
    ]
    error = record.exc_info[1] if record.exc_info else None
    while error:
        lines += ["", *traceback.format_tb(error.__traceback__), type(error).__qualname__]
        error = error.__cause__ or error.__context__
    return "\n".join(line.rstrip("\n") for line in lines) + "\n"
