"""How well documents are read: extraction against annotated plans, beside what a plain pattern of numbers finds.

Scores are those of `tools/score_targets.py` in the shared folder, which is loaded from there, so that there is one
judge. Figures: detected and exact F1 for each document, the kinds missed most, tasks and owners, seconds and memory.
"""

from __future__ import annotations

import importlib.util
import json
import re
import time
import tracemalloc
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from sigai.compiling.bench_named import score_named
from sigai.compiling.bench_tasks import score_tasks
from sigai.compiling.extracting import extract
from sigai.compiling.times import calendar_of
from sigai.documents.model import ReadDocument
from sigai.documents.reading import read_document

Record = dict[str, Any]
_LENGTH = 30_000


def bench_compile(shared: Path) -> dict[str, Any]:
    """Scores of extraction on the annotated plans below `shared`; `theirs` is a pattern of number and unit."""
    judge = load_judge(shared / "tools" / "score_targets.py")
    gold = _gold(shared)
    documents: dict[str, Any] = {}
    for name, path in _sources(shared).items():
        document = read_document(path)
        ours = [{**target.record(), "doc": name} for target in extract(document).targets]
        documents[name] = {
            **_scored(judge, gold[name], ours),
            "theirs": _scored(judge, gold[name], naive(document, name))["detected"]["f1"],
        }
    others = [scores for name, scores in documents.items() if name != "zhongwei"]
    plan = read_document(_sources(shared)["zhongwei"])
    return {
        "name": "compile",
        "ours": _mean([scores["exact"]["f1"] for scores in documents.values()]),
        "theirs": _mean([scores["theirs"] for scores in documents.values()]),
        "measure": "mean F1: ours exact, theirs (number and unit by pattern) detected only",
        "mean_of_others": {
            "detected": _mean([scores["detected"]["f1"] for scores in others]),
            "exact": _mean([scores["exact"]["f1"] for scores in others]),
        },
        "documents": documents,
        "tasks": score_tasks(extract(plan).tasks, _lines(shared / "plan" / "tasks.jsonl")),
        "named": score_named(extract(plan).named, _lines(shared / "plan" / "named.jsonl")),
        "speed": _speed(plan),
    }


def _sources(shared: Path) -> dict[str, Path]:
    """The annotated documents by the id that their annotation uses."""
    others = {path.stem: path for path in sorted((shared / "plans-dev").glob("*.txt"))}
    return {"zhongwei": shared / "sources" / "zhongwei-2021-2023.txt", **others}


def _gold(shared: Path) -> dict[str, list[Record]]:
    gold: dict[str, list[Record]] = {}
    for path in (shared / "plan" / "targets.jsonl", shared / "plans-dev" / "gold.jsonl"):
        for row in _lines(path):
            gold.setdefault(str(row["doc"]), []).append(row)
    return gold


def _lines(path: Path) -> list[Record]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def load_judge(path: Path) -> ModuleType:
    """The scoring tool as a module, from where it is kept."""
    spec = importlib.util.spec_from_file_location("score_targets", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    judge = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(judge)
    return judge


def _scored(judge: ModuleType, gold: Sequence[Record], predicted: Sequence[Record]) -> dict[str, Any]:
    """Precision, recall and F1 of one document, wrong attributes, and the kinds whose targets are missed most."""
    pairs = judge.pair(list(gold), list(predicted))
    paired_gold, paired = {id(one) for one, _ in pairs}, {id(other) for _, other in pairs}
    required = [row for row in gold if not row.get("optional")]
    extra = [row for row in predicted if id(row) not in paired and not row.get("qualitative")]
    counted = [(one, other) for one, other in pairs if not one.get("optional")]
    wrong = [judge.wrong_attributes(one, other) for one, other in counted]
    missed = Counter(_sort(row) for row in required if id(row) not in paired_gold)
    total = len(counted) + len(extra)
    return {
        "gold": len(required),
        "detected": judge.rates(len(counted), len(required), total),
        "exact": judge.rates(sum(not bad for bad in wrong), len(required), total),
        "wrong": dict(Counter(name for bad in wrong for name in bad).most_common()),
        "missed": dict(missed.most_common()),
    }


def _sort(row: Record) -> str:
    """What sort of target a row is, for the list of the weakest."""
    for mark in ("qualitative", "project_capacity"):
        if row.get(mark):
            return mark
    return str(row.get("kind"))


def _mean(values: Sequence[float]) -> float:
    return round(sum(values) / max(1, len(values)), 4)


_NUMBER = re.compile(
    r"(\d+(?:\.\d+)?)([%个家户项座台套条种件人名场处辆]|个百分点|[万亿]+[元吨人家个名辆千瓦]*)(以上|左右|以内)?"
)


def naive(document: ReadDocument, name: str) -> list[Record]:
    """What a pattern of number and unit finds: the words before as name, the last year of the plan as date."""
    calendar = calendar_of(document.title, [paragraph.text for paragraph in document.content()])
    found = []
    for paragraph in document.content():
        text = "".join(paragraph.text.split())
        for number in _NUMBER.finditer(text):
            sign = {"以上": ">=", "左右": "~", "以内": "<="}.get(number[3] or "", "==")
            words = re.split(r"[，。；：、]", text[max(0, number.start() - 14) : number.start()])[-1]
            found.append(
                {"doc": name, "indicator": words, "comparator": sign, "value": float(number[1]), "unit": number[2],
                 "kind": "level", "period_end": calendar.horizon, "base_year": None, "direction": "up"}
            )  # fmt: skip
    return found


def _speed(document: ReadDocument) -> Mapping[str, Any]:
    """Seconds for 30,000 characters (best of three) and the memory that extraction takes at its peak."""
    length = len(document.characters.text)
    seconds = []
    for _ in range(3):
        began = time.perf_counter()
        extract(document)
        seconds.append(time.perf_counter() - began)
    tracemalloc.start()
    extract(document)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return {
        "characters": length,
        "seconds_for_30000": round(min(seconds) * _LENGTH / length, 3),
        "peak_mb": round(peak / 1e6, 1),
    }
