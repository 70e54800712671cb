"""The figures for Prometheus, in the server as it is started."""

import logging

from prometheus_client import REGISTRY

from cartagena.metrics import MetricsHandler


def line(name: str, message: str, level: int = logging.INFO, **fields: object) -> logging.LogRecord:
    record = logging.LogRecord(name, level, __file__, 1, message, (), None)
    record.fields = fields
    return record


def figure(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0


def test_lines_of_the_log_are_counted():
    handler = MetricsHandler()
    asked = {"route": "state_detail", "status": 200, "ms": 120, "bytes": 900, "path": "/states/COL/"}

    for record in (
        line("cartagena.requests", "request", **asked),
        line("cartagena.requests", "request", **{**asked, "status": 503, "ms": 4000}),
        line("cartagena.security", "sign-in failed", logging.WARNING),
        line("django.request", "%s: %s", logging.ERROR),
    ):
        handler.emit(record)

    assert figure("cartagena_requests_total", route="state_detail", status="503") == 1
    assert figure("cartagena_request_seconds_bucket", route="state_detail", le="0.25") == 1
    assert figure("cartagena_request_seconds_count", route="state_detail") == 2
    assert figure("cartagena_sent_bytes_total") == 1800
    assert figure("cartagena_events_total", logger="cartagena.security", event="sign-in failed") == 1
    assert figure("cartagena_log_lines_total", level="ERROR") == 1
