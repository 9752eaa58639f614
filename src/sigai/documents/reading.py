"""The way in: a file of any kind that plans come in, to a document."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from sigai.base.issues import Issue, Place, UserError
from sigai.documents.characters import NO_DOCUMENT, NO_TEXT
from sigai.documents.draft import Block
from sigai.documents.left_out import some
from sigai.documents.model import ReadDocument
from sigai.documents.pdf import pdf_blocks
from sigai.documents.plain_text import decoded, text_blocks
from sigai.documents.problems import (
    EMPTY,
    ENCRYPTED,
    FRACTIONS,
    MOST_BYTES,
    MOST_CHARACTERS,
    NOT_A_PLAN,
    POWERS,
    TOO_LARGE,
)
from sigai.documents.structure import assemble
from sigai.documents.web_page import page_blocks
from sigai.documents.word import word_blocks

_PACKED = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_PAGE = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|meta|div|p|table|article|h[1-6])\b", re.IGNORECASE)
_POWER = re.compile(r"(?:\d+(?:\.\d+)?[×xX*·])?(?:(?<!\d)10[⁰¹²³⁴-⁻]+|\d+\^[-−]?\d+)")
_TENS = "一二两三四五六七八九十"
_FRACTION = re.compile(
    rf"\d*[¼-¾⅐-⅞]|(?<![百千万{_TENS}])[{_TENS}]{{1,3}}分之[{_TENS}\d][{_TENS}\d.]*"
    r"|(?<![\d/∕⁄.-])\d{1,2}\s?[/∕⁄]\s?\d{1,2}(?![\d/∕⁄.%％号年月日时小A-Za-z-])"
)
"""½, 五分之四 and 4/5, but no percentage (百分之五), date (2022/6/30) or number of a document (6/7号)."""
_OTHERS = (
    (b"\x89PNG", "图片", "a picture"),
    (b"\xff\xd8\xff", "图片", "a picture"),
    (b"GIF8", "图片", "a picture"),
    (b"II*\0", "图片", "a picture"),
    (b"MM\0*", "图片", "a picture"),
    (b"BM", "图片", "a picture"),
    (b"{\\rtf", "RTF 文件", "an RTF file"),
    (b"Rar!", "压缩包", "a packed archive"),
    (b"7z\xbc\xaf", "压缩包", "a packed archive"),
    (b"\x1f\x8b", "压缩包", "a packed archive"),
    (b"OFD", "OFD 文件", "an OFD file"),
    (b"\x7fELF", "程序", "a program"),
    (b"MZ", "程序", "a program"),
)


def read_document(path: Path) -> ReadDocument:
    """The document in a .docx, .pdf, .html or .txt file, told by its content rather than its name.

    UserError where it cannot be read. Nothing in the file is executed, nothing is fetched.
    """
    blocks, issues = _blocks(path, _content(path))
    document = assemble(blocks, path.stem)
    if not document.characters.text:
        raise UserError([EMPTY.at(Place(str(path)), file=path)])
    _check_size(path, document)
    return replace(document, issues=(*issues, *_told(path, document, {issue.code for issue in issues})))


def _told(path: Path, document: ReadDocument, already: set[str]) -> list[Issue]:
    """What stands in the text and is no figure of ours, whatever the kind of file: powers, and fractions where its own
    reader did not tell of them."""
    found = []
    for problem, pattern in ((POWERS, _POWER), (FRACTIONS, _FRACTION)):
        shown = [match.group() for each in document.content() for match in pattern.finditer(each.text)]
        if shown and problem.code not in already:
            found.append(problem.at(Place(str(path)), file=path, shown=some(shown)))
    return found


def document_from_text(text: str, id: str) -> ReadDocument:  # noqa: A002 - the word of the contract
    """The document that a plain text is; `id` names it in anchors."""
    return assemble(text_blocks(text), id)


def _content(path: Path) -> bytes:
    place = Place(str(path))
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            limit = f"{MOST_BYTES / 2**20:.0f} MB"
            raise UserError([TOO_LARGE.at(place, file=path, size=f"{size / 2**20:.0f} MB", limit=limit)])
        content = path.read_bytes()
    except OSError as error:
        raise UserError([NO_DOCUMENT.at(place, file=path, detail=error.strerror or error)]) from error
    except ValueError as error:
        raise UserError([NO_DOCUMENT.at(place, file=path, detail=error)]) from error
    if not content.strip():
        raise UserError([EMPTY.at(place, file=path)])
    return content


def _blocks(path: Path, content: bytes) -> tuple[list[Block], list[Issue]]:
    """The blocks of a file by what its first bytes say it is."""
    place = Place(str(path))
    if content.startswith(_PACKED):
        return word_blocks(path, content)
    if b"%PDF-" in content[:1024]:
        return pdf_blocks(path, content)
    if content.startswith(_COMPOUND):
        if _ENCRYPTED_STREAM in content:
            raise UserError([ENCRYPTED.at(place, file=path)])
        found, found_en = "旧式 Office 文件（.doc、.xls、.wps）", "an old Office file (.doc, .xls, .wps)"
        raise UserError([NOT_A_PLAN.at(place, file=path, found=found, found_en=found_en)])
    for start, found, found_en in _OTHERS:
        if content.startswith(start) and (len(start) > 2 or b"\0" in content[:512]):
            raise UserError([NOT_A_PLAN.at(place, file=path, found=found, found_en=found_en)])
    if path.suffix.lower() in {".htm", ".html", ".xhtml", ".shtml"} or _PAGE.search(content[:2048].lstrip()[:512]):
        blocks, left = page_blocks(path, content)
        return blocks, left.issues(path)
    return _text_blocks(path, content), []


def _text_blocks(path: Path, content: bytes) -> list[Block]:
    text = decoded(content)
    if text is None:
        raise UserError([NO_TEXT.at(Place(str(path)), file=path)])
    if len(text) > MOST_CHARACTERS:
        raise UserError([_too_long(path, len(text))])
    return text_blocks(text)


def _check_size(path: Path, document: ReadDocument) -> None:
    length = len(document.characters.text)
    if length > MOST_CHARACTERS:
        raise UserError([_too_long(path, length)])


def _too_long(path: Path, length: int) -> Issue:
    return TOO_LARGE.at(
        Place(str(path)), file=path, size=f"{length:,} characters", limit=f"{MOST_CHARACTERS:,} characters"
    )
