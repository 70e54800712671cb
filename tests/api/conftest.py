"""The API is asked about the same small world as the pages."""

from tests.views.conftest import note, standing_note

__all__ = ["note", "standing_note"]
