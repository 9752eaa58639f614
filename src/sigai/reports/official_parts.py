"""The parts of an official document that stand beside its text: faces and what to put for them, properties, language.

python-docx's template brings those of its own maker; a bulletin has its office's.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import Any
from xml.sax.saxutils import quoteattr

from docx.opc.constants import RELATIONSHIP_TYPE

FANGSONG, HEITI, KAITI, SONGTI, XIAOBIAOSONG = "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体", "方正小标宋简体"
LATIN = "Times New Roman"

_ALIKE = {FANGSONG: "仿宋", KAITI: "楷体", XIAOBIAOSONG: "华文中宋", HEITI: "SimHei", SONGTI: "SimSun"}
"""For each face the one that looks like it and that a machine without it is likely to have."""
NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OF_THE_TEMPLATE = (
    RELATIONSHIP_TYPE.THUMBNAIL,
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
)
_CHINESE = "zh-CN"
_LONGEST = 255
"""Characters of a property of a document."""


def settle_parts(document: Any, *, title: str, author: str, day: date | None, writer: str) -> None:
    """Give a new document of python-docx its own faces, language and properties: title, author, the day it is of
    (none: no day) and the program that wrote it."""
    part = document.part
    for whole in (part, part.package):
        for key in [key for key, relation in whole.rels.items() if relation.reltype in _OF_THE_TEMPLATE]:
            whole.rels.pop(key)
    part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)._blob = _font_table()
    theme = part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme._blob = re.sub(rb'\s*<a:font script="Jpan"[^>]*/>', b"", theme.blob)
    _speak_chinese(document)
    describe(document.core_properties, title, author, day, writer)
    part.package.part_related_by(RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)._blob = (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        b"<Application>Sigai</Application></Properties>"
    )


def _font_table() -> bytes:
    """The faces of the document, each Chinese one with its `altName`."""
    faces = "".join(
        f"<w:font w:name={quoteattr(name)}><w:altName w:val={quoteattr(alike)}/>"
        '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for name, alike in _ALIKE.items()
    )
    latin = (
        f'<w:font w:name="{LATIN}"><w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font>'
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f"{head}<w:fonts {NAMESPACE}>{faces}{latin}</w:fonts>".encode()


def _speak_chinese(document: Any) -> None:
    """Chinese as the language of what is written in Chinese characters, for spelling and for faces of the theme."""
    for element in (document.styles.element, document.settings.element):
        for name in ("lang", "themeFontLang"):
            for language in element.iter(f"{{{element.nsmap['w']}}}{name}"):
                language.set(f"{{{element.nsmap['w']}}}eastAsia", _CHINESE)


def describe(properties: Any, title: str, author: str, day: date | None, writer: str) -> None:
    """Give a document its properties: title, author, the day it is of (none: no day), the program that wrote it."""
    properties.title, properties.version, properties.language = title[:_LONGEST], writer, _CHINESE
    properties.author = properties.last_modified_by = author[:_LONGEST]
    properties.comments = ""
    if day is not None:
        properties.created = properties.modified = datetime.combine(day, time(), UTC)
        return
    for element in list(properties._element):
        if element.tag.endswith(("}created", "}modified")):
            properties._element.remove(element)
