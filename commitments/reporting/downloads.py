"""Where the rows of a list can be taken away, in every format there is."""

from dataclasses import dataclass

from django.http import QueryDict

NOT_OF_FILES = ("page", "per_page")


@dataclass(frozen=True)
class Downloads:
    """The addresses of the files with the rows of a page, and the dictionary of its table."""

    csv: str
    excel: str
    xlsx: str
    json: str
    metadata: str
    dictionary: str


def downloads_of(csv_address: str, query: QueryDict, *, dictionary: str) -> Downloads:
    """The files beside a CSV such as `/obligations.csv`, for the same query string.

    `dictionary` is the page that says what the columns of every table mean.
    """
    stem, asked = csv_address.removesuffix(".csv"), query.copy()
    for name in NOT_OF_FILES:
        asked.pop(name, None)
    kept = asked.urlencode()
    asked["excel"] = "1"

    def file(ending: str, query: str = kept) -> str:
        return f"{stem}.{ending}?{query}" if query else f"{stem}.{ending}"

    return Downloads(
        csv=file("csv"),
        excel=file("csv", asked.urlencode()),
        xlsx=file("xlsx"),
        json=file("json"),
        metadata=file("metadata.json"),
        dictionary=f"{dictionary}#{stem.strip('/')}",
    )
