"""A drawing surface of twice the picture's size, so that edges come out smooth."""

from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONTS = Path(__file__).resolve().parents[2] / "fixtures" / "fonts"
SERIF, SANS, SANS_BOLD = "serif-semibold", "sans-regular", "sans-semibold"
WIDTH, HEIGHT, SCALE = 1200, 630, 2
ELLIPSIS = "…"

Box = tuple[float, float, float, float]
Point = tuple[float, float]


@cache
def _font(name: str, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / f"{name}.ttf", size * SCALE)


def width_of(text: str, font: str, size: float) -> float:
    return _font(font, size).getlength(text) / SCALE


def fitting(text: str, font: str, width: float, sizes: range) -> int:
    """The first of these sizes in which the text fits, or the last."""
    return next((size for size in sizes if width_of(text, font, size) <= width), sizes[-1])


def shortened(text: str, font: str, size: float, width: float) -> str:
    """The text, cut where it would be wider than this."""
    if width_of(text, font, size) <= width:
        return text
    while text and width_of(text + ELLIPSIS, font, size) > width:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS


class Canvas:
    """Draws in the coordinates of the finished picture."""

    def __init__(self, ground: str) -> None:
        self._image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), ground)
        self._pen = ImageDraw.Draw(self._image)

    def text(self, at: Point, text: str, *, font: str, size: float, fill: str, anchor: str = "ls") -> float:
        """One line of text, by default with its baseline at this point; returns its width."""
        self._pen.text(_scaled(at), text, font=_font(font, size), fill=fill, anchor=anchor)
        return width_of(text, font, size)

    def rectangle(self, box: Box, *, fill: str | None = None, outline: str | None = None, radius: float = 0):
        """A rectangle with rounded corners."""
        width = 2 * SCALE if outline else 0
        self._pen.rounded_rectangle(_scaled(box), radius * SCALE, fill=fill, outline=outline, width=width)

    def line(self, points: list[Point], *, fill: str, width: float) -> None:
        """A line with round ends and corners."""
        self._pen.line(
            [_scaled(point) for point in points], fill=fill, width=round(width * SCALE), joint="curve"
        )
        for x, y in points:
            self.disc((x, y), width / 2, fill=fill)

    def disc(self, middle: Point, radius: float, *, fill: str) -> None:
        self._pen.circle(_scaled(middle), radius * SCALE, fill=fill)

    def arc(self, middle: Point, radius: float, *, fill: str, width: float, span: Point = (0, 360)) -> None:
        """A part of a ring, in degrees clockwise from three o'clock; `radius` is that of its outer edge."""
        self._pen.arc(_around(middle, radius), *span, fill=fill, width=round(width * SCALE))

    def half_disc(self, middle: Point, radius: float, *, fill: str) -> None:
        """The left half of a full circle."""
        self._pen.pieslice(_around(middle, radius), 90, 270, fill=fill)

    def hatch(self, box: Box, *, fill: str, line: str) -> None:
        """A rectangle with diagonal lines."""
        left, top, right, bottom = (round(edge) for edge in _scaled(box))
        piece = Image.new("RGB", (right - left, bottom - top), fill)
        pen, height = ImageDraw.Draw(piece), bottom - top
        for start in range(-height, right - left, 9 * SCALE):
            pen.line([(start, height), (start + height, 0)], fill=line, width=SCALE)
        self._image.paste(piece, (left, top))

    def finished(self) -> bytes:
        held = BytesIO()
        self._image.reduce(SCALE).save(held, "PNG")
        return held.getvalue()


def _scaled(numbers: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(number * SCALE for number in numbers)


def _around(middle: Point, radius: float) -> Box:
    x, y = middle
    return _scaled((x - radius, y - radius, x + radius, y + radius))
