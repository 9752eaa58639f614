"""Web pages (.html) to blocks: headings, paragraphs and tables of the article; scripts and menus left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from lxml import etree, html

from sigai.base.issues import Place, UserError
from sigai.documents.draft import Block, row
from sigai.documents.left_out import UnreadText
from sigai.documents.plain_text import INVISIBLE, decoded, text_blocks
from sigai.documents.problems import DAMAGED, TOO_MUCH_WORK
from sigai.documents.web_shown import DROPPED, INLINE, show
from sigai.documents.web_styles import StylesTooLargeError

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_-]{3,20})""", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ARTICLE = re.compile(
    r"article|content|zoom|trs_editor|editor|detail|zhengwen|ucap|xxgk|news[_-]?text|main[_-]?text|wrapper-text",
    re.IGNORECASE,
)
_MENU = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|navbar|breadcrumb|crumbs?|sidebar|footer|header|share|toolbar|position|pagination|copyright)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BROKEN_LINE = re.compile(r"(?<=[\u2e80-\uffef“”‘’—…])[ \t]*[\r\n]\s*(?=[\u2e80-\uffef“”‘’—…])")
_BREAK = "\v"
_BROKEN_FIGURE = re.compile(
    rf"([\u4e00-\u9fff≥≤＞＜><]\d[\d.,]*+)[^\S{_BREAK}]*+{_BREAK}\s*+"
    r"(?=(?!(?:19|20)\d\d年)[.,]?\d+[\u4e00-\u9fff%％‰]|[%％‰]|[\u4e00-\u9fff]{1,4}[，。；、])"
)
"""A line break within a figure, or between a figure and the last word of its sentence or clause: its unit."""
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_MOST_SPAN = 200


def page_blocks(path: Path, content: bytes) -> tuple[list[Block], UnreadText]:
    """The blocks of a web page as a browser shows it, and what of it was left out; UserError where it is none."""
    text = _page_text(content)
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = html.document_fromstring(text, parser=parser) if text and text.strip() else None
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        root = None
    cut_short = any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
    if root is None or cut_short:
        raise UserError([DAMAGED.at(Place(str(path)), file=path, kind=".html")])
    try:
        shown = show(root)
    except StylesTooLargeError as error:
        raise UserError([TOO_MUCH_WORK.at(Place(str(path)), file=path)]) from error
    body = root.find("body")
    body = root if body is None else body
    walk = _PageWalk(body)
    blocks = list(walk.blocks())
    return blocks, UnreadText(unseen=walk.of_article(shown.unseen), fractions=shown.fractions)


def _page_text(content: bytes) -> str | None:
    declared = _CHARSET.search(content[:4096])
    if declared is not None and not content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        name = declared.group(1).decode("ascii").lower()
        encoding = "gb18030" if name.startswith("gb") else name
        try:
            return _cleaned(content.decode(encoding))
        except (UnicodeDecodeError, LookupError):
            pass
    text = decoded(content)
    return None if text is None else _cleaned(text)


def _cleaned(text: str) -> str:
    return _DECLARATION.sub("", text.translate(INVISIBLE))


