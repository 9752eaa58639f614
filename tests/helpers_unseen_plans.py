"""Plans by somebody who did not write the reader: Word, PDF, pages and texts with the targets that a person finds."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

import helpers_documents
from sigai.compiling.extracting import extract
from sigai.documents.reading import read_document

NS = nsdecls("w") + ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
HEAD = "甲县绿色工业行动方案（2021—2023年）"
Wanted = tuple[str, str, float, str]
"""Part of the name, comparator, value, unit."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A document and the targets that a person finds in it; `maybe` may be missed."""

    kind: str
    name: str
    ending: str
    content: bytes
    wanted: tuple[Wanted, ...]
    maybe: tuple[Wanted, ...] = ()

    def __str__(self) -> str:
        return f"{self.kind}-{self.name}"


def word(*bodies: str, styles: str = "") -> bytes:
    """A Word file of paragraphs and tables written as XML."""
    made = docx.Document()
    made.add_paragraph(HEAD)
    for style in [styles] if styles else []:
        made.styles.element.append(parse_xml(style.replace(">", f" {NS}>", 1)))
    for body in bodies:
        made.element.body.insert(len(made.element.body) - 1, parse_xml(body.replace(">", f" {NS}>", 1)))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def r(text: str, looks: str = "") -> str:
    return f'<w:r>{f"<w:rPr>{looks}</w:rPr>" if looks else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*runs: str) -> str:
    return f"<w:p>{''.join(run if run.startswith('<') else r(run) for run in runs)}</w:p>"


def table(*rows: Sequence[str], head: str = "") -> str:
    def cell(text: str) -> str:
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>{text if text.startswith("<") else p(text)}</w:tc>'
        )

    lines = "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{'<w:gridCol/>' * len(rows[0])}</w:tblGrid>{lines}</w:tbl>"


class Plans:
    """Collects the plans of a module."""

    def __init__(self) -> None:
        self.all: list[Plan] = []

    def doc(
        self,
        kind: str,
        name: str,
        bodies: str | Sequence[str],
        *wanted: Wanted,
        maybe: tuple[Wanted, ...] = (),
        styles: str = "",
    ) -> None:
        """A Word file of paragraphs and tables."""
        bodies = [bodies] if isinstance(bodies, str) else bodies
        self.all.append(Plan(kind, name, "docx", word(*bodies, styles=styles), wanted, maybe))

    def txt(self, kind: str, name: str, text: str, *wanted: Wanted, maybe: tuple[Wanted, ...] = ()) -> None:
        """A text of one paragraph."""
        self.all.append(Plan(kind, name, "txt", f"{HEAD}\n{text}\n".encode(), wanted, maybe))

    def page(self, kind: str, name: str, body: str, *wanted: Wanted, maybe: tuple[Wanted, ...] = ()) -> None:
        """A web page."""
        html = f"<html><head><meta charset=utf-8></head><body><h1>{HEAD}</h1>{body}</body></html>"
        self.all.append(Plan(kind, name, "html", html.encode(), wanted, maybe))

    def pdf(
        self,
        kind: str,
        name: str,
        lines: Sequence[tuple[float, float, str]],
        *wanted: Wanted,
        extra: str = "",
        maybe: tuple[Wanted, ...] = (),
    ) -> None:
        """A PDF of lines at places."""
        content = helpers_documents.pdf([[(80.0, 780.0, HEAD), *lines]], rules=extra)
        self.all.append(Plan(kind, name, "pdf", content, wanted, maybe))


G, RATE = ("绿色工厂", "==", 8.0, "家"), ("重复利用率", ">=", 90.0, "%")
EIGHT = "到2023年，建成绿色工厂8家。"
NINETY = "到2023年，规模以上工业用水重复利用率达到90%以上。"


def judge(plan: Plan) -> tuple[str, str]:
    """`right`, `silent` (a target that is none, or not this) or `refused` (one is missed)."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"plan.{plan.ending}"
        path.write_bytes(plan.content)
        read = read_document(path)
        found = [each for each in extract(read).targets if not getattr(each, "qualitative", False)]
    got = [(each.indicator, each.comparator, float(each.value), each.unit) for each in found]
    open_ = [*plan.wanted, *plan.maybe]
    wrong = []
    for each in got:
        match = next(
            (
                one
                for one in open_
                if one[0] in each[0] and one[1:] == each[1:] and not set(each[0]) & set("①[¹❶*≥≤＞⼯注")
            ),
            None,
        )
        wrong.append(each) if match is None else open_.remove(match)
    lost = [one for one in plan.wanted if one in open_]
    if wrong:
        return "silent", f"found {got}, wanted {plan.wanted}"
    return ("refused", f"lost {lost}; found {got}") if lost else ("right", "")
