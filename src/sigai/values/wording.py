"""Facts of messages that need both languages."""

from __future__ import annotations

from sigai.programme.measures import Measure


def measure_facts(measure: Measure) -> dict[str, str]:
    """The name of a measure as facts of a message in both languages."""
    return {"measure": measure.name.zh, "measure_en": measure.name.en}
