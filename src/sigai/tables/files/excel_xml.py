"""The XML of a workbook in pieces, as a spreadsheet program writes it or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree

from sigai.tables.files.packed import RefusedError
from sigai.tables.files.problems import STRANGE_XML

_NOT_READ = (".svg", ".vml")
"""Drawings: pictures may declare a document type, and old ones are no sound XML. No reader of tables opens them."""

_LONGEST_TAG = 1 << 20
_SPACE = b" \t\r\n"
_UTF_16 = re.compile(rb"\xff\xfe|\xfe\xff|<\0.\0|\0<\0", re.DOTALL)
_WHOLE_TAG = re.compile(rb"""<[^<>"']*+(?:"[^"<]*+"[^<>"']*+|'[^'<]*+'[^<>"']*+)*+>""")


def well_formed(name: str, blocks: Iterator[bytes]) -> Iterator[bytes]:
    """The blocks of a part; RefusedError where it is XML that a spreadsheet program does not write: not well formed,
    not in UTF-8, or with a document type, which may declare entities that swell."""
    parser = None
    for number, block in enumerate(blocks):
        if number == 0 and not name.endswith(_NOT_READ):
            parser = _parser(block)
        if parser is not None:
            _ask(parser.feed, block)
        yield block
    if parser is not None:
        _ask(parser.close)


def elements(blocks: Iterator[bytes], *names: str) -> Iterator[Any]:
    """The elements of some names in a part, in order; each is thrown away once it was looked at, so that a part of any
    length takes no memory."""
    parser: Any = etree.XMLPullParser(
        events=("end",),
        tag=[f"{{*}}{name}" for name in names],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )
    for block in blocks:
        parser.feed(block)
        for _, one in parser.read_events():
            yield one
            one.clear()
            if (parent := one.getparent()) is not None:
                parent.remove(one)


class _Nothing:
    """What the parser builds of a part: nothing, so that it takes no memory."""

    def doctype(self, *_: object) -> None:
        """Called where a document type is declared, before any entity is read."""
        raise RefusedError(STRANGE_XML, reason_zh="声明了文档类型", reason_en="it declares a document type")

    def close(self) -> None:
        """Called at the end."""


def _parser(head: bytes) -> Any:
    if _UTF_16.match(head):
        raise RefusedError(STRANGE_XML, reason_zh="不是 UTF-8", reason_en="not in UTF-8")
    if not head.removeprefix(b"\xef\xbb\xbf").lstrip(_SPACE).startswith(b"<"):
        return None
    nothing: Any = _Nothing()
    return etree.XMLParser(target=nothing, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def _ask(parse: Callable[..., object], *block: bytes) -> None:
    try:
        parse(*block)
    except etree.XMLSyntaxError as error:
        raise RefusedError(STRANGE_XML, reason_zh="结构不完整", reason_en="not well formed") from error


def pieces(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes cut before a `<`, so that no tag is cut in two."""
    rest = b""
    for block in blocks:
        piece = rest + block
        cut = piece.rfind(b"<")
        if cut > 0:
            yield piece[:cut]
        rest = piece[max(cut, 0) :]
        if len(rest) > _LONGEST_TAG:
            if rest.startswith(b"<") and not _WHOLE_TAG.match(rest):
                raise RefusedError(STRANGE_XML, reason_zh="标签过长", reason_en="a tag without end")
            yield rest
            rest = b""
    yield rest
