"""How much of what somebody sends is written to the disk."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

MANY = b"x" * 3_000_000


@pytest.fixture
def sent(settings):
    """The sizes that a form sees, and what was written of each file."""
    settings.MAX_FILE_BYTES, settings.MAX_REQUEST_FILE_BYTES = 1_000_000, 1_500_000
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0

    def send(*contents: bytes) -> list[tuple[int, int]]:
        files = {f"file-{number}": SimpleUploadedFile("x", each) for number, each in enumerate(contents)}
        request = RequestFactory().post("/", files)
        found = []
        for file in request.FILES.values():
            with file:
                found.append((file.size, len(file.read())))
        return found

    return send


def test_a_file_that_is_too_large_keeps_its_size_and_not_its_content(sent):
    assert sent(MANY) == [(3_000_000, 1_000_001)]
    assert sent(b"x" * 1_000_000) == [(1_000_000, 1_000_000)]


def test_a_file_that_was_cut_for_want_of_room_counts_as_too_large(sent):
    assert sent(b"x" * 900_000, b"y" * 900_000) == [(900_000, 900_000), (1_000_001, 600_000)]
