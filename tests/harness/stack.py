"""The whole as it stands on a server: nginx before gunicorn before PostgreSQL, on this machine, without root.

    python -m tests.harness.stack

The files of `deploy/nginx` are used as they are; only the values that every installation puts in are those of
this machine. Everything that is started is ended, and nothing that it wrote is kept.
"""

import os
import secrets
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

from . import postgresql
from .certificate import self_signed
from .machine import free_port
from .part import PYTHON, ROOT

NGINX_FILES = ROOT / "deploy" / "nginx"
INSTALL_NGINX = "install nginx and openssl (on Debian: apt-get install nginx-light openssl)"
HOST = "127.0.0.1"
PATIENCE = 60
OWNER, SERVER_ROLE, DATABASE = "cartagena_owner", "cartagena_web", "cartagena_site"
# What an installation puts into its copy of site.conf, and what stands for it here.
VALUES = {
    "    listen [::]:80;\n": "",
    "    listen [::]:443 ssl http2;\n": "",
    "listen 80;": f"listen {HOST}:{{http}};",
    "listen 443 ssl http2;": f"listen {HOST}:{{https}} ssl http2;",
    "unix:/run/cartagena/web.sock": "unix:{folder}/web.sock",
    "/var/lib/nginx/cartagena-cache": "{folder}/nginx/cache",
    "/etc/letsencrypt/live/cartagena.example.org": "{folder}/nginx",
    "/var/log/nginx": "{folder}/nginx",
    "/srv/cartagena/deploy/nginx": "{folder}/nginx",
    "cartagena.example.org": HOST,
}
# What Debian's own nginx.conf says, as far as it matters here.
NGINX_CONF = """
daemon off;
pid nginx.pid;
worker_processes 2;
error_log start.log warn;
events { worker_connections 4096; }
http {
    client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi; scgi_temp_path scgi;
    access_log off;
    include site.conf;
}
"""


@dataclass(frozen=True)
class Stack:
    """What runs: where readers find it, and what the product was told."""

    address: str
    plain_address: str
    folder: Path
    variables: dict[str, str]
    seconds_to_answer: float
    server: int

    @property
    def readers_log(self) -> Path:
        """Who asked for what, as nginx wrote it."""
        return self.folder / "nginx" / "cartagena.log"


