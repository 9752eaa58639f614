"""A finished run → page, bulletin, terminal tables, explanation, charts; never computes."""

from sigai.reports.bulletin import Issue as BulletinIssue
from sigai.reports.bulletin import write_bulletin
from sigai.reports.comparison import Comparison, comparison_table
from sigai.reports.explanation import Explanation, explanation_text
from sigai.reports.finished import FinishedRun
from sigai.reports.page import render_html, write_html
from sigai.reports.tables import progress_table
from sigai.reports.view import View

__all__ = [
    "BulletinIssue",
    "Comparison",
    "Explanation",
    "FinishedRun",
    "View",
    "comparison_table",
    "explanation_text",
    "progress_table",
    "render_html",
    "write_bulletin",
    "write_html",
]
