"""Which version of the data a package has, and how to cite it."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext

from commitments.rules.clocks import Clocks
from commitments.rules.licence import CC_BY

AUTHOR = "The Cartagena contributors"
TITLE = "Cartagena promise tracker"


@dataclass(frozen=True)
class Citation:
    """One version of the data: `version` is its name, `issued` its day, `address` its permanent address."""

    version: str
    issued: date
    address: str

    @property
    def text(self) -> str:
        said = gettext("%(author)s (%(year)s): %(title)s, %(version)s. Data set. %(licence)s. %(address)s")
        return said % {
            "author": AUTHOR,
            "year": self.issued.year,
            "title": TITLE,
            "version": self.version,
            "licence": CC_BY.short,
            "address": self.address,
        }

    @property
    def bibtex(self) -> str:
        """An entry that plain BibTeX understands; `url` and `version` are for biblatex."""
        fields = {
            "author": f"{{{AUTHOR}}}",
            "title": f"{{{TITLE}}}",
            "year": str(self.issued.year),
            "month": str(self.issued.month),
            "version": self.version,
            "url": self.address,
            "note": f"Data set, {CC_BY.short}",
        }
        lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
        return f"@misc{{{self._key},\n{lines}}}\n"

    @property
    def csl_json(self) -> str:
        """For Zotero and other reference managers."""
        entry = {
            "id": self._key,
            "type": "dataset",
            "title": TITLE,
            "author": [{"literal": AUTHOR}],
            "issued": {"date-parts": [[self.issued.year, self.issued.month, self.issued.day]]},
            "version": self.version,
            "URL": self.address,
            "note": CC_BY.short,
        }
        return json.dumps([entry], ensure_ascii=False, indent=2) + "\n"

    @property
    def _key(self) -> str:
        return f"cartagena-{self.issued.isoformat()}"


@dataclass(frozen=True)
class Edition:
    """Both clocks, the public address of the site, and the name of the release if it is one.

    `created_at` is the newest publication in the data, or the moment of the release: never that of the
    download, so that the same data under the same clocks give the same bytes. `remark` is what a reader must
    know about these days.
    """

    clocks: Clocks
    root: str
    created_at: datetime | None = None
    release: str = ""
    remark: str = ""

    @property
    def version(self) -> str:
        """The name of the release, or both days."""
        return self.release or f"{self.clocks.day.isoformat()}-known-{self.clocks.known_date.isoformat()}"

    @property
    def address(self) -> str:
        """The permanent address of this version."""
        if self.release:
            return self.root + reverse("release", kwargs={"release": self.release})
        return self.root + self.clocks.fixed().keep(reverse("data"))

    @property
    def citation(self) -> Citation:
        return Citation(self.version, self.clocks.known_date, self.address)
