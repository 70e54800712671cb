"""Small files as people bring them: PDF, PNG and JPEG, with and without a place in them."""

import struct
from io import BytesIO

from PIL import Image


def pdf(words: str = "A letter.") -> bytes:
    """A whole PDF of one empty page, with these words in it."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
        f"({words})",
    ]
    content, offsets = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, start=1):
        offsets.append(len(content))
        content += f"{number} 0 obj\n{text}\nendobj\n".encode()
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    ending = f"xref\n0 5\n0000000000 65535 f \n{table}trailer\n<< /Size 5 /Root 1 0 R >>\n"
    return content + f"{ending}startxref\n{len(content)}\n%%EOF\n".encode()


def picture(kind: str, *, exif: bytes = b"") -> bytes:
    """A picture of 2 by 2 points, as PNG or JPEG."""
    file = BytesIO()
    Image.new("RGB", (2, 2), "white").save(file, kind, **({"exif": exif} if exif else {}))
    return file.getvalue()


def place(*, order: str = "<", tags: tuple[int, ...] = (1, 2, 3, 4)) -> bytes:
    """Exif with a table of GPS that has these tags: 1 to 4 are latitude and longitude, 29 is the day."""
    mark = b"II*\0" if order == "<" else b"MM\0*"
    first = struct.pack(f"{order}IHHHIII", 8, 1, 0x8825, 4, 1, 26, 0)
    entries = b"".join(struct.pack(f"{order}HHII", tag, 2, 2, 0) for tag in tags)
    return b"Exif\0\0" + mark + first + struct.pack(f"{order}H", len(tags)) + entries + b"\0" * 4
