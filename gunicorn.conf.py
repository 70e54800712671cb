"""How gunicorn serves the product. Its command line wins over what stands here."""

import gc
import os
import shutil
import signal
import socket
import sys
import tempfile
from importlib import import_module


def port_of(name, default=""):
    """The port that a variable names; empty without one."""
    port = os.environ.get(name, "").strip() or default
    if port and not (port.isascii() and port.isdigit() and 1 <= int(port) <= 65535):
        sys.exit(f"Cartagena cannot start. {name} must be a number from 1 to 65535, not {port!r}.")
    return port


def refuse_taken(address):
    """End the start when something else listens there."""
    try:
        with socket.create_server(
            address[:2], family=socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        ):
            pass  # that it opens is the answer
    except OSError as error:
        sys.exit(
            f"Cartagena cannot be served on {address[0]} port {address[1]}: {os.strerror(error.errno)}. "
            "Another port: make run PORT=8001"
        )


def count_into_a_folder(port):
    """Where all processes count, empty at a start; a reload, which reads this file again, goes on with it."""
    folder = os.path.join(tempfile.gettempdir(), f"cartagena-metrics-{os.getuid()}-{port}")
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR") != folder:
        refuse_taken(("127.0.0.1", int(port)))
        shutil.rmtree(folder, ignore_errors=True)
        os.mkdir(folder, 0o700)
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder


port, metrics_port = port_of("PORT", "8000"), port_of("METRICS_PORT")
# Loaded where it is wanted, and before the app: its library looks for the folder at once.
metrics = None
if metrics_port:
    count_into_a_folder(metrics_port)
    metrics = import_module("cartagena.metrics")

bind = f"127.0.0.1:{port}"
# The processes share the work. The threads of each are for those who wait: a file that somebody takes slowly
# holds one of them, not the others and not the watch over a process that seems to hang. At most ten answer
# readers (`commitments/views/work_limit.py`), so that some are left for monitoring and for whoever saves.
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 12
# Connections of one process: more wait in the queue of the system, and beyond that the proxy hears at once.
worker_connections = 500
backlog = 512
# A browser that pauses is let go and holds no connection; a proxy on the same machine opens a new one.
keepalive = 5
# A process that no longer says that it lives is replaced after so many seconds; one that is asked to end has
# as long to finish what it is answering.
timeout = graceful_timeout = 30
# No address here is longer, filters of every kind included, and no browser sends more headers.
limit_request_line = 4094
limit_request_fields, limit_request_field_size = 60, 8190
# Loaded once, before the workers: a refused setting then ends the start instead of each worker.
preload_app = True
loglevel = "warning"
control_socket_disable = True


def on_starting(server):
    """Say in one line that an address cannot be had; gunicorn itself would try again for a while."""
    if "LISTEN_FDS" in os.environ:  # systemd hands over a socket of its own
        return
    for address in server.cfg.address:
        if isinstance(address, tuple):
            refuse_taken(address)


def when_ready(server):
    """Where to look, once it answers; on a socket only a proxy does."""
    if metrics:
        metrics.serve(int(metrics_port))
    for listener in server.LISTENERS:
        if listener.FAMILY == socket.AF_UNIX:
            continue
        print(
            f"Cartagena is at {listener}/ and its staff sign in at {listener}/admin/ (Ctrl-C ends it).",
            flush=True,
        )


def on_exit(server):
    """Nothing is left behind; the next start counts from zero, as Prometheus expects."""
    if metrics:
        shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)


def post_worker_init(worker):
    """Ctrl-C reaches every process of the terminal at once; a worker first finishes what it is answering."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, worker.handle_exit)


def pre_fork(server, worker):
    """What is loaded before the fork stays; looking for garbage in it slows every page down."""
    gc.freeze()
