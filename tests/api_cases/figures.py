"""Figures and entities."""

from __future__ import annotations

from api_cases.case import READERS, UNITS, Case
from helpers_web import OURS

_ABOVE = READERS - UNITS
"""Whoever reaches an enterprise: the area that it lies in, and all above."""

CASES: dict[str, Case] = {
    "list_entities": Case(READERS, "/entities", apart=True),
    "read_entity": Case(READERS, f"/entities/{OURS}", missing="/entities/none", within=_ABOVE),
    "list_figures": Case(READERS, "/figures", apart=True),
    "read_figure": Case(
        READERS, f"/figures/{OURS}/output/2021-09", missing=f"/figures/{OURS}/output/2020-01", within=_ABOVE
    ),
}
