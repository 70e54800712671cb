"""The settings of the product, as the tests run it: the same whatever the machine's environment says.

Only DATABASE_URL is heard, because the whole suite runs on SQLite and on PostgreSQL.
"""

import atexit
import os
from pathlib import Path
from tempfile import TemporaryDirectory

CHOSEN_BY_AN_INSTALLATION = (
    "ALLOW_SELF_PUBLICATION",
    "ALLOWED_HOSTS",
    "BACKUP_KEY",
    "CONTACT",
    "CSRF_TRUSTED_ORIGINS",
    "DATABASE_POOL_SIZE",
    "DATABASE_SERVER_ROLE",
    "DEBUG",
    "DOCUMENT_FOLDER",
    "DOCUMENT_QUOTA_MB",
    "ERROR_MAIL",
    "HTTPS",
    "LOG_FORMAT",
    "MEMENTO_TIMEGATE",
    "OPERATOR",
    "RELEASES_ROOT",
    "SECOND_FACTOR",
    "SECRET_KEY",
)
for name in CHOSEN_BY_AN_INSTALLATION:
    os.environ.pop(name, None)
os.environ["ENV_FILE"] = os.devnull

from cartagena.settings import *  # noqa: E402, F403  (all of them, once the environment is clean)

# Several processes test at once, and none takes the files of another.
_imports = TemporaryDirectory(prefix="cartagena-imports-")
atexit.register(_imports.cleanup)
IMPORT_FOLDER = Path(_imports.name)

# The releases that the tests find: none, but the empty one that `tests/releases.py` makes.
_releases = TemporaryDirectory(prefix="cartagena-releases-")
atexit.register(_releases.cleanup)
RELEASES_ROOT = Path(_releases.name)

_documents = TemporaryDirectory(prefix="cartagena-documents-")
atexit.register(_documents.cleanup)
DOCUMENT_FOLDER = Path(_documents.name)

# Tests neither wait for a slow hash nor need collected files.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
# A suite asks more often than any reader, and does not read every file to its end.
API_RATE = ""
READ_AT_ONCE = HEAVY_AT_ONCE = 100_000
