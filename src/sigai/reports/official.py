"""The layout of official documents (GB/T 9704-2012) on python-docx: page, head, headings, tables, page numbers.

Type area 156 × 225 mm, 22 lines of 28 characters. Word's own character grid gives other widths in other programs, so
the 28 characters come from size three (16 pt) drawn together by a quarter point, and the 22 lines from an exact pitch.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import IO, Any, Literal
from xml.sax.saxutils import escape

from docx import Document
from docx.oxml import parse_xml
from docx.shared import Emu, Mm

from sigai.reports.official_parts import FANGSONG, HEITI, KAITI, LATIN, NAMESPACE, SONGTI, XIAOBIAOSONG, settle_parts

LINE_PITCH = 578
"""Of the 22 lines, in twentieths of a point."""

CHARACTER_DRAWN = -5
"""By how much each character is drawn to the next, in twentieths of a point: 28 characters to a line instead of 27."""

BODY, TITLE, SMALL, TABLE, SMALL_TABLE = 32, 44, 28, 21, 18
"""Sizes three, two, four, five and small five of Chinese type, in half points."""

RED = "E60012"

Alignment = Literal["left", "center", "right", "both"]
_TEXT_WIDTH = 8845
"""156 mm, in twentieths of a point."""
_IMPRINT = 680
"""What is left free for the imprint below the last text, in twentieths of a point: it takes no place of its own."""


class OfficialDocument:
    """A document that grows from top to bottom. `warning` stands in the head of every page; its properties tell title,
    author, the day it is of and, as `writer`, which program wrote it."""

    def __init__(
        self, warning: str = "", *, title: str = "", author: str = "", day: date | None = None, writer: str = ""
    ) -> None:
        self._document = Document()
        settle_parts(self._document, title=title, author=author, day=day, writer=writer)
        self._body = self._document.element.body
        self._section_end = self._body.sectPr
        self._lay_out_page()
        self._number_pages()
        if warning:
            for header in (self._section.header, self._section.even_page_header):
                _replace(header, _paragraph(_run(warning, HEITI, TABLE, RED), align="center", line=0))

    @property
    def _section(self) -> Any:
        return self._document.sections[0]

    def write(self, stream: IO[bytes]) -> None:
        """Write the document."""
        self._document.save(stream)

    def tag(self, text: str) -> None:
        """A line that a template's own language reads, and that no document shows."""
        self._add(_paragraph(_run(text, FANGSONG, SMALL)))

    def small(self, text: str, *, keep: bool = False) -> None:
        """A paragraph in small type from the left edge, for what has long words: digests, commands; `keep` keeps it on
        the page of the next."""
        self._add(_paragraph(_run(text, FANGSONG, TABLE, drawn=0), align="left", line=300, keep=keep))

    def head(self, mark: str, number: str, air: int = 1100) -> None:
        """The red mark below some air, the number below it, the red rule."""
        size = min(78, int(2 * 440 / max(len(mark), 1)))
        self._add(_paragraph(_run(mark, XIAOBIAOSONG, size, RED, drawn=0), align="center", line=0, before=air))
        self._add(_paragraph(_run(number, FANGSONG, BODY), align="center", before=LINE_PITCH // 2))
        self._add(_paragraph(_run("", FANGSONG, 8), line=150, rule=RED))

    def title(self, text: str) -> None:
        """The title in size two, centred, a line of air before it."""
        self._add(_paragraph(_run(text, XIAOBIAOSONG, TITLE), align="center", line=700, before=LINE_PITCH))

    def note(self, text: str) -> None:
        """A line in Kai type under the title."""
        self._add(_paragraph(_run(text, KAITI, BODY), align="center"))

    def blank(self) -> None:
        """An empty line."""
        self._add(_paragraph(_run("", FANGSONG, BODY)))

    def addressee(self, text: str) -> None:
        """Whom the document is for, from the left edge."""
        self._add(_paragraph(_run(text, FANGSONG, BODY)))

    def heading(self, text: str, level: Literal[1, 2] = 1) -> None:
        """`一、` in Hei type, `（一）` in Kai type; kept with what follows."""
        self._add(_paragraph(_run(text, HEITI if level == 1 else KAITI, BODY), indent=True, keep=True))

    def paragraph(self, text: str, lead: str = "", *, keep: bool = False) -> None:
        """A paragraph of text; `lead` stands before it in Kai type; `keep` keeps it on the page of the next."""
        runs = (_run(lead, KAITI, BODY) if lead else "") + _run(text, FANGSONG, BODY)
        self._add(_paragraph(runs, align="both", indent=True, keep=keep))

    def caption(self, text: str) -> None:
        """The name of a table or picture, above it."""
        self._add(_paragraph(_run(text, HEITI, SMALL), align="center", before=160, keep=True))

    def table(
        self,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        widths: Sequence[int],
        centred: Sequence[int],
        size: int = TABLE,
        keep: bool = False,
    ) -> None:
        """A ruled table: `widths` in millimetres, `centred` the columns that are; the head repeats on every page.

        `keep` keeps a small one on one page, with some air before the text that follows.

        Otherwise a line that is hardly there follows: two tables would grow into one, and a full one would need a page
        more.
        """
        aligned: list[Alignment] = ["center" if column in centred else "left" for column in range(len(heads))]
        twips = [round(width * 56.7) for width in widths]
        lines = [
            _row([_run(head, HEITI, size) for head in heads], twips, ["center"] * len(heads), head=True, keep=keep)
        ]
        lines += [
            _row([_run(cell, FANGSONG, size, drawn=0) for cell in row], twips, aligned, keep=keep) for row in rows
        ]
        sides = ("top", "left", "bottom", "right", "insideH", "insideV")
        borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in sides)
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in twips)
        self._add(
            f'<w:tbl {NAMESPACE}><w:tblPr><w:tblW w:w="{sum(twips)}" w:type="dxa"/><w:jc w:val="center"/>'
            f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
            '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl>"
        )
        self._add(_paragraph(_run("", FANGSONG, 2), line=160 if keep else 20))

    def drawing(self, tag: str) -> None:
        """The place of a picture, in the middle, as high as it needs."""
        self._add(_paragraph(_run(tag, FANGSONG, BODY), align="center", line=0, keep=True))

    def signature(self, issuer: str, day: str, air: int = 2) -> None:
        """Who issues it and when, below some lines of air: the date four characters in from the right."""
        for _ in range(air):
            self._add(_paragraph(_run("", FANGSONG, BODY), keep=True))
        self._add(_paragraph(_run(issuer, FANGSONG, BODY), align="right", right=2, keep=True))
        self._add(_paragraph(_run(day, FANGSONG, BODY), align="right", right=4))

    def imprint(self, left: str, right: str) -> None:
        """The last lines, at the foot of the page on which the text ends: who printed it and when, between rules."""
        tab = f'<w:tabs><w:tab w:val="right" w:pos="{_TEXT_WIDTH - 280}"/></w:tabs>'
        runs = f"{_run(left, FANGSONG, SMALL, drawn=0)}<w:r><w:tab/></w:r>{_run(right, FANGSONG, SMALL, drawn=0)}"
        edge = 'w:val="single" w:sz="8" w:space="4" w:color="000000"'
        rules = f"<w:pBdr><w:top {edge}/><w:bottom {edge}/></w:pBdr>"
        frame = (
            f'<w:framePr w:w="{_TEXT_WIDTH}" w:wrap="around" w:vAnchor="margin" w:hAnchor="margin" w:xAlign="center" '
            'w:yAlign="bottom"/>'
        )
        spacing = '<w:spacing w:before="0" w:after="0" w:line="480" w:lineRule="exact"/>'
        sides = '<w:ind w:left="280" w:right="280"/>'
        self._add(_paragraph(_run("", FANGSONG, 2), line=_IMPRINT, keep=True))
        self._add(f"<w:p {NAMESPACE}><w:pPr>{frame}{rules}{tab}{spacing}{sides}</w:pPr>{runs}</w:p>")
        self._add(_paragraph(_run("", FANGSONG, 2), line=20))

    def annex(self, label: str, title: str) -> None:
        """Begin an annex on a new page: its label at the left edge, its title centred."""
        self._add(_paragraph(_run(label, HEITI, BODY), page_break=True))
        self._add(_paragraph(_run(title, XIAOBIAOSONG, 36), align="center", line=600))

    # --- private ---------------------------------------------------------------------------------------------------

    def _add(self, xml: str) -> None:
        self._section_end.addprevious(parse_xml(xml))

    def _lay_out_page(self) -> None:
        section = self._section
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.header_distance, section.footer_distance = Mm(20), Mm(23)
        section.gutter = Emu(0)
        for grid in section._sectPr.findall(f"{{{section._sectPr.nsmap['w']}}}docGrid"):
            section._sectPr.remove(grid)
        section._sectPr.append(parse_xml(f'<w:docGrid {NAMESPACE} w:type="lines" w:linePitch="{LINE_PITCH}"/>'))
        normal = self._document.styles["Normal"]
        normal.paragraph_format.space_after = normal.paragraph_format.space_before = Emu(0)
        normal.paragraph_format.widow_control = True
        fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
        for kind, name in (("eastAsia", FANGSONG), ("ascii", LATIN), ("hAnsi", LATIN)):
            fonts.set(f"{{{fonts.nsmap['w']}}}{kind}", name)

    def _number_pages(self) -> None:
        """`— 1 —`: at the right on odd pages, at the left on even ones, one character in."""
        self._document.settings.odd_and_even_pages_header_footer = True
        field = (
            '<w:fldSimple w:instr=" PAGE "><w:r>' + _font(SONGTI, SMALL, drawn=0) + "<w:t>1</w:t></w:r></w:fldSimple>"
        )
        runs = _run("— ", SONGTI, SMALL, drawn=0) + field + _run(" —", SONGTI, SMALL, drawn=0)
        _replace(self._section.footer, _paragraph(runs, align="right", right=1, line=0))
        _replace(self._section.even_page_footer, _paragraph(runs, align="left", left=1, line=0))


