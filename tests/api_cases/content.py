"""Oneself and the programme's content."""

from __future__ import annotations

from api_cases.case import GOVERNMENT, READERS, Case

CASES: dict[str, Case] = {
    "read_own": Case(READERS, "/own"),
    "read_openapi": Case(READERS, "/openapi.json"),
    "read_programme": Case(READERS, "/programme"),
    "list_areas": Case(READERS, "/areas"),
    "list_units": Case(READERS, "/units"),
    "list_pillars": Case(READERS, "/pillars"),
    "list_measures": Case(READERS, "/measures"),
    "list_forms": Case(READERS, "/forms"),
    "list_ledgers": Case(READERS, "/ledgers"),
    "list_indicators": Case(GOVERNMENT, "/indicators"),
    "list_targets": Case(GOVERNMENT, "/targets?pillar=green"),
    "read_target": Case(GOVERNMENT, "/targets/T", missing="/targets/none"),
    "list_tasks": Case(GOVERNMENT, "/tasks"),
}
