"""Files made from the declared columns: CSV, XLSX, JSON, and the metadata that explains them."""

from commitments.rules.formulas import FORMULA_STARTS

from .about import About, citation_of, filters_in_words
from .csv import cell, csv_blocks, csv_of
from .formats import file_name
from .json import json_blocks
from .metadata import as_json, column_metadata, metadata
from .rows import one_snapshot, rows_of
from .xlsx import MAX_ROWS, xlsx_file

__all__ = [
    "FORMULA_STARTS",
    "MAX_ROWS",
    "About",
    "as_json",
    "cell",
    "citation_of",
    "column_metadata",
    "csv_blocks",
    "csv_of",
    "file_name",
    "filters_in_words",
    "json_blocks",
    "metadata",
    "one_snapshot",
    "rows_of",
    "xlsx_file",
]
