"""Which state of the data a package holds."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from commitments.rules.clocks import Clocks

from .citation import Citation


@dataclass(frozen=True)
class Edition:
    """Both clocks, the public address of the site, and the name of the release where it is one.

    `created_at` is the newest publication in the data, or the moment of the release: never the moment of
    the download, so that the same data under the same clocks are the same bytes.
    """

    clocks: Clocks
    root: str
    created_at: datetime | None = None
    release: str = ""

    @property
    def version(self) -> str:
        """The name of the release, or both days."""
        return self.release or f"{self.clocks.day.isoformat()}-known-{self.clocks.known_date.isoformat()}"

    @property
    def address(self) -> str:
        """Where this very state is found again."""
        if self.release:
            return self.root + reverse("release", kwargs={"release": self.release})
        return self.root + self.clocks.fixed().keep(reverse("data"))

    @property
    def citation(self) -> Citation:
        return Citation(self.version, self.clocks.known_date, self.address)
