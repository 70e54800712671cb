"""The mark of a status as a shape, like its symbol on the pages; drawn, because few fonts have them all."""

from collections.abc import Callable

from commitments.rules.codes import Status

from .canvas import SANS_BOLD, Canvas, Point
from .colours import colour, status_colours

Shape = Callable[[Canvas, Point, float, str], None]


def draw_mark(canvas: Canvas, status: str, at: Point, size: float) -> None:
    """The mark in its box; `at` is the upper left corner."""
    fill, ink = status_colours(status)
    x, y = at
    middle = (x + size / 2, y + size / 2)
    if status == Status.NOT_BOUND:
        canvas.disc(middle, size / 2, fill=fill)
    else:
        outline = colour("line-strong") if status == Status.NOT_ASSESSED else None
        canvas.rectangle((x, y, x + size, y + size), fill=fill, outline=outline, radius=size * 0.14)
    SHAPES[Status(status)](canvas, middle, size, ink)


def _tick(canvas: Canvas, middle: Point, size: float, ink: str) -> None:
    x, y = middle
    points = [
        (x - size * 0.22, y + size * 0.01),
        (x - size * 0.06, y + size * 0.18),
        (x + size * 0.24, y - size * 0.2),
    ]
    canvas.line(points, fill=ink, width=size * 0.1)


def _circle(canvas: Canvas, middle: Point, size: float, ink: str) -> None:
    canvas.arc(middle, size * 0.27, fill=ink, width=size * 0.07)


def _half(canvas: Canvas, middle: Point, size: float, ink: str) -> None:
    _circle(canvas, middle, size, ink)
    canvas.half_disc(middle, size * 0.25, fill=ink)


def _exclamation(canvas: Canvas, middle: Point, size: float, ink: str) -> None:
    x, y = middle
    canvas.line([(x, y - size * 0.24), (x, y + size * 0.06)], fill=ink, width=size * 0.11)
    canvas.disc((x, y + size * 0.25), size * 0.065, fill=ink)


def _cross(canvas: Canvas, middle: Point, size: float, ink: str) -> None:
    x, y = middle
    reach = size * 0.2
    canvas.line([(x - reach, y - reach), (x + reach, y + reach)], fill=ink, width=size * 0.1)
    canvas.line([(x - reach, y + reach), (x + reach, y - reach)], fill=ink, width=size * 0.1)


def _empty(canvas: Canvas, middle: Point, size: float, ink: str) -> None:
    x, y = middle
    reach = size * 0.27
    canvas.arc(middle, size * 0.25, fill=ink, width=size * 0.06)
    canvas.line([(x - reach, y + reach), (x + reach, y - reach)], fill=ink, width=size * 0.06)


def _dash(canvas: Canvas, middle: Point, size: float, ink: str) -> None:
    x, y = middle
    canvas.line([(x - size * 0.18, y), (x + size * 0.18, y)], fill=ink, width=size * 0.09)


def _question(canvas: Canvas, middle: Point, size: float, ink: str) -> None:
    x, y = middle
    canvas.text((x, y + size * 0.24), "?", font=SANS_BOLD, size=round(size * 0.7), fill=ink, anchor="ms")


def _lines(canvas: Canvas, middle: Point, size: float, ink: str) -> None:
    x, y = middle
    for row in (-0.17, 0.0, 0.17):
        level = y + size * row
        canvas.line([(x - size * 0.22, level), (x + size * 0.22, level)], fill=ink, width=size * 0.08)


def _struck(canvas: Canvas, middle: Point, size: float, ink: str) -> None:
    x, y = middle
    reach = size * 0.18
    canvas.arc(middle, size * 0.28, fill=ink, width=size * 0.07)
    canvas.line([(x - reach, y + reach), (x + reach, y - reach)], fill=ink, width=size * 0.07)


SHAPES: dict[Status, Shape] = {
    Status.FULFILLED: _tick,
    Status.IN_PROGRESS: _half,
    Status.NOT_STARTED: _circle,
    Status.OVERDUE: _exclamation,
    Status.CONTRADICTED: _cross,
    Status.NO_EVIDENCE: _empty,
    Status.NOT_APPLICABLE: _dash,
    Status.NOTED: _lines,
    Status.NOT_ASSESSED: _question,
    Status.NOT_BOUND: _struck,
}
