"""The product with the small invented baseline of `tests/management/editions.py`, for whole installations."""

import os
from pathlib import Path

from cartagena.settings import *  # noqa: F403  (all of them)

folder = Path(os.environ["SMALL_SITE"])
FIXTURE_DIRS = [folder / "fixtures"]
STATIC_ROOT = folder / "staticfiles"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# what takes seconds to be collected and pressed is another test's matter
STATICFILES_DIRS = []
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
