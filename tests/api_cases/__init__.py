"""Every operation of the API with who may do it, one module a subject. One that stands in none fails a test."""

from api_cases import content, figures, instructions, records, reporting, results
from api_cases.case import Case

CASES: dict[str, Case] = {
    **content.CASES,
    **results.CASES,
    **figures.CASES,
    **reporting.CASES,
    **records.CASES,
    **instructions.CASES,
}
