"""Files from and for people: hostile uploads checked before they are read, workbooks that run nothing."""

from sigai_web.exchange.apart import read_apart
from sigai_web.exchange.marking import marked_copy
from sigai_web.exchange.uploads import ARCHIVES, DOCUMENTS, TABLES, Upload, checked_upload, safe_name
from sigai_web.exchange.workbooks import TYPE as XLSX
from sigai_web.exchange.workbooks import Column, Worksheet, workbook_response

__all__ = [
    "ARCHIVES",
    "DOCUMENTS",
    "TABLES",
    "XLSX",
    "Column",
    "Upload",
    "Worksheet",
    "checked_upload",
    "marked_copy",
    "read_apart",
    "safe_name",
    "workbook_response",
]
