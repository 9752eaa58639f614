"""How far findings can be trusted: invented plans that contradict themselves, by kind of contradiction.

A finding of high weight is right where it puts clauses side by side that were planted to contradict each other. What
was planted counts as found where such a finding names at least two of its clauses.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from sigai.compiling.compiled import compile_documents
from sigai.compiling.invented import DisputedPlan, Pair, disputed
from sigai.compiling.result import Result
from sigai.documents.reading import read_document
from sigai.programme.findings import Finding

_ELSEWHERE = "none of the pairs"


def bench_disputed(plans: int, *, first: int = 0) -> dict[str, Any]:
    """Precision of high findings, share of what was planted that is found, and what was wrongly found, by kind."""
    planted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    high = right = 0
    for seed in range(first, first + plans):
        plan = disputed(seed)
        result = _compiled(plan)
        touched = [(one, _pair_of(plan, result, one)) for one in result.findings]
        for pair in plan.pairs:
            weights = {one.weight for one, about in touched if about is pair}
            if pair.planted:
                planted[pair.sort] += 1
                found[pair.sort] += "high" in weights
                asked[pair.sort] += bool(weights & {"high", "medium"})
        for one, about in touched:
            if one.weight == "high":
                high += 1
                right += about is not None and about.planted
                if about is None or not about.planted:
                    wrong[f"{about.sort if about else _ELSEWHERE} {one.code}"] += 1
    return {
        "plans": plans,
        "planted": sum(planted.values()),
        "high": high,
        "high_right": round(right / max(1, high), 4),
        "planted_found": round(sum(found.values()) / max(1, sum(planted.values())), 4),
        "planted_asked_at_all": round(sum(asked.values()) / max(1, sum(planted.values())), 4),
        "found_by_kind": {sort: round(found[sort] / count, 4) for sort, count in sorted(planted.items())},
        "wrong_by_kind": dict(wrong.most_common()),
    }


def _compiled(plan: DisputedPlan) -> Result:
    with tempfile.TemporaryDirectory(prefix="sigai-bench-") as work:
        path = Path(work) / f"{plan.name}.{plan.ending}"
        path.write_bytes(plan.content)
        return Result(compile_documents([read_document(path)]))


def _pair_of(plan: DisputedPlan, result: Result, finding: Finding) -> Pair | None:
    """The pair of whose clauses a finding names at least two; None where it names two that were not put together."""
    quotes = [_quote(result, side.statement) for side in finding.sides]
    for pair in plan.pairs:
        parts = [part for said in pair.clauses for part in said.text.split("，")]
        if sum(any(_is_part(quote, part) for quote in quotes) for part in parts) > 1:
            return pair
    return None


def _quote(result: Result, statement: str) -> str:
    return next((one.quote for one in result.extraction.targets if one.id == statement), "")


def _is_part(quote: str, part: str) -> bool:
    return len(part) > 4 and (part in quote or (len(quote) > 4 and quote in part))
