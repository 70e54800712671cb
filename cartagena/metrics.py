"""Figures for Prometheus, counted from the log: requests, events, warnings and errors.

Loaded only where METRICS_PORT is set (`gunicorn.conf.py`), whose processes count into one folder. What names
a figure is bounded: names of pages and constant messages, never a path.
"""

import logging

from prometheus_client import CollectorRegistry, Counter, Histogram, start_http_server
from prometheus_client.multiprocess import MultiProcessCollector

BUCKETS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
OF_PEOPLE = ("cartagena.events", "cartagena.security")

REQUESTS = Counter("cartagena_requests", "Answers, by name of page and status.", ["route", "status"])
SECONDS = Histogram("cartagena_request_seconds", "Until the last byte was sent.", ["route"], buckets=BUCKETS)
BYTES = Counter("cartagena_sent_bytes", "Bytes of the bodies of answers.")
EVENTS = Counter("cartagena_events", "What people did, sign-ins and refusals among it.", ["logger", "event"])
LOGGED = Counter("cartagena_log_lines", "Warnings and errors.", ["level"])


class MetricsHandler(logging.Handler):
    """Counts a line of the log instead of writing it."""

    def emit(self, record: logging.LogRecord) -> None:
        fields = getattr(record, "fields", {})
        if record.name == "cartagena.requests":
            REQUESTS.labels(fields["route"], fields["status"]).inc()
            SECONDS.labels(fields["route"]).observe(fields["ms"] / 1000)
            BYTES.inc(fields["bytes"])
        elif record.name in OF_PEOPLE:
            EVENTS.labels(record.name, record.msg).inc()
        if record.levelno >= logging.WARNING:
            LOGGED.labels(record.levelname).inc()


def serve(port: int) -> None:
    """Answer Prometheus from the process that watches the others, which would be late when it matters.

    The thread only reads files, and holds no lock that a process forked beside it could need.
    """
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    start_http_server(port, "127.0.0.1", registry)
