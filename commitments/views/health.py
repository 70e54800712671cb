"""What monitoring asks: whether the process lives, and whether all that it needs is there."""

import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import resolve
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from .archives import MIN_FREE_BYTES

OK = "ok"
ADDRESSES = frozenset({"/healthz", "/readyz"})


class MonitoringMiddleware:
    """Answers monitoring, which calls a process by any name of its machine, before hosts are compared."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info in ADDRESSES:
            request.resolver_match = resolve(request.path_info)
            return request.resolver_match.func(request)
        return self.get_response(request)


@cache_control(no_store=True)
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the process answers and its database does; otherwise 503, within the time of a page."""
    with connection.cursor() as cursor:
        # an SQLite file that is gone would be made anew, and answer a question about nothing
        cursor.execute("SELECT id FROM django_migrations LIMIT 1")
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@cache_control(no_store=True)
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """One word about each part; 200 when all are ok, so that a proxy may send readers here."""
    try:
        missing = known_migrations() - MigrationRecorder(connection).applied_migrations().keys()
        database, migrations = OK, "missing" if missing else OK
    except (DatabaseError, InterfaceError):
        database, migrations = "away", "unknown"
    parts = {"database": database, "migrations": migrations, "disk": OK if has_room() else "full"}
    status = 200 if set(parts.values()) == {OK} else 503
    return JsonResponse(parts, status=status, headers={} if status == 200 else {"Retry-After": "5"})


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """Those that this code needs; they stay the same as long as the process lives."""
    return frozenset(MigrationLoader(None).graph.nodes)


def has_room() -> bool:
    """Whether every disk that is written to has as much left as files on their way leave there."""
    return all(shutil.disk_usage(folder).free >= MIN_FREE_BYTES for folder in written_folders())


def written_folders() -> set[Path]:
    """Where releases, documents, the database of an embedded installation and files on their way stand."""
    folders = {Path(tempfile.gettempdir()), settings.RELEASES_ROOT, settings.DOCUMENT_FOLDER}
    if connection.vendor == "sqlite":
        folders.add(Path(connection.settings_dict["NAME"]).parent)
    # a folder that nothing was stored in yet is made when something is
    return {next(each for each in (folder, *folder.parents) if each.exists()) for folder in folders}
