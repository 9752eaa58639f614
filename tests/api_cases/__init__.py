"""Every operation of the API with who may do it, one module a subject, found by itself. One that stands in none fails a
test."""

import sys

from api_cases.case import Case
from helpers_apps import said

CASES: dict[str, Case] = said(sys.modules[__name__], "CASES")
