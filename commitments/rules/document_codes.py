"""Documents that are cited by a code: a DOI, or the symbol of a document of the United Nations."""

import re

DOI_RESOLVER, SYMBOL_RESOLVER = "https://doi.org/", "https://undocs.org/"
DOI = re.compile(
    r"(?:doi:? ?|(?:https?://)?(?:dx\.|www\.)?doi\.org/(?:doi:)?)?(10\.[0-9]{4,9}/\S+)", re.IGNORECASE
)
# The organs and conferences whose documents the resolver finds.
ORGANS = "A|S|E|ST|T|CD|DC|NPT|BWC|CCW|APLC|CCM|CRPD|CEDAW|CERD|CCPR|CRC|CAT|CMW|CED|DP|FCCC|ECE|HRI|ATT|UNEP"
SYMBOL = re.compile(
    r"(?:U\.?N\.? )?(?:DOC(?:UMENT)?\.? )?"
    rf"((?:{ORGANS})(?:/[A-Z0-9][A-Z0-9.()\[\]-]*)+|S/RES/[0-9]+ \([0-9]{{4}}\))",
    re.IGNORECASE,
)
SMALL_IN_SYMBOLS = re.compile(r"\b(ADD|REV|SUB|CORR|AMEND|SUMMARY)\b", re.IGNORECASE)
END_OF_SENTENCE = ".,;"
FILE_ENDINGS = frozenset(
    {"pdf", "doc", "docx", "odt", "rtf", "txt", "xls", "xlsx", "ods", "csv", "ppt", "pptx"}
    | {"htm", "html", "xml", "jpg", "jpeg", "png", "zip"}
)


def document_address(text: str) -> str:
    """The address at which a resolver finds this document; empty if the text is no such code.

    `doi:10.1000/182` is https://doi.org/10.1000/182, and `A/RES/78/50` is https://undocs.org/A/RES/78/50.
    """
    if found := DOI.fullmatch(text):
        is_bare = "doi.org" not in text.lower()
        return f"{DOI_RESOLVER}{found[1].rstrip(END_OF_SENTENCE) if is_bare else found[1]}"
    found = SYMBOL.fullmatch(text.rstrip(END_OF_SENTENCE))
    if not found or not re.search("[0-9]", text) or text.rpartition(".")[2].lower() in FILE_ENDINGS:
        return ""
    symbol = found[1].replace(" ", "").upper()
    return SYMBOL_RESOLVER + SMALL_IN_SYMBOLS.sub(lambda word: word[0].capitalize(), symbol)
