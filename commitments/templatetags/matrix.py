"""The cells of the matrix as joined strings: a template loop would take ten times as long.

The argument is a `Matrix` of `pages.matrix`, which the import contracts keep from being imported here.
"""

from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments.rules.clocks import Clocks
from commitments.rules.codes import Mode, Status

register = template.Library()

EMPTY = "<td></td>"
VERBS = {
    Mode.UNDERTAKING: gettext_lazy("we will"),
    Mode.AIM: gettext_lazy("our aim"),
    Mode.CONDEMNATION: gettext_lazy("we condemn"),
    Mode.CALL: gettext_lazy("we call"),
    Mode.APPEAL: gettext_lazy("we appeal"),
}


@register.filter
def mode_verb(code: str) -> str:
    """The verb of a commitment in two words, for the narrow header of a column."""
    return VERBS[Mode(code)]


@register.simple_tag(takes_context=True)
def drawn_rows(context, matrix: Any) -> list[tuple[Any, SafeString]]:
    """Each row with all its cells as one string of markup."""
    cells = _CellWriter(matrix, context.get("clocks"))
    # codes, labels and addresses were escaped when their markup was made
    return [(row, mark_safe(cells.of(row))) for row in matrix.rows]  # noqa: S308  (as said above)


class _CellWriter:
    """Draws cells; markup that cells share is built once."""

    def __init__(self, matrix: Any, clocks: Clocks | None) -> None:
        self._asked = matrix.asked
        self._codes = [each.code for each in matrix.columns]
        self._first = {group.columns[0].code for group in matrix.groups}
        self._query = clocks.keep("") if clocks else ""
        self._pieces: dict[tuple[str, Any], tuple[str, str]] = {}

    def of(self, row: Any) -> str:
        """All cells of a State, in the order of the columns."""
        base = escape(row.state.get_absolute_url())
        drawn = []
        for code in self._codes:
            cell = row.cells.get(code)
            if cell is None:
                drawn.append(EMPTY)
                continue
            before, after = self._pieces.get((code, cell)) or self._piece(code, cell)
            drawn.append(f"{before}{base}{after}")
        return "".join(drawn)

    def _piece(self, code: str, cell: Any) -> tuple[str, str]:
        """The markup before and after the address of the State."""
        word = Status(cell.status).label
        if cell.beside:
            word = f"{word}, {cell.beside}"
        words = _("%(status)s, disputed") % {"status": word} if cell.is_disputed else word
        title = f' title="{escape(cell.beside)}"' if cell.beside else ""
        piece = (
            f'<td{self._place(code, cell)}><a class="{self._classes(cell)}"{title} href="',
            f'{escape(f"{code}/{self._query}")}"><span>{escape(code)} {escape(words)}</span></a></td>',
        )
        self._pieces[code, cell] = piece
        return piece

    def _place(self, code: str, cell: Any) -> str:
        """CSS classes: where a paragraph begins, and which cells a collapsed State still shows on a phone."""
        names = ["first"] if code in self._first else []
        if self._asked.order.column == code or cell.status in self._asked.statuses:
            names.append("shown")
        return f' class="{" ".join(names)}"' if names else ""

    def _classes(self, cell: Any) -> str:
        names = ["cell", f"cell--{cell.status}"]
        if cell.is_disputed:
            names.append("cell--disputed")
        if self._asked.statuses and cell.status not in self._asked.statuses:
            names.append("cell--muted")
        return " ".join(names)
