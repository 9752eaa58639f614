"""Names against an annotation: a hit is the same name or alias, or one that clearly contains the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from sigai.compiling.model import ExtractedNamed

_LIKE = 0.6


def score_named(found: Sequence[ExtractedNamed], gold: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Recall (annotated names found), precision (names found that are annotated), and what is missed and extra."""
    rows = list(gold)
    forms = [[row["name"], *row.get("aliases", ())] for row in rows]
    missed = [names[0] for names in forms if not any(_same(one.name, form) for one in found for form in names)]
    extra = [one.name for one in found if not any(_same(one.name, form) for names in forms for form in names)]
    return {
        "gold": len(rows),
        "found": len(found),
        "recall": round(1 - len(missed) / max(1, len(rows)), 4),
        "precision": round(1 - len(extra) / max(1, len(found)), 4),
        "missed": missed,
        "extra": extra,
    }


def _same(one: str, other: str) -> bool:
    a, b = _plain(one), _plain(other)
    if a == b or _plain(re.sub("（.*?）", "", one)) == _plain(re.sub("（.*?）", "", other)):
        return True
    return (a in b or b in a) and _dice(a, b) >= _LIKE


def _plain(name: str) -> str:
    """A name without marks and without an ending that says only of what kind it is."""
    bare = re.sub(r"[“”（）、\s\d.]+", "", name)
    return re.sub(r"(?<=..)(?:项目|工程|企业|集团|公司|建设|县)$", "", bare)


def _dice(one: str, other: str) -> float:
    """How many pairs of neighbouring characters two names share, 0 to 1."""
    a, b = ({text[i : i + 2] for i in range(len(text) - 1)} for text in (one, other))
    return 2 * len(a & b) / max(1, len(a) + len(b))
