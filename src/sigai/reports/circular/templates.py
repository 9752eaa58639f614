"""The faults of the Word templates of a programme, all of them before anything is drafted: tags that there are not,
blocks that are not closed, and what a bulletin cannot do without."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from docx import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from jinja2 import TemplateError, nodes
from jinja2.sandbox import SandboxedEnvironment

from sigai.base.issues import Issue, Place, Severity, problem
from sigai.programme.bulletins import TEMPLATE_FOLDER
from sigai.programme.programme import Programme
from sigai.reports.circular.blocks import text_of
from sigai.reports.circular.context import PICTURES
from sigai.reports.circular.problems import NO_TEMPLATE

UNKNOWN_TAG = problem(
    "G020",
    Severity.ERROR,
    zh="通报模板没有标签 {tag}：“{text}”",
    en="templates of bulletins have no tag {tag}: “{text}”",
    advice_zh="在 Word 里改正，可用的标签见 docs/bulletin.md",
    advice_en="correct it in Word; docs/bulletin.md lists the tags there are",
)
BAD_BLOCK = problem(
    "G021",
    Severity.ERROR,
    zh="通报模板的标签写得不对：“{text}”：{detail}",
    en="a tag of a bulletin's template is not right: “{text}”: {detail}",
    advice_zh="每个 for、if 都要有 endfor、endif，括号成对；在 Word 里改正",
    advice_en="every for and if has its endfor and endif, and brackets come in pairs: correct it in Word",
)
MISSING_TAG = problem(
    "G022",
    Severity.WARNING,
    zh="通报模板里没有 {tags}",
    en="the template of a bulletin lacks {tags}",
    advice_zh="把这些标签放进模板：文号、落款、日期、页眉的说明、每个数的说明、留痕摘要，哪一期都要有",
    advice_en="put these tags in: number, issuer, date, the remark in the head of pages, the explanation of numbers, "
    "and the journal's seal belong to every bulletin",
)
UNREADABLE_TEMPLATE = problem(
    "G023",
    Severity.ERROR,
    zh="通报模板打不开，不是 Word 文件（.docx）",
    en="the template of a bulletin cannot be opened: it is no Word document (.docx)",
    advice_zh="用 Word 另存为 .docx 再放进 bulletins/",
    advice_en="save it as .docx in Word, and put it into bulletins/ again",
)

REQUIRED = ("number", "issuer", "date", "warning", "numbers", "seal")
_ANY = object()
_LINES = ("",)
_AREA = ("place", "before", "change", "name", "targets", "judged", "well", "late", "share", "reporting")
_ROW = ("target", "actual", "coverage", "expected", "goal", "verdict", "chance", "owners")


def _record(*names: str) -> dict[str, Any]:
    return dict.fromkeys(names, "")


SHAPES: Mapping[str, Any] = {
    **_record("mark", "number", "title", "addressee", "issuer", "date", "printed", "until", "note", "warning", "seal"),
    **dict.fromkeys(
        ("opening", "revision", "overall", "overall_short", "year", "reporting", "urgent", "notes"), _LINES
    ),
    "pillars": ({**_record("id", "numeral", "name", "total"), "lines": _LINES, "rows": (_record(*_ROW),)},),
    "areas": {"heading": "", "lines": _LINES, "short": _LINES, "rows": (_record(*_AREA),)},
    "behind": ({"numeral": "", "title": "", "lines": _LINES},),
    "missed": "",
    "needs": (_record("unit", "text"),),
    "moves": (_record("target", "before", "now", "change", "cause", "owners"),),
    "held": (_record("target", "verdict", "pace", "so_far", "given", "tipping"),),
    "numbers": (_record("said", "what", "value", "marks"),),
    "pictures": _record(*PICTURES),
    "own": _ANY,
}
"""What tags there are: a text, a list as a tuple of one such thing, a thing with named parts."""

_WORD_TAG = re.compile(r"\{(%|\{)(?:p|tr|tc|r)\s")
_LONGEST = 60


def template_issues(programme: Programme) -> Iterator[Issue]:
    """Every fault of the templates that a programme names, with the file and the paragraph."""
    for name in dict.fromkeys(kind.template for kind in programme.bulletins if kind.template):
        yield from _of_file(Path(programme.folder) / TEMPLATE_FOLDER / name)


def _of_file(path: Path) -> Iterator[Issue]:
    place = f"{TEMPLATE_FOLDER}/{path.name}"
    if not path.is_file():
        yield NO_TEMPLATE.at(Place(place), name=path.name)
        return
    try:
        parts = _parts(path)
    except (OpcError, BadZipFile, KeyError, ValueError, OSError):
        yield UNREADABLE_TEMPLATE.at(Place(place))
        return
    used: set[str] = set()
    broken = False
    for part, lines in parts:
        found = _TemplateText(place, part, lines)
        yield from found.issues()
        used |= found.used
        broken |= found.broken
    missing = [name for name in REQUIRED if name not in used]
    if missing and not broken:
        yield MISSING_TAG.at(Place(place), tags=", ".join(missing))


def _parts(path: Path) -> list[tuple[str, list[str]]]:
    """The text of the document, of its heads and of its feet, paragraph by paragraph; heads and feet once each."""
    document = Document(str(path))
    found = [("", document.element.body)]
    for section in document.sections:
        for name in ("header", "even_page_header", "first_page_header", "footer", "even_page_footer"):
            piece = getattr(section, name)
            if not piece.is_linked_to_previous:
                found.append((name, piece._element))
    return [(name, [text_of(line) for line in element.iter(qn("w:p"))]) for name, element in found]


@dataclass(frozen=True, slots=True)
class _UnknownTag:
    line: int
    tag: str


class _TemplateText:
    """One part of a template: its tags read as the language of templates reads them, a line for each paragraph."""

    def __init__(self, file: str, part: str, lines: list[str]) -> None:
        self._file, self._part, self._lines = file, part, lines
        self.used: set[str] = set()
        self.broken = False
        self._unknown: list[_UnknownTag] = []

    def issues(self) -> Iterator[Issue]:
        """What is wrong with its tags."""
        language = SandboxedEnvironment()
        try:
            tree = language.parse(_WORD_TAG.sub(r"{\1 ", "\n".join(self._lines)))
            language.compile(tree)
        except TemplateError as error:
            self.broken = True
            line = getattr(error, "lineno", None) or 1
            yield BAD_BLOCK.at(self._place(line), text=self._text(line), detail=error.message or "")
            return
        self._visit(tree, {**dict.fromkeys(language.globals, _ANY), **SHAPES})
        for fault in dict.fromkeys(self._unknown):
            yield UNKNOWN_TAG.at(self._place(fault.line), tag=fault.tag, text=self._text(fault.line))

    # --- private ---------------------------------------------------------------------------------------------------

    def _place(self, line: int) -> Place:
        return Place(self._file, line=line, column=self._part or None)

    def _text(self, line: int) -> str:
        return self._lines[line - 1][:_LONGEST] if line <= len(self._lines) else ""

    def _visit(self, node: nodes.Node, names: dict[str, Any]) -> None:
        if isinstance(node, nodes.For):
            inside = {**names, "loop": _ANY, **self._targets(node.target, self._shape(node.iter, names))}
            for child in (*node.body, *node.else_, *([node.test] if node.test else [])):
                self._visit(child, inside)
        elif isinstance(node, nodes.Assign):
            names |= self._targets(node.target, (self._shape(node.node, names),))
        elif isinstance(node, nodes.Expr):
            self._shape(node, names)
        else:
            for child in node.iter_child_nodes():
                self._visit(child, names)

    @staticmethod
    def _targets(target: nodes.Node, shape: Any) -> dict[str, Any]:
        if isinstance(target, nodes.Name):
            return {target.name: shape[0] if isinstance(shape, tuple) else _ANY}
        return {name.name: _ANY for name in target.find_all(nodes.Name)}

    def _shape(self, node: nodes.Node, names: Mapping[str, Any]) -> Any:
        """What an expression is; a name that there is not is kept, and may be anything."""
        if isinstance(node, nodes.Name):
            self.used.add(node.name)
            return names[node.name] if node.name in names else self._miss(node, node.name)
        if isinstance(node, nodes.Getattr | nodes.Getitem):
            return self._part_of(node, names)
        for child in node.iter_child_nodes():
            self._shape(child, names)
        return _ANY

    def _part_of(self, node: nodes.Getattr | nodes.Getitem, names: Mapping[str, Any]) -> Any:
        whole = self._shape(node.node, names)
        name = node.attr if isinstance(node, nodes.Getattr) else getattr(node.arg, "value", None)
        if isinstance(node, nodes.Getitem):
            self._shape(node.arg, names)
        if whole is _ANY or not isinstance(name, str) or hasattr(type(whole), name):
            return whole[0] if isinstance(whole, tuple) and not isinstance(name, str) else _ANY
        if isinstance(whole, Mapping) and name in whole:
            return whole[name]
        return self._miss(node, _written(node))

    def _miss(self, node: nodes.Node, tag: str) -> Any:
        self._unknown.append(_UnknownTag(node.lineno, tag))
        return _ANY


def _written(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_written(node.node)}.{node.attr}"
    if isinstance(node, nodes.Getitem):
        return f"{_written(node.node)}.{getattr(node.arg, 'value', '…')}"
    return getattr(node, "name", "…")
