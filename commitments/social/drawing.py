"""Draws a card as the picture that a shared link shows: 1200 by 630, in the light colours of the site."""

import hashlib
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from PIL import __version__ as library_version

from commitments.rules.codes import Status

from .canvas import FONTS, HEIGHT, SANS, SANS_BOLD, SERIF, WIDTH, Canvas, fitting, shortened, width_of
from .card import Card, CardCount, CardGroup, CardStatus
from .colours import SHEET, colour, status_colours
from .status_shapes import draw_mark

EDGE = 64
INNER = WIDTH - 2 * EDGE
KEPT = 64  # pictures cached in the memory of a process, less than 100 kB each
# of the list of counts
MARK, COUNTED, WORDS, ROW, GAP = 34, 29, 26, 48, 38
# of the statuses of a State
GROUP_ROWS, GROUP_STEP, GROUP_MARK = 4, 50, 38


@cache
def _drawn_by() -> str:
    """A digest of everything that decides how a card looks."""
    sources = [*Path(__file__).parent.glob("card*.py"), *FONTS.glob("*.ttf"), SHEET]
    content = b"".join(path.read_bytes() for path in sorted(sources))
    return hashlib.sha256(content).hexdigest() + library_version


def etag_of(card: Card) -> str:
    """Identifies the picture by its content, without drawing it."""
    return f'"{hashlib.sha256(f"{_drawn_by()}{card!r}".encode()).hexdigest()[:32]}"'


@lru_cache(maxsize=KEPT)
def drawn(card: Card) -> bytes:
    canvas = Canvas(colour("paper"))
    _draw_head(canvas, card)
    _draw_title(canvas, card)
    if card.standing:
        _draw_standing(canvas, card.standing)
    elif card.groups or card.unknown:
        _draw_groups(canvas, card.groups)
        canvas.text((EDGE, 526), card.unknown, font=SANS, size=29, fill=colour("muted"))
    elif card.counts:
        _draw_bar(canvas, card.counts)
        _draw_counts(canvas, card.counts, top=402)
    _draw_foot(canvas, card)
    return canvas.finished()


def _draw_head(canvas: Canvas, card: Card) -> None:
    canvas.rectangle((0, 0, WIDTH, 14), fill=colour("band"))
    _draw_logo(canvas, (EDGE + 26, 80), 26)
    canvas.text((EDGE + 68, 94), "Cartagena", font=SERIF, size=42, fill=colour("ink"))
    at = (WIDTH - EDGE, 92)
    canvas.text(at, card.setting.situation, font=SANS, size=27, fill=colour("muted"), anchor="rs")


def _draw_logo(canvas: Canvas, middle: tuple[float, float], radius: float) -> None:
    """Eight parts of a ring, one of them still open."""
    for part in range(8):
        start = part * 45 - 90
        fill = colour("mark-ochre" if part == 3 else "mark-teal")
        canvas.arc(middle, radius, fill=fill, width=radius * 0.4, span=(start, start + 37))


def _draw_title(canvas: Canvas, card: Card) -> None:
    size = fitting(card.title, SERIF, INNER, range(72, 39, -2))
    title = shortened(card.title, SERIF, size, INNER)
    canvas.text((EDGE, 205), title, font=SERIF, size=size, fill=colour("ink"))
    line = shortened(card.line, SANS, 32, INNER)
    canvas.text((EDGE, 258), line, font=SANS, size=32, fill=colour("muted"))


def _draw_bar(canvas: Canvas, counts: Iterable[CardCount]) -> None:
    """The owed obligations, each status as wide as its share, but always wide enough to be seen."""
    owed = [count for count in counts if count.is_owed]
    total = sum(count.number for count in owed)
    edges = [0.0]
    for count in owed:
        edges.append(edges[-1] + count.number / total * INNER)
    for count, (start, end) in zip(owed, pairwise(edges), strict=True):
        box = (EDGE + start, 300, EDGE + max(end - 3, start + 3), 364)
        if count.status == Status.NOT_ASSESSED:
            canvas.hatch(box, fill=status_colours(count.status)[0], line=colour("line-strong"))
            canvas.rectangle(box, outline=colour("line-strong"))
        else:
            canvas.rectangle(box, fill=status_colours(count.status)[0])


def _draw_groups(canvas: Canvas, groups: tuple[CardGroup, ...]) -> None:
    """The statuses found, each with its promises: up to four below one another, more in two columns."""
    columns = 1 if len(groups) <= GROUP_ROWS else 2
    width = INNER / columns
    for place, group in enumerate(groups):
        left, top = EDGE + place // GROUP_ROWS * width, 296 + place % GROUP_ROWS * GROUP_STEP
        draw_mark(canvas, group.status, (left, top), GROUP_MARK)
        start, room = left + GROUP_MARK + 14, width - GROUP_MARK - 38
        baseline = top + 29
        used = (
            canvas.text((start, baseline), group.word, font=SANS_BOLD, size=COUNTED, fill=colour("ink")) + 16
        )
        line = shortened(group.line, SANS, COUNTED, room - used)
        canvas.text((start + used, baseline), line, font=SANS, size=COUNTED, fill=colour("ink"))


def _draw_counts(canvas: Canvas, counts: Iterable[CardCount], *, top: float) -> None:
    """The statuses that occur, as many in a row as fit."""
    left, y = float(EDGE), top
    for count in counts:
        number = f"{count.number:,}"
        wide = MARK + 10 + width_of(number, SANS_BOLD, COUNTED) + 8 + width_of(count.word, SANS, WORDS)
        if left + wide > WIDTH - EDGE:
            left, y = float(EDGE), y + ROW
        draw_mark(canvas, count.status, (left, y), MARK)
        place = left + MARK + 10
        place += canvas.text((place, y + 27), number, font=SANS_BOLD, size=COUNTED, fill=colour("ink")) + 8
        canvas.text((place, y + 27), count.word, font=SANS, size=WORDS, fill=colour("ink"))
        left += wide + GAP


def _draw_standing(canvas: Canvas, standing: CardStatus) -> None:
    draw_mark(canvas, standing.status, (EDGE, 312), 128)
    left = EDGE + 128 + 36
    size = 76
    baseline = 385 if standing.details else 402
    canvas.text((left, baseline), standing.word, font=SERIF, size=size, fill=colour("ink"))
    details = shortened(standing.details, SANS, 34, WIDTH - EDGE - left)
    canvas.text((left, 436), details, font=SANS, size=34, fill=colour("muted"))
    lines = [line for line in (standing.sentence, standing.deadline) if line]
    for y, line in zip((498, 536) if standing.deadline else (505,), lines, strict=True):
        canvas.text((EDGE, y), shortened(line, SANS, 29, INNER), font=SANS, size=29, fill=colour("ink"))


def _draw_foot(canvas: Canvas, card: Card) -> None:
    canvas.rectangle((EDGE, HEIGHT - 82, WIDTH - EDGE, HEIGHT - 80), fill=colour("line"))
    said = "Promises on anti-personnel mines, State by State"
    canvas.text((EDGE, HEIGHT - 38), said, font=SANS, size=26, fill=colour("muted"))
    room = INNER - width_of(said, SANS, 26) - 32
    address = shortened(card.setting.address, SANS_BOLD, 26, room)
    at = (WIDTH - EDGE, HEIGHT - 38)
    canvas.text(at, address, font=SANS_BOLD, size=26, fill=colour("link"), anchor="rs")
