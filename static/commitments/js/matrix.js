/*
 * The matrix as a grid (ARIA Authoring Practices): Tab enters and leaves it in one step, the arrow keys go from
 * cell to cell. A line below says which cell is meant. Without this module it is a table of links.
 * On a narrow screen it is a list of States, and stays one: there the roles say again what the elements are,
 * because some browsers forget it once a table is laid out otherwise.
 */

const PAGE = 10;
const HEADS = 3; // columns before the first commitment

const ROLES = {
  "thead, tbody, tfoot": "rowgroup",
  tr: "row",
  "thead th": "columnheader",
  "tbody th, tfoot th": "rowheader",
  td: "cell",
};

/** The link of each column of a row; a cell over several columns counts for each of them. */
function linksOf(row) {
  const before = row.classList.contains("matrix__titles") ? new Array(HEADS).fill(null) : [];
  const links = [...row.cells].flatMap((cell) => new Array(cell.colSpan).fill(cell.querySelector("a")));
  return [...before, ...links];
}

class Grid {
  constructor(table) {
    this.table = table;
    this.rows = [...table.rows].filter((row) => row.querySelector("a"));
    this.titles = linksOf(table.querySelector(".matrix__titles"));
    this.line = table.parentElement.querySelector(".matrix-line");
    this.links = new Map();
    this.current = table.querySelector("tbody a");
  }

  of(row) {
    if (!this.links.has(row)) this.links.set(row, linksOf(this.rows[row]));
    return this.links.get(row);
  }

  /** From a place on in one direction, the first link; null where the matrix ends. */
  find(row, column, down, right) {
    while (this.rows[row] && column >= 0 && column < this.of(row).length) {
      const link = this.of(row)[column];
      if (link && link !== this.current) return link;
      if (!down && !right) return null;
      row += down;
      column += right;
    }
    return null;
  }

  /** Where a key leads from the current cell. */
  target(key, withControl) {
    const row = this.rows.indexOf(this.current.closest("tr"));
    const column = this.of(row).indexOf(this.current);
    const [lastRow, lastColumn] = [this.rows.length - 1, this.of(row).length - 1];
    const onward = getComputedStyle(this.table).direction === "rtl" ? -1 : 1;
    if (withControl) {
      if (key === "Home") return this.find(0, 0, 0, 1) ?? this.find(0, 0, 1, 0);
      return key === "End" ? this.find(lastRow, lastColumn, -1, 0) : null;
    }
    const places = {
      ArrowRight: [row, column + onward, 0, onward],
      ArrowLeft: [row, column - onward, 0, -onward],
      ArrowDown: [row + 1, column, 1, 0],
      ArrowUp: [row - 1, column, -1, 0],
      PageDown: [Math.min(row + PAGE, lastRow), column, -1, 0],
      PageUp: [Math.max(row - PAGE, 0), column, 1, 0],
      Home: [row, 0, 0, 1],
      End: [row, lastColumn, 0, -1],
    };
    return places[key] ? this.find(...places[key]) : null;
  }

  makeCurrent(link) {
    this.current.tabIndex = -1;
    this.current = link;
    this.current.tabIndex = 0;
  }

  /** State, status and title of the cell under the pointer or in focus. */
  describe(target) {
    const cell = target.closest?.("tbody td:not(.sum)");
    const link = cell?.querySelector("a");
    if (!link) {
      this.line.textContent = "\u00a0";
      return;
    }
    const title = this.titles[cell.cellIndex]?.textContent ?? "";
    const state = cell.parentElement.querySelector("th a").textContent;
    this.line.textContent = `${state} · ${link.textContent} · ${title}`;
  }

  /** As a grid, or as the plain table that the server sent. */
  become(isGrid) {
    this.table.setAttribute("role", isGrid ? "grid" : "table");
    if (isGrid) this.table.setAttribute("aria-readonly", "true");
    else this.table.removeAttribute("aria-readonly");
    for (const [elements, role] of Object.entries(ROLES)) {
      for (const each of this.table.querySelectorAll(elements)) {
        if (isGrid) each.removeAttribute("role");
        else each.setAttribute("role", role);
      }
    }
    for (const link of this.table.querySelectorAll("a")) {
      if (isGrid) link.tabIndex = -1;
      else link.removeAttribute("tabindex");
    }
    if (isGrid) this.current.tabIndex = 0;
    this.line.hidden = !isGrid;
    // the cells say it all to those who hear the page
    this.line.setAttribute("aria-hidden", "true");
    document.querySelector(".matrix-grid").hidden = !isGrid;
    document.querySelector(".matrix-plain").hidden = isGrid;
  }
}

function start(table) {
  const grid = new Grid(table);
  const wide = window.matchMedia("(min-width: 40rem)");
  grid.become(wide.matches);
  wide.addEventListener("change", () => grid.become(wide.matches));
  table.addEventListener("pointerover", (event) => grid.describe(event.target));
  table.addEventListener("focusin", (event) => {
    if (wide.matches && event.target.matches("a")) grid.makeCurrent(event.target);
    grid.describe(event.target);
  });
  table.addEventListener("keydown", (event) => {
    if (!wide.matches || event.altKey || event.metaKey || event.shiftKey) return;
    const link = grid.target(event.key, event.ctrlKey);
    if (!link) return;
    event.preventDefault();
    link.focus();
  });
}

const table = document.querySelector(".matrix");
if (table) start(table);
