"""The circular (通报) of a run: drafted from a template, with the office's own text at its places, as a Word document
laid out to GB/T 9704; every number of it explained in its annex."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Any

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from sigai.base.issues import Place, UserError
from sigai.programme.bulletins import TEMPLATE_FOLDER, BulletinKind
from sigai.programme.programme import Programme
from sigai.reports import bulletin_text as say
from sigai.reports.authorship import this_program
from sigai.reports.circular.blocks import CircularBlock, OwnTexts, blocks_of
from sigai.reports.circular.checking import CheckedNumber, checker
from sigai.reports.circular.context import PICTURES, chart, computed
from sigai.reports.circular.ending import settle_pages
from sigai.reports.circular.marking import marked, rows_of
from sigai.reports.circular.problems import NO_TEMPLATE, TEMPLATE_FAULT
from sigai.reports.circular.standard import STANDARD_KINDS, standard_template
from sigai.reports.finished import FinishedRun
from sigai.reports.fonts import font_files
from sigai.reports.official_parts import describe
from sigai.reports.view import View

DEMONSTRATION = "演示数据　全部数字均为虚构"
_NO_TEXTS: Mapping[str, str] = MappingProxyType({})
_LANGUAGE = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


@dataclass(frozen=True, slots=True)
class BulletinIssue:
    """What is known of a bulletin once it is issued: its number in the year, the day, and the journal's seal then.

    `seal` is the journal's last digest, `entry` the number of the entry that it seals: whoever holds the paper can have
    the journal proved against it. `revision` says what it takes the place of, and why; `year` is that of its number.
    """

    number: int
    day: date
    seal: str
    entry: int
    revision: str = ""
    year: str = ""


@dataclass(frozen=True, slots=True)
class DraftedBlock:
    """A piece of a draft as it will be read, with every figure in it and what that is tied to."""

    block: CircularBlock
    numbers: tuple[CheckedNumber, ...]

    @property
    def untied(self) -> tuple[CheckedNumber, ...]:
        """The figures that nobody can follow."""
        return tuple(number for number in self.numbers if not number.tied)


class _Pictures:
    """The pictures that a template asks for, each drawn when it does."""

    def __init__(self, view: View, template: Any) -> None:
        self._view, self._template = view, template
        self._drawn: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._drawn:
            image = chart(self._view, name)
            self._drawn[name] = InlineImage(self._template, BytesIO(image), width=Mm(150)) if image else None
        return self._drawn[name]


def bulletin_kinds(programme: Programme) -> tuple[BulletinKind, ...]:
    """What a programme issues: what its content says, and of the standard kinds those that it does not name."""
    own = {kind.id: kind for kind in programme.bulletins}
    return (*(own.pop(kind.id, kind) for kind in STANDARD_KINDS), *own.values())


def write_bulletin(
    view: View,
    path: Path,
    issue: BulletinIssue | None = None,
    *,
    kind: str = "monthly",
    texts: Mapping[str, str] = _NO_TEXTS,
    remark: str = "",
) -> None:
    """Write a bulletin of a run to `path`, with the office's `texts` by their places; a `remark` stands in the head of
    every page.

    UserError where its template has faults (G010, G011), or the Chinese font of its charts is missing (R001).
    """
    font_files()
    numbers = [each for piece in draft_bulletin(view, kind, texts) for each in piece.numbers]
    template = _template(view.programme, kind)
    context = _context(view, kind, issue)
    context["warning"] = "　".join(filter(None, (remark, context["warning"])))
    context["numbers"] = rows_of(numbers)
    context["own"] = OwnTexts({place: _marked(view, text) for place, text in texts.items()})
    context["pictures"] = _Pictures(view, template)
    _render(template, context, kind)
    settle_pages(template.docx)
    day = issue.day if issue else _started(view.run)
    describe(template.docx.core_properties, context["title"], context["issuer"], day, this_program())
    template.docx.save(str(path))


def draft_bulletin(view: View, kind: str, texts: Mapping[str, str] = _NO_TEXTS) -> tuple[DraftedBlock, ...]:
    """The text of a bulletin piece by piece up to its annexes, in the order of its template: what is computed, and the
    places for the office's own text, each with the figures in it."""
    checks = checker(view)
    found, above = [], ["", ""]
    for block in _computed_blocks(view, kind):
        if block.kind == "heading":
            above[block.level - 1 :] = [block.text, ""][: 3 - block.level]
        elif block.run_in:
            above[1] = block.run_in
        context = "。".join(filter(None, above[::-1]))
        said = texts.get(block.place, "") if block.kind == "own" else block.text
        numbers = () if block.kind == "table" else checks.numbers(said, context)
        found.append(DraftedBlock(block.with_text(said), numbers))
    return tuple(found)


