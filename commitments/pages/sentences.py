"""What the generated sentences on top of a page are."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PageSentence:
    """One sentence; `figure` is the number in its text that leads to `address`, where exactly its rows stand.

    The figure is the first number of the text. Empty where there is nothing to count.
    """

    text: str
    address: str
    figure: str = ""

    @property
    def before(self) -> str:
        """The text up to its figure; all of it without one."""
        return self.text.partition(self.figure)[0] if self.figure else self.text

    @property
    def after(self) -> str:
        """The text after its figure."""
        return self.text.partition(self.figure)[2] if self.figure else ""
