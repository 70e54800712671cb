"""Files made from the declared columns: CSV, XLSX, JSON, and the metadata that explains them."""

from .csv import FORMULA_STARTS, cell, csv_blocks, csv_of
from .names import file_name
from .rows import rows_of

__all__ = ["FORMULA_STARTS", "cell", "csv_blocks", "csv_of", "file_name", "rows_of"]
