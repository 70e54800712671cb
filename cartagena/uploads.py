"""How much of a file that somebody sends is written to the disk."""

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Stops writing when a file is larger than anything that is taken; its size stays that of the whole.

    The form then refuses it by its size, in words, and nobody fills the disk. What is left of the request is
    read and thrown away, so that the browser hears the answer.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.left = settings.MAX_REQUEST_FILE_BYTES

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.is_whole = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        room = min(settings.MAX_FILE_BYTES + 1 - start, self.left)
        kept = raw_data[: max(room, 0)]
        self.is_whole = self.is_whole and len(kept) == len(raw_data)
        self.left -= len(kept)
        self.file.write(kept)

    def file_complete(self, file_size: int) -> UploadedFile:
        """A file that was cut is larger than what is taken, also where others before it took the room."""
        file = super().file_complete(file_size)
        if not self.is_whole:
            file.size = max(file_size, settings.MAX_FILE_BYTES + 1)
        return file
