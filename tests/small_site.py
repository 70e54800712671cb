"""The product as whole installations of tests have it, with a baseline of their own if they bring one."""

import os
from pathlib import Path

from cartagena.settings import *  # noqa: F403  (all of them)

folder = Path(os.environ["SITE_FOLDER"])
if (folder / "fixtures").is_dir():
    FIXTURE_DIRS = [folder / "fixtures"]
STATIC_ROOT = folder / "staticfiles"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# what takes seconds to be collected and compressed is another test's matter
STATICFILES_DIRS = []
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
