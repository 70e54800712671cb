"""The style sheet that every page loads: written in layers, one file each, and served as one file.

A finder joins them, so `collectstatic`, the development server and the tests all find the same sheet.
"""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from weakref import finalize

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

SHEET = "commitments/css/site.css"
FOLDER = Path(settings.BASE_DIR, "static", "commitments", "css")
# In the order of the cascade. What one kind of page alone needs stands in `pages/`, loaded after this sheet.
LAYERS = ("tokens.css", "base.css", "layout.css", "components/*.css", "forced-colors.css", "print.css")


def layer_files() -> list[Path]:
    """The files of the shared sheet; the components among them by name, as none needs to follow another."""
    return [file for layer in LAYERS for file in sorted(FOLDER.glob(layer))]


def shared_sheet() -> str:
    return "\n".join(file.read_text(encoding="utf-8") for file in layer_files())


class SharedSheetFinder(BaseFinder):
    """Finds the shared sheet, joined anew from its layers each time, in a folder of this process."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        folder = TemporaryDirectory(prefix="cartagena-sheet-")
        finalize(self, folder.cleanup)
        self._storage = FileSystemStorage(location=folder.name)

    def find(self, path: str, find_all: bool = False, **kwargs) -> str | list[str]:
        """Where the sheet lies on disk, if it is the one that is asked for."""
        if path != SHEET:
            return []
        file = self._write()
        return [file] if find_all else file

    def list(self, ignore_patterns: list[str] | None) -> Iterator[tuple[str, Storage]]:
        self._write()
        yield SHEET, self._storage

    def _write(self) -> str:
        file = Path(self._storage.path(SHEET))
        sheet = shared_sheet()
        # what another thread sends at this moment stays whole
        if not file.exists() or file.read_text(encoding="utf-8") != sheet:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(sheet, encoding="utf-8")
        return str(file)
