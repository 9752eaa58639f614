"""The frame of a draft: head, areas, units, pillars, how progress is judged."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from sigai.compiling.compiled import Compiled
from sigai.compiling.drafting.marked import Mapping, mark, marked
from sigai.compiling.drafting.places import document_ids, identifier
from sigai.compiling.model import Extraction, UnitKind
from sigai.documents.model import Paragraph, ReadDocument

AREA = "000000"
NOBODY = "U00"
GENERAL = "general"

_KINDS: dict[UnitKind, str] = {
    "department": "department",
    "party_office": "party",
    "government": "government",
    "park": "park_committee",
    "operator": "operator",
    "regulator": "regulator",
    "collective": "collective",
    "body": "other",
}
_TASK_HEADINGS = re.compile(
    r"重点任务|主要任务|工作任务|重点工作|主要工作|主要举措|重点举措|工作举措|重大行动|重点行动"
)
_NUMBERING = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十百]+[）)、.．]|\d+[.．、]|第[一二三四五六七八九十]+[章节部分]+)\s*"
)
_NAME_LENGTH = 24


def text(zh: str, en: str = "") -> dict[str, str]:
    """A text in two languages; the Chinese stands for an English not yet written."""
    return {"zh": zh, "en": en or zh}


def years(extraction: Extraction) -> tuple[int, int]:
    """The first and the last year of the plan: as stated, else as its targets have it."""
    ends = [target.period_end for target in extraction.targets if target.period_end is not None]
    start = extraction.year or min(ends, default=2021)
    return start, max(extraction.horizon or max(ends, default=start), start)


def head(compiled: Compiled) -> Mapping:
    """`programme.yaml`."""
    extraction = compiled.extraction
    start, end = years(extraction)
    ids = document_ids(compiled)
    title = extraction.title or extraction.document
    item: Mapping = {"id": identifier(extraction.document, "plan")}
    mark(item, "英文名称待译，简称、通报抬头待定 · English names, short title and circular are for a person to write")
    item |= {"title": text(title), "short_title": text(title), "version": "0.1"}
    if extraction.year is None or extraction.horizon is None:
        mark(item, "原文没有写明起止年份 · the text does not say when the plan begins and ends")
    item |= {"start": f"{start}-01", "end": f"{end}-12", "base_year": start - 1}
    if not extraction.area_code:
        mark(item, "地区代码待填（GB/T 2260） · code of the area (GB/T 2260)")
    item["area"] = extraction.area_code or AREA
    if not extraction.office:
        mark(item, "牵头单位按出现次数选取 · the unit named most often")
    item["office"] = _office(extraction)
    item["documents"] = [_document(document, ids[document.id]) for document in compiled.documents]
    item["bulletin"] = {
        "mark": text("工作通报", "Bulletin"),
        "issuer": text("工作专班", "Task force"),
        "addressed_to": text("各责任单位", "The responsible units"),
        "title": text("工作进展情况通报", "Progress of the work"),
    }
    return item


def areas(compiled: Compiled) -> list[Mapping]:
    """The area that the plan is of: as decided, else a placeholder."""
    code, name = compiled.extraction.area_code, compiled.extraction.area_name
    if code and name:
        return [{"code": code, "name": text(name), "kind": "city"}]
    return [
        marked(
            f"地区名称和代码待填（{compiled.extraction.title}） · name and code",
            code=code or AREA,
            name=text("待定地区", "the area"),
            kind="city",
        )
    ]


def units(extraction: Extraction) -> list[Mapping]:
    """Every unit that the text names as responsible, with its other names."""
    found = []
    for unit in extraction.units:
        item: Mapping = {"id": unit.id}
        if unit.kind == "collective":
            mark(item, "集合单位，成员待列 · stands for several units: list them under members")
        item |= {"name": text(unit.name), "kind": _KINDS[unit.kind]}
        if unit.aliases:
            item["aliases"] = list(unit.aliases)
        found.append(item)
    if not found or _office(extraction) == NOBODY:
        found.append(
            marked(
                "原文没有列责任单位 · the text names no unit", id=NOBODY, name=text("待定单位", "a unit"), kind="other"
            )
        )
    return found


def pillars(compiled: Compiled) -> list[Mapping]:
    """The headings under the tasks of the plan, or its first headings; and one for what fits nowhere."""
    names = pillar_names(compiled)
    listed = [{"id": f"p{number}", "name": text(name)} for number, name in enumerate(names, 1)]
    return [
        *listed,
        marked("没有归入上面各领域的内容 · what fits none of the above", id=GENERAL, name=text("综合", "General")),
    ]


def pillar_names(compiled: Compiled) -> list[str]:
    """The names of the pillars in order, without their numbers."""
    paragraphs = [item for document in compiled.documents[:1] for item in document.content() if item.part == "main"]
    headings = [item for item in paragraphs if item.level and item.kind in ("heading", "body")]
    under = [item for item in headings if item.anchor.path and _TASK_HEADINGS.search(item.anchor.path[-1])]
    chosen = [item for item in under if item.level == min(one.level for one in under)]
    if len(chosen) < 2:
        chosen = [item for item in headings if item.level == 1 and not re.search(r"总体|保障|组织|附件", item.text)]
    return list(dict.fromkeys(heading_name(item) for item in chosen if heading_name(item)))


def heading_name(paragraph: Paragraph) -> str:
    """`实施结构改造行动` of `（一）实施结构改造行动。…`."""
    bare = _NUMBERING.sub("", paragraph.text)
    return re.split(r"[。：:\s]", bare, maxsplit=1)[0][:_NAME_LENGTH]


def progress(compiled: Compiled) -> list[Mapping]:
    """The engine's usual thresholds, from before the plan begins."""
    start, _ = years(compiled.extraction)
    return [
        marked(
            "判定办法为常用值，请按当地规定核定 · usual thresholds, to be confirmed",
            start=f"{start - 1}-01",
            name=text("进展判定办法", "How progress is judged"),
            on_track=0.95,
            at_risk=0.8,
            about_tolerance=0.05,
            doubt_below=0.4,
            minimum_coverage=0.6,
            provisional_below=0.95,
            source={"title": "sigai compile", "confidence": "unsure"},
        )
    ]


def _document(document: ReadDocument, name: str) -> Mapping:
    parts = Counter(item.part for item in document.content())
    return {
        "id": name,
        "title": text(document.title or document.id),
        "digest": document.characters.digest,
        "characters": len(document.characters.text),
        "parts": [{"id": part, "title": text(_part_title(document, part))} for part in parts],
    }


def _part_title(document: ReadDocument, part: str) -> str:
    if part == "main":
        return "正文"
    titles: list[Any] = [item.text for item in document.content() if item.part == part][:2]
    return " ".join(titles)[:60] or part


def _office(extraction: Extraction) -> str:
    decided = next((unit for unit in extraction.units if extraction.office in (unit.name, *unit.aliases)), None)
    if extraction.office and decided is not None:
        return decided.id
    named = [unit for unit in extraction.units if unit.kind in ("department", "party_office")]
    return max(named, key=lambda unit: unit.owner_count).id if named else NOBODY