def check_words(view: View, text: str) -> tuple[CheckedNumber, ...]:
    """Every figure of a text that stands beside a bulletin, such as the reason of a revision."""
    return checker(view).numbers(text)


def bulletin_title(view: View, kind: str) -> str:
    """What a kind of bulletin is titled."""
    own = _kind(view.programme, kind)
    return (own.title or view.programme.head.bulletin.title).zh


def revision_words(view: View, kind: str, earlier: BulletinIssue, reason: str) -> str:
    """What a revision says of the bulletin whose place it takes, and why it does."""
    word = _kind(view.programme, kind).number_word or view.programme.head.bulletin.number_word
    called = f"{word}〔{earlier.year}〕{earlier.number}号（{say.long_date(earlier.day.isoformat())}印发）"
    return f"本通报代替{called}，原通报不再有效。修订原因：{reason.rstrip('。')}。"


def standard_file(kind: str) -> bytes:
    """The standard template of a kind, to be laid into a programme's content and changed."""
    return standard_template(kind)


@lru_cache(maxsize=6)
def _computed_blocks(view: View, kind: str) -> tuple[CircularBlock, ...]:
    template = _template(view.programme, kind)
    context = _context(view, kind, None)
    context.update(own=OwnTexts(None), numbers=[], pictures=dict.fromkeys(PICTURES, ""))
    _render(template, context, kind)
    return tuple(blocks_of(template.docx))


def _kind(programme: Programme, kind: str) -> BulletinKind:
    found = next((each for each in bulletin_kinds(programme) if each.id == kind), None)
    if found is None:
        raise UserError([NO_TEMPLATE.at(Place(), name=kind)])
    return found


def _template(programme: Programme, kind: str) -> Any:
    name = _kind(programme, kind).template
    if not name:
        return DocxTemplate(BytesIO(standard_template(kind)))
    path = Path(programme.folder) / TEMPLATE_FOLDER / name
    if not path.is_file():
        raise UserError([NO_TEMPLATE.at(Place(f"{TEMPLATE_FOLDER}/{name}"), name=name)])
    return DocxTemplate(str(path))


def _render(template: Any, context: Mapping[str, Any], kind: str) -> None:
    try:
        template.render(context, _LANGUAGE, autoescape=True)
    except (TemplateError, TypeError, ValueError) as error:
        raise UserError([TEMPLATE_FAULT.at(Place(), name=kind, detail=str(error))]) from error


def _context(view: View, kind: str, issue: BulletinIssue | None) -> dict[str, Any]:
    """What the head, the foot and the computed parts of a template ask for."""
    head, own = view.programme.head.bulletin, _kind(view.programme, kind)
    day = issue.day if issue else _started(view.run)
    stated = say.long_date(day.isoformat()) if day else ""
    word = own.number_word or head.number_word
    return {
        **computed(view),
        "mark": (own.mark or head.mark).zh,
        "title": (own.title or head.title).zh,
        "until": f"（截至{say.until(view)}）",
        "number": say.issue_number(view, issue.number if issue else None, word, issue.year if issue else ""),
        "issuer": head.issuer.zh,
        "addressee": head.addressed_to.zh.rstrip("：:"),
        "date": stated,
        "printed": f"{stated}印发" if stated else "",
        "warning": DEMONSTRATION if view.run.demonstration else "",
        "note": "（演示数据，不反映真实情况）" if view.run.demonstration else "",
        "revision": [issue.revision] if issue and issue.revision else [],
        "seal": say.sealed(issue.entry, issue.seal) if issue else "",
    }


def _started(run: FinishedRun) -> date | None:
    text = str(run.header.get("started", ""))[:10]
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _marked(view: View, text: str) -> str:
    return marked(text, checker(view).numbers(text))
