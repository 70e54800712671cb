"""How to cite the data set: as a sentence, for BibTeX, and as CSL-JSON."""

import json
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from commitments.rules.licence import CC_BY

AUTHOR = "The Cartagena contributors"
TITLE = "Cartagena commitment tracker"


@dataclass(frozen=True)
class Citation:
    """One state of the data: `version` as people call it, `issued` its day, `address` where it stays."""

    version: str
    issued: date
    address: str

    @property
    def text(self) -> str:
        """One sentence."""
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
        """An entry that BibTeX without packages knows as well; `url` and `version` are for biblatex."""
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
        """For Zotero and other programs that keep references."""
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
