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
# In the order of the cascade. Styles of one kind of page are in `pages/`, loaded after this sheet.
LAYERS = ("tokens.css", "base.css", "layout.css", "components/*.css", "forced-colors.css", "print.css")


def layer_files() -> list[Path]:
    """The files of the shared sheet; components sorted by name, because their order does not matter."""
    return [file for layer in LAYERS for file in sorted(FOLDER.glob(layer))]


def shared_sheet() -> str:
    return "\n".join(file.read_text(encoding="utf-8") for file in layer_files())


class SharedSheetFinder(BaseFinder):
    """Finds the shared sheet, joined from its layers each time, in a temporary folder of this process."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        folder = TemporaryDirectory(prefix="cartagena-sheet-")
        finalize(self, folder.cleanup)
        self._storage = FileSystemStorage(location=folder.name)

    def find(self, path: str, find_all: bool = False, **kwargs) -> str | list[str]:
        """The path of the sheet on disk, if `path` is that sheet."""
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
        # written only when changed, so as not to cut off a response of another thread
        if not file.exists() or file.read_text(encoding="utf-8") != sheet:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(sheet, encoding="utf-8")
        return str(file)
