"""Every view with who may open it, every page of the menu with who sees it, every operation with who may do it, and
which program does what a page does.

One module an app, found by itself. A view or an operation that stands in none fails a test.
"""

import sys

from helpers_apps import said
from view_cases.case import Case, Programs, Who

_HERE = sys.modules[__name__]

CASES: dict[str, Case] = said(_HERE, "CASES")
MENU: dict[str, Who] = said(_HERE, "MENU")
PROGRAMS: Programs = said(_HERE, "PROGRAMS")
RIGHTS: dict[str, str] = said(_HERE, "RIGHTS")