def _replace(part: Any, xml: str) -> None:
    part.is_linked_to_previous = False
    element = part._element
    for old in list(element):
        element.remove(old)
    element.append(parse_xml(xml))


def _font(name: str, size: int, colour: str = "", drawn: int = CHARACTER_DRAWN) -> str:
    tint = f'<w:color w:val="{colour}"/>' if colour else ""
    spacing = f'<w:spacing w:val="{drawn}"/>' if drawn else ""
    return (
        f'<w:rPr><w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{name}" w:hint="eastAsia"/>'
        f'{tint}{spacing}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
    )


def _run(text: str, font: str, size: int, colour: str = "", drawn: int = CHARACTER_DRAWN) -> str:
    return f'<w:r>{_font(font, size, colour, drawn)}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _paragraph(
    runs: str,
    *,
    align: Alignment = "left",
    indent: bool = False,
    left: int = 0,
    right: int = 0,
    before: int = 0,
    line: int = LINE_PITCH,
    rule: str = "",
    keep: bool = False,
    page_break: bool = False,
) -> str:
    """A paragraph: `left` and `right` indents in characters, `line` in twentieths of a point (0: as its text)."""
    pitch = f'w:line="{line}" w:lineRule="exact"' if line else 'w:line="240" w:lineRule="auto"'
    first = ' w:firstLineChars="200" w:firstLine="630"' if indent else ""
    sides = f' w:leftChars="{left * 100}" w:left="{left * 280}"' if left else ""
    sides += f' w:rightChars="{right * 100}" w:right="{right * 315}"' if right else ""
    return (
        f"<w:p {NAMESPACE}><w:pPr>"
        + ("<w:keepNext/>" if keep else "")
        + ("<w:pageBreakBefore/>" if page_break else "")
        + (f'<w:pBdr><w:bottom w:val="single" w:sz="18" w:space="0" w:color="{rule}"/></w:pBdr>' if rule else "")
        + ('<w:snapToGrid w:val="0"/>' if 0 < line < LINE_PITCH // 2 + 100 else "")
        + f'<w:spacing w:before="{before}" w:after="0" {pitch}/>'
        + (f"<w:ind{first}{sides}/>" if first or sides else "")
        + f'<w:jc w:val="{align}"/></w:pPr>{runs}</w:p>'
    )


def _row(
    cells: Sequence[str], widths: Sequence[int], aligned: Sequence[Alignment], *, head: bool = False, keep: bool = False
) -> str:
    next_too = "<w:keepNext/>" if keep else ""
    marks = "<w:cantSplit/>" + ("<w:tblHeader/>" if head else "")
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr>{next_too}<w:snapToGrid w:val="0"/>'
        f'<w:spacing w:before="20" w:after="20" w:line="260" w:lineRule="exact"/>'
        f'<w:jc w:val="{align}"/></w:pPr>{cell}</w:p></w:tc>'
        for cell, width, align in zip(cells, widths, aligned, strict=True)
    )
    return f"<w:tr><w:trPr>{marks}</w:trPr>{made}</w:tr>"
