"""What people decided where statements differ, as a decision on record of the draft's target."""

from __future__ import annotations

from collections.abc import Sequence

from sigai.compiling.drafting.frame import text
from sigai.compiling.drafting.marked import Mapping
from sigai.compiling.model import ExtractedTarget, SettledQuestion


def decision_of(name: str, settled: SettledQuestion, rows: Sequence[ExtractedTarget]) -> Mapping:
    """The decision `name` of a target with these statements, ready for `targets.yaml`."""
    said = {row.id: f"{row.id} {row.quote}" for row in rows}
    places = "；".join(said[one] for one in settled.statements)
    held = "、".join(settled.adopted)
    item: Mapping = {
        "id": name,
        "about": settled.about,
        "question": text(f"{places}：以哪一处为准？", f"{places}: which holds?"),
        "statements": list(settled.statements),
    }
    if settled.adopted:
        item["adopted"] = list(settled.adopted)
        item["reading"] = text(f"以 {held} 为准", f"{held} holds")
    else:
        item["reading"] = text("各处都成立，并不矛盾", "all of them hold; they do not contradict each other")
    return item | {
        "reason": text(settled.reason),
        "decided_by": settled.decided_by,
        "decided_on": settled.decided_on.isoformat(),
    }
