"""Every view with who may open it: one module a part, gathered here. A view that stands in none fails a test."""

from view_cases import accounts, api, ledgers, reporting, runs, seeing
from view_cases.case import Case

CASES: dict[str, Case] = {
    **accounts.CASES,
    **seeing.CASES,
    **reporting.CASES,
    **ledgers.CASES,
    **runs.CASES,
    **api.CASES,
}
