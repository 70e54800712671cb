"""A drawing in SVG as PNG, for places that take no SVG."""

from resvg_py import svg_to_bytes

from .canvas import FONTS

WIDTH = 1600
FAMILY, FILE = "Cartagena-sans-regular", "sans-regular.ttf"


def as_png(drawing: str) -> bytes:
    """The picture of a whole SVG document, its texts in our own font, whatever this machine has installed."""
    fonts = {"skip_system_fonts": True, "font_files": [str(FONTS / FILE)]}
    families = {"font_family": FAMILY, "sans_serif_family": FAMILY}
    return bytes(svg_to_bytes(svg_string=drawing, width=WIDTH, **fonts, **families))
