"""The links of a page that are marked as figures."""

from html.parser import HTMLParser

WORDS_ONLY = "visually-hidden"


class Figures(HTMLParser):
    """The links marked as figures, each with the number it shows."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.address = ""
        self.texts: list[tuple[tuple[str, ...], str]] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        classes = (given.get("class") or "").split()
        if tag == "a" and "figure" in classes:
            self.address, self.texts, self.inside = given.get("href") or "", [], []
        elif self.address and tag == "span":
            self.inside.append(given.get("class") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.address:
            self.found.append((self.address, self.number()))
            self.address = ""
        elif self.address and tag == "span":
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if self.address:
            self.texts.append((tuple(self.inside), data.strip()))

    def number(self) -> str:
        """What stands in the part marked as a number, or in all that the eye sees."""
        marked = [text for classes, text in self.texts if any("number" in each.split() for each in classes)]
        seen = [text for classes, text in self.texts if WORDS_ONLY not in classes]
        return "".join(marked or seen).replace(",", "")


def figures(page: str) -> list[tuple[str, str]]:
    parser = Figures()
    parser.feed(page)
    return parser.found
