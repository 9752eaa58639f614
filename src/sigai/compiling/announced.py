"""Counts that a text announces and then does not keep: 六个方面 behind a list of five, 九大行动 with eight headings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sigai.compiling.compiled import Compiled
from sigai.compiling.drafting.places import document_ids, section
from sigai.documents.model import Paragraph, ReadDocument
from sigai.programme.findings import Finding, FindingSide
from sigai.programme.findings.model import both, kind

ANNOUNCED = kind(
    "F921", "count", "medium", "所说的数与所列的不符", "an announced count that differs from what is listed"
)

_DIGITS = {word: number for number, word in enumerate("零一二三四五六七八九十")} | {"两": 2}
_COUNTED = r"(?:个方面|大方面|个领域|大领域|个行业|大行业|大产业|个产业|大类|个环节|大工程|项任务|大任务)"
_LIST = re.compile(
    r"(?:围绕|聚焦|针对|包括|涵盖|从|在|抓好|突出|推进|实施|重点发展|做强|做大)"
    rf"(?P<items>[^，。；：:！？\n]*?、[^，。；：:！？\n]*?)等?(?P<word>[二两三四五六七八九十]|十[一二三四五])(?P<what>{_COUNTED})"
)
_ACTIONS = re.compile(r"(?P<word>[二两三四五六七八九十]|十[一二三四五])大(?:专项)?(?P<what>行动|工程)(?!计划)")
_LAST_AND = re.compile(r"[和及与]")


def announced_counts(compiled: Compiled) -> Iterator[Finding]:
    """Lists before their count, and numbered headings behind theirs; over all documents of a plan."""
    for document in compiled.documents:
        for paragraph in document.content():
            yield from _lists(compiled, document, paragraph)
            yield from _headings(compiled, document, paragraph)


def chinese_number(word: str) -> int:
    """`六` is 6, `十二` is 12."""
    if word.startswith("十") and len(word) == 2:
        return 10 + _DIGITS[word[1]]
    return _DIGITS[word]


def listed_items(text: str) -> tuple[list[str], set[int]]:
    """The items of an enumeration, and how many they may be: the last one can hold two (甲、乙和丙)."""
    items = [item for item in re.split(r"、", text) if item]
    counts = {len(items)}
    if len(items) > 1:
        joined = _LAST_AND.split(items[-1])
        if len(joined) == 2 and all(len(part) > 1 for part in joined):
            counts.add(len(items) + 1)
    return items, counts


def _lists(compiled: Compiled, document: ReadDocument, paragraph: Paragraph) -> Iterator[Finding]:
    for found in _LIST.finditer(paragraph.text):
        said = chinese_number(found["word"])
        items, counts = listed_items(re.sub(r"\s", "", found["items"]))
        if len(items) < 2 or said in counts or "等" in found.group(0)[-len(found["what"]) - 3 :]:
            continue
        phrase = f"{found['word']}{found['what']}"
        yield _finding(compiled, document, paragraph, phrase, found.group(0), said, items)


def _headings(compiled: Compiled, document: ReadDocument, paragraph: Paragraph) -> Iterator[Finding]:
    """九大专项行动 in the text of a part, against the headings of the part that end in 行动."""
    for found in _ACTIONS.finditer(re.sub(r"\s", "", paragraph.text)):
        said = chinese_number(found["word"])
        headings = [
            re.split(r"[。：:]", item.text)[0]
            for item in document.content()
            if item.part == paragraph.part
            and item.level == 2
            and re.match(r"[（(][一二三四五六七八九十]+[）)]", item.text)
        ]
        named = [heading for heading in headings if heading.rstrip("。 ").endswith(found["what"])]
        if len(named) >= 2 and len(named) != said and len(named) > said // 2:
            yield _finding(compiled, document, paragraph, found.group(0), found.group(0), said, named)


def _finding(  # noqa: PLR0917 the pieces of one sentence
    compiled: Compiled,
    document: ReadDocument,
    paragraph: Paragraph,
    phrase: str,
    passage: str,
    said: int,
    items: list[str],
) -> Finding:
    at = paragraph.anchor
    begin = _offset(document, paragraph, passage)
    sentence = compiled.sentence(document.id, (begin, begin + 1)) or paragraph.text
    line = f"{said} ≠ {len(items)}：{'、'.join(items)}"
    return Finding(
        ANNOUNCED,
        ANNOUNCED.weight,
        (at.id,),
        (FindingSide(document_ids(compiled)[document.id], section(at.path), sentence),),
        both(
            f"原文说“{phrase}”，所列只有 {len(items)} 项"
            if len(items) < said
            else f"原文说“{phrase}”，却列了 {len(items)} 项",
            f"the text announces {said} ({phrase}) and lists {len(items)}",
        ),
        both(line, line),
        both(phrase, phrase),
    )


def _offset(document: ReadDocument, paragraph: Paragraph, passage: str) -> int:
    """Where a passage of a paragraph begins, in characters of the document."""
    start, end = paragraph.anchor.span
    found = document.characters.text.find(re.sub(r"\s", "", passage), start, end)
    return found if found >= 0 else start