class _PageWalk:
    """Walks a page without recursion, for pages nest deeper than a stack."""

    def __init__(self, body: etree._Element) -> None:
        self._body = body
        self._article = _article_of(body)
        self._outside = self._article is not body
        self._asides: list[etree._Element] = []
        self._headings: list[int] = []
        self._texts: list[str] = []

    def of_article(self, texts: Sequence[tuple[etree._Element, str]]) -> list[str]:
        """Of texts in elements those of the article: what the page around it hides is its machinery."""
        inside = set(self._article.iter()) if texts else set()
        return [text for element, text in texts if element in inside]

    def blocks(self) -> Iterator[Block]:
        """The blocks in order; what stands outside the article is furniture."""
        walk = etree.iterwalk(self._body, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                if element.tag in DROPPED or element.tag == "pre" or self._is_data(element):
                    walk.skip_subtree()
                yield from self._begin(element)
            else:
                yield from self._finish(element)
        yield from self._flush()

    def _begin(self, element: etree._Element) -> Iterator[Block]:
        name = element.tag
        if name in DROPPED:
            return
        if name == "br":
            self._texts.append(" " if self._headings else _BREAK)
        elif name not in INLINE:
            yield from self._flush()
        if name == "pre":
            yield from text_blocks(_all_text(element))
            return
        if self._is_data(element):
            yield from _table_rows(element)
            return
        if element is self._article:
            self._outside = False
        if _is_menu(element, self._article):
            self._asides.append(element)
        if name in _HEADINGS:
            self._headings.append(_HEADINGS[name])
        self._texts.append(element.text or "")

    def _finish(self, element: etree._Element) -> Iterator[Block]:
        name = element.tag
        if name not in INLINE and name not in DROPPED and name != "br":
            yield from self._flush()
        if name in _HEADINGS and self._headings:
            self._headings.pop()
        if self._asides and self._asides[-1] is element:
            self._asides.pop()
        if element is self._article and element is not self._body:
            self._outside = True
        if element is not self._body:
            self._texts.append(element.tail or "")

    def _flush(self) -> Iterator[Block]:
        whole = _BROKEN_FIGURE.sub(r"\1", "".join(self._texts))
        self._texts = []
        for line in whole.split(_BREAK):
            text = _BROKEN_LINE.sub("", line)
            if not text.strip():
                continue
            if self._outside or self._asides:
                yield Block(text, kind="furniture")
            else:
                yield Block(text, outline=self._headings[-1] if self._headings else 0)

    def _is_data(self, table: etree._Element) -> bool:
        """Whether it is a table of data: several columns and rows, no table in a cell. Others only lay out the page."""
        if table.tag != "table":
            return False
        if any(item is not table for item in table.iter("table")) or (
            self._article is not self._body and any(item is self._article for item in table.iter())
        ):
            return False
        rows = list(table.iter("tr"))
        columns = max((sum(cell.tag in {"td", "th"} for cell in item) for item in rows), default=0)
        return columns >= 2 and len(rows) >= 2


def _all_text(element: etree._Element) -> str:
    return "".join(str(piece) for piece in element.itertext())


def _article_of(body: etree._Element) -> etree._Element:
    """The element that holds the article: most of the text under a name that says so, else the whole page."""
    read, begun, lengths = 0, {}, {}
    walk = etree.iterwalk(body, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            if element.tag in DROPPED:
                walk.skip_subtree()
                continue
            begun[element] = read
            read += _count(element.text)
        else:
            if element in begun:
                lengths[element] = read - begun.pop(element)
            read += _count(element.tail)
    named = [element for element in lengths if _may_hold_article(element) and lengths[element] >= 0.6 * read]
    return min(named, key=lambda element: lengths[element], default=body)


def _may_hold_article(element: etree._Element) -> bool:
    if element.tag in {"article", "main"}:
        return True
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return element.tag in {"div", "section", "td"} and _ARTICLE.search(names) is not None


def _count(text: str | None) -> int:
    return len("".join(text.split())) if text else 0


def _is_menu(element: etree._Element, article: etree._Element) -> bool:
    if element is article or element.tag in {"body", "html", "article", "main"} or element.tag in _HEADINGS:
        return False
    if element.tag in {"footer", "aside", "header"}:
        return not any(parent.tag in {"article", "main"} for parent in element.iterancestors())
    return element.tag in {"div", "ul", "ol"} and bool(
        _MENU.search(f"{element.get('class', '')} {element.get('id', '')}")
    )


def _table_rows(table: etree._Element) -> Iterator[Block]:
    """The rows of a table; a cell that spans rows or columns has its text once, the places it covers are empty."""
    for caption in table.iter("caption"):
        yield Block(_cell_text(caption))
    covered: dict[int, int] = {}
    for element in table.iter("tr"):
        cells: list[str] = []
        whole = [item for item in element if item.tag in {"td", "th"}]
        for cell in whole:
            while covered.get(len(cells), 0) > 0:
                covered[len(cells)] -= 1
                cells.append("")
            down, across = (_span(cell.get(name)) for name in ("rowspan", "colspan"))
            for place in range(len(cells), len(cells) + across):
                covered[place] = down - 1
            cells.extend([_cell_text(cell), *([""] * (across - 1))])
        while covered.get(len(cells), 0) > 0:
            covered[len(cells)] -= 1
            cells.append("")
        if len(whole) == 1 and len(cells) > 1 and cells[0] and not any(cells[1:]):
            yield Block(cells[0])
        elif any(cell.strip() for cell in cells):
            yield row(tuple(cells))


def _cell_text(cell: etree._Element) -> str:
    texts: list[str] = []
    for event, element in etree.iterwalk(cell, events=("start", "end")):
        dropped = element.tag in DROPPED
        if event == "start":
            if element.tag not in INLINE and element is not cell:
                texts.append(" ")
            texts.append("" if dropped else element.text or "")
        elif element is not cell:
            texts.append((" " if element.tag not in INLINE else "") + (element.tail or ""))
    return " ".join(_BROKEN_LINE.sub("", "".join(texts)).split())


def _span(text: str | None) -> int:
    return min(max(int(text), 1), _MOST_SPAN) if text and re.fullmatch(r"\s*\d{1,4}\s*", text) else 1
