"""Documents that are cited by a code: a DOI, or the symbol of a document of the United Nations."""

import re

DOI_RESOLVER, SYMBOL_RESOLVER = "https://doi.org/", "https://undocs.org/"
DOI = re.compile(
    r"(?:doi:? ?|https?://(?:dx\.|www\.)?doi\.org/(?:doi:)?)?(10\.[0-9]{4,9}/\S+)", re.IGNORECASE
)
# The organs and conferences whose documents the resolver finds.
ORGANS = "A|S|E|ST|T|CD|DC|NPT|BWC|CCW|APLC|CCM|CRPD|CEDAW|CERD|CCPR|CRC|CAT|CMW|CED|DP|FCCC|ECE|HRI|ATT|UNEP"
SYMBOL = re.compile(
    rf"(?:UN )?(?:DOC(?:UMENT)?\.? )?((?:{ORGANS})(?:/[A-Z0-9][A-Z0-9.()\[\]-]*)+)", re.IGNORECASE
)
SMALL_IN_SYMBOLS = re.compile(r"\b(ADD|REV|CORR|AMEND|SUMMARY)\b", re.IGNORECASE)
FILE_ENDINGS = frozenset(
    {"pdf", "doc", "docx", "odt", "rtf", "txt", "xls", "xlsx", "ods", "csv", "ppt", "pptx"}
    | {"htm", "html", "xml", "jpg", "jpeg", "png", "zip"}
)


def document_address(text: str) -> str:
    """The address at which a resolver finds this document; empty if the text is no such code.

    `doi:10.1000/182` is https://doi.org/10.1000/182, and `A/RES/78/50` is https://undocs.org/A/RES/78/50.
    """
    if found := DOI.fullmatch(text):
        return f"{DOI_RESOLVER}{found[1]}"
    found = SYMBOL.fullmatch(text)
    if not found or not re.search("[0-9]", text) or text.rpartition(".")[2].lower() in FILE_ENDINGS:
        return ""
    return SYMBOL_RESOLVER + SMALL_IN_SYMBOLS.sub(lambda word: word[0].capitalize(), found[1].upper())
