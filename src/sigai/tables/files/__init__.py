"""Reading the files people hand in: CSV, Excel, Parquet, in whatever state they arrive.

Every reader returns plain columns with the row numbers that a spreadsheet shows, and issues instead of exceptions.
"""

from sigai.tables.files.dates import ReadPeriod, read_date, read_period, read_time
from sigai.tables.files.folders import find_files
from sigai.tables.files.numbers import SCALE, Numbers, read_numbers
from sigai.tables.files.raw import RawTable, Words
from sigai.tables.files.reading import READABLE, read_sheets, read_tables
from sigai.tables.files.rowissues import RowIssues
from sigai.tables.files.sheets import SheetFile, SheetTexts
from sigai.tables.files.texts import Guesses, clean, header_key, nearest

__all__ = [
    "READABLE",
    "SCALE",
    "Guesses",
    "Numbers",
    "RawTable",
    "ReadPeriod",
    "RowIssues",
    "SheetFile",
    "SheetTexts",
    "Words",
    "clean",
    "find_files",
    "header_key",
    "nearest",
    "read_date",
    "read_numbers",
    "read_period",
    "read_sheets",
    "read_tables",
    "read_time",
]