def find_nginx() -> str | None:
    """The nginx of this machine; Debian keeps it where only root looks."""
    return shutil.which("nginx", path=os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin")))


@contextmanager
def stack(**chosen: str) -> Iterator[Stack]:
    """Everything, freshly prepared; `chosen` are settings of the installation."""
    binaries, advice = postgresql.find_server(), why_there_is_no_stack()
    if binaries is None or advice:
        raise RuntimeError(f"To start the whole, {advice}.")
    with (
        postgresql.cluster(binaries) as superuser,
        tempfile.TemporaryDirectory(prefix="cartagena-stack-") as name,
    ):
        folder, http, https = Path(name), free_port(), free_port()
        # nginx runs as somebody else where this is started by root
        folder.chmod(0o755)
        owner, server = make_roles(binaries, superuser)
        variables = {**settings_of(folder, https), **chosen, "DATABASE_URL": server}
        prepare({**variables, "DATABASE_URL": owner, "DATABASE_SERVER_ROLE": SERVER_ROLE})
        write_nginx(folder, http, https)
        began = time.monotonic()
        command = [PYTHON, "-m", "gunicorn", "--bind", f"unix:{folder}/web.sock", "cartagena.wsgi"]
        with program(command, ROOT, variables) as gunicorn, nginx(folder / "nginx"):
            address = f"https://{HOST}:{https}"
            wait_for(address)
            answered = time.monotonic() - began
            yield Stack(address, f"http://{HOST}:{http}", folder, variables, answered, gunicorn.pid)


def why_there_is_no_stack() -> str:
    """What is missing before the whole can be started, and how to get it; empty if nothing is."""
    if postgresql.find_server() is None:
        return postgresql.ADVICE
    return "" if find_nginx() and shutil.which("openssl") else INSTALL_NGINX


def make_roles(binaries: Path, superuser: str) -> tuple[str, str]:
    """A database, the role that owns it and the role of the server; returns the addresses of both."""
    parts = urlsplit(superuser)
    passwords = {role: secrets.token_hex(16) for role in (OWNER, SERVER_ROLE)}
    statements = [f"CREATE ROLE {role} LOGIN PASSWORD '{password}'" for role, password in passwords.items()]
    statements.append(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
    command = [binaries / "psql", "--quiet", "--no-psqlrc", "--set", "ON_ERROR_STOP=1"]
    for statement in statements:
        command += ["--command", statement]
    subprocess.run([*command, parts._replace(path="/postgres").geturl()], check=True)
    owner, server = (
        f"postgres://{role}:{password}@{parts.hostname}:{parts.port}/{DATABASE}"
        for role, password in passwords.items()
    )
    return owner, server


def settings_of(folder: Path, port: int) -> dict[str, str]:
    """As `docs/operations.md` has them for a site that people reach."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cartagena.settings",
        "ENV_FILE": os.devnull,
        "ALLOWED_HOSTS": HOST,
        "HTTPS": "on",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "SITE_ROOT": f"https://{HOST}:{port}",
        "OPERATOR": "A trial on one machine",
        "CONTACT": "office@example.org",
        "RELEASES_ROOT": f"{folder}/releases",
        "DOCUMENT_FOLDER": f"{folder}/documents",
    }


def prepare(variables: Mapping[str, str]) -> None:
    """What the owner of the database does before the server starts."""
    subprocess.run([PYTHON, "manage.py", "prepare"], cwd=ROOT, env=variables, check=True)


def write_nginx(folder: Path, http: int, https: int) -> None:
    """A folder like /etc/nginx, with the shipped files and a certificate that nobody vouches for."""
    shutil.copytree(NGINX_FILES, folder / "nginx")
    site = (NGINX_FILES / "site.conf").read_text()
    for shipped, here in VALUES.items():
        if shipped not in site:
            raise RuntimeError(f"site.conf no longer says {shipped!r}.")
        site = site.replace(shipped, here.format(http=http, https=https, folder=folder))
    (folder / "nginx" / "site.conf").write_text(site)
    (folder / "nginx" / "nginx.conf").write_text(NGINX_CONF)
    here = folder / "nginx"
    self_signed(here / "fullchain.pem", here / "privkey.pem", name=f"IP:{HOST}")
    account = postgresql.unprivileged()
    for path in (folder / "nginx", *(folder / "nginx").rglob("*")):
        os.chown(path, account.get("user", -1), account.get("group", -1))


@contextmanager
def nginx(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The front, as somebody without rights."""
    command = [find_nginx() or "nginx", "-e", "start.log", "-p", str(folder), "-c", "nginx.conf"]
    with program(command, folder, os.environ, **postgresql.unprivileged()) as process:
        yield process


@contextmanager
def program(
    command: list[str], folder: Path, variables: Mapping[str, str], **account: object
) -> Iterator[subprocess.Popen[bytes]]:
    """A program that runs as long as the block, apart from the terminal."""
    process = subprocess.Popen(
        command, cwd=folder, env=dict(variables), stdin=subprocess.DEVNULL, start_new_session=True, **account
    )
    try:
        yield process
        if process.poll() is not None:
            raise RuntimeError(f"{command[0]} ended by itself with {process.returncode}.")
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_for(address: str) -> None:
    """Until it answers over HTTPS; its certificate is one that nobody vouches for."""
    trusting = ssl._create_unverified_context()
    last: Exception | None = None
    for _ in range(PATIENCE * 20):
        try:
            with urlopen(address, context=trusting, timeout=10):
                return
        except HTTPError as refusal:
            refusal.close()
            last = refusal
        except OSError as error:
            last = error
        time.sleep(0.05)
    raise TimeoutError(f"Nothing answered on {address}: {last}")


def main() -> None:
    """Until Ctrl-C."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        with stack(ALLOW_SELF_PUBLICATION="on") as running:
            print(
                f"The whole is at {running.address}/ after {running.seconds_to_answer:.1f} s, with a "
                f"certificate that nobody vouches for. Its files are in {running.folder}. "
                "Ctrl-C ends it and removes them.",
                flush=True,
            )
            signal.pause()
    except KeyboardInterrupt:
        print("Ended.")


if __name__ == "__main__":
    main()
