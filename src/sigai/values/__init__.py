"""Values: reading a data folder's entities and figures, checking them, keeping revisions."""

from sigai.values.credit_codes import check_digit
from sigai.values.reading import Counts, Intake, Progress, read_values
from sigai.values.summary import IssueGroup, summarise

__all__ = ["Counts", "Intake", "IssueGroup", "Progress", "check_digit", "read_values", "summarise"]
