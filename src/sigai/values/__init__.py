"""Values: reading a data folder's entities and figures, checking them, keeping revisions."""

from sigai.values.credit_codes import check_digit
from sigai.values.reading import Counts, Intake, Progress, read_values

__all__ = ["Counts", "Intake", "Progress", "check_digit", "read_values"]
