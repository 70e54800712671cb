"""Which version of the product this is, as far as it can be told."""

import shutil
import subprocess
import tomllib
from pathlib import Path

from django.conf import settings


def product_version() -> str:
    """That of pyproject.toml; empty where only the package was installed."""
    try:
        text = (Path(settings.BASE_DIR) / "pyproject.toml").read_text(encoding="utf-8")
        return str(tomllib.loads(text)["project"]["version"])
    except (OSError, KeyError, tomllib.TOMLDecodeError):
        return ""


def product_commit() -> str:
    """That of the checkout; empty where there is none, or no git."""
    git = shutil.which("git")
    if git is None or not (Path(settings.BASE_DIR) / ".git").exists():
        return ""
    asked = [git, "-C", settings.BASE_DIR, "rev-parse", "HEAD"]
    told = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603  (words of our own)
    return told.stdout.strip()
