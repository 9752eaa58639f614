"""Files that were made to stop whoever reads them: a few bytes that ask for gigabytes or for hours."""

from __future__ import annotations

import io
import os
import re
import time
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from sigai.base import Issue
from sigai.tables.files import header_key, read_tables

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEADER = ("entity", "measure", "period", "value")


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def row(number: int, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def header(names: Sequence[str] = HEADER) -> str:
    return row(1, *(cell(f"{chr(65 + at)}1", name) for at, name in enumerate(names)))


def sheet(rows: str, tail: str = "", *, head: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<worksheet xmlns="{MAIN}" xmlns:r="{LINKS}">'
        f"<sheetData>{rows}</sheetData>{tail}</worksheet>"
    )


def merged(*ranges: str) -> str:
    cells = "".join(f'<mergeCell ref="{each}"/>' for each in ranges)
    return f"<mergeCells>{cells}</mergeCells>"


def parts_of(sheets: Sequence[str], shared: str = "", *, listed: Sequence[int] = ()) -> dict[str, str]:
    """The parts of a workbook. `listed`: which sheet's part each sheet of the book names, where not each its own."""
    book = "".join(
        f'<sheet name="S{number}" sheetId="{number}" r:id="r{at}"/>'
        for number, at in enumerate(listed or range(len(sheets)), 1)
    )
    relations = "".join(
        f'<Relationship Id="r{at}" Type="{LINKS}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(len(sheets))
    )
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for at in range(len(sheets))
    )
    if shared:
        relations += f'<Relationship Id="s" Type="{LINKS}/sharedStrings" Target="sharedStrings.xml"/>'
        types += f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPE}.sharedStrings+xml"/>'
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f"{types}</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="b" '
        f'Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{book}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>',
        **{f"xl/worksheets/sheet{at}.xml": content for at, content in enumerate(sheets)},
        **({"xl/sharedStrings.xml": shared} if shared else {}),
    }


def packed(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def book(*sheets: str, shared: str = "", more: Mapping[str, str | bytes] | None = None) -> bytes:
    return packed({**parts_of(sheets, shared), **(more or {})})


def texts(*each: str) -> str:
    return f'<sst xmlns="{MAIN}">{"".join(f"<si><t>{text}</t></si>" for text in each)}</sst>'


def laughing(levels: int = 9) -> str:
    """A document type whose entities swell tenfold at each level; `&l9;` is the last."""
    swelling = ""
    for level in range(1, levels + 1):
        below = f"&l{level - 1};" * 10
        swelling += f'<!ENTITY l{level} "{below}">'
    return f'<!DOCTYPE x [<!ENTITY l0 "ha">{swelling}]>'


ONE_ROW = header() + row(2, cell("A2", "甲"), cell("B2", "output"), cell("C2", "2021-02"), cell("D2", "1"))


def named(count: int, text: int = 0) -> str:
    """So many rows whose one cell names a shared text."""
    return "".join(f'<row r="{at}"><c r="A{at}" t="s"><v>{text}</v></c></row>' for at in range(2, count + 2))


def _far(rows: int, last: str) -> str:
    return sheet(header() + row(rows, cell(f"{last}{rows}", "x")))


def _unclosed(tag: str) -> bytes:
    return book(sheet(ONE_ROW), more={"xl/media/x.xml": f"<{tag} " * 500_000})


def _twice() -> bytes:
    stream = io.BytesIO(book(sheet(ONE_ROW)))
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("xl/worksheets/sheet0.xml", _far(19_990, "ALL"))
    return stream.getvalue()


_TALL = "".join(row(at, cell(f"Z{at}", "x")) for at in range(2, 5000))

WORKBOOKS: Mapping[str, tuple[bytes, str]] = {
    "tags that never end": (_unclosed("row"), "T124"),
    "cells that never end": (_unclosed("c"), "T124"),
    "a tag longer than any": (book(sheet(ONE_ROW.replace("<c ", f'<c x="{"a" * 3_000_000}" ', 1))), "T124"),
    "one merged range over the sheet": (book(sheet(ONE_ROW, merged("A100:XFD1048576"))), "T121"),
    "four hundred merged ranges": (book(sheet(header() + _TALL, merged(*["A3:A5000"] * 400))), "T121"),
    "ten thousand merged ranges": (book(sheet(header() + _TALL, merged(*["A3:A5000"] * 10_000))), "T121"),
    "one link over the sheet": (
        book(sheet(ONE_ROW, '<hyperlinks><hyperlink ref="A1:XFD1048576" location="a"/></hyperlinks>')),
        "T121",
    ),
    "more sheets than anybody has": (book(*[sheet(header())] * 251), "T122"),
    "dense rows at great distances": (
        book(sheet(header() + "".join(row(at, cell(f"ALK{at}", "x")) for at in range(9_000, 1_000_000, 9_000)))),
        "T120",
    ),
    "one part as a hundred sheets": (
        packed(parts_of([_far(9_999, "CV")], listed=[0] * 100)),
        "T120",
    ),
    "merged ranges in one part as many sheets": (
        packed(parts_of([sheet(header() + _TALL, merged(*["A3:A5000"] * 30))], listed=[0] * 100)),
        "T12",
    ),
    "a row whose cells do not say where they stand": (
        book(sheet(f"{ONE_ROW}<row>{'<c><v>1</v></c>' * 20_000}</row>" + "<row><c><v>1</v></c></row>" * 100)),
        "T120",
    ),
    "rows that lie about their cells": (
        book(*[sheet(header() + '<row r="2"><c r="Z99999"><v>1</v></c></row>')] * 40),
        "T120",
    ),
    "a long text in a thousand cells": (
        book(sheet(header() + named(5_000)), shared=texts("a" * 100_000)),
        "T123",
    ),
    "a long text in many cells, and short ones": (
        book(sheet(header() + named(2_000) + named(2_000, 1)), shared=texts("a" * 100_000, "b")),
        "T123",
    ),
    "a long text behind one in a comment": (
        book(
            sheet(header() + named(5_000)),
            shared=texts("a" * 100_000).replace("<si>", "<!-- <si>b</si> --><si>", 1),
        ),
        "T123",
    ),
    "an entity from outside": (
        book(sheet(ONE_ROW, head='<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>')),
        "T124",
    ),
    "billion laughs in a sheet": (book(sheet(ONE_ROW.replace("甲", "&l9;"), head=laughing())), "T124"),
    "billion laughs in the texts": (
        book(sheet(ONE_ROW), shared=laughing() + texts("&l9;")),
        "T124",
    ),
    "a sheet in UTF-16": (
        packed(
            {**parts_of([""]), "xl/worksheets/sheet0.xml": sheet(ONE_ROW).replace("UTF-8", "UTF-16").encode("utf-16")}
        ),
        "T124",
    ),
    "XML that is not well formed": (book(sheet(ONE_ROW).replace("</row>", "", 1)), "T124"),
    "a part that is there twice": (_twice(), "T102"),
    "a second directory behind the first": (book(sheet(ONE_ROW)) + book(sheet(ONE_ROW)), "T102"),
    "packed in another way": (packed(parts_of([sheet(ONE_ROW)]), zipfile.ZIP_BZIP2), "T102"),
}
"""By what is hostile about it: the file, and how the code of its refusal begins."""

FAR_APART: Mapping[str, bytes] = {
    f"{count} sheets with two cells far apart": book(*[_far(19_990, "ALL")] * count) for count in (1, 4, 100)
} | {
    "a far cell under a prefix": book(
        re.sub("(</?)(row|c)(?=[ >])", r"\1x:\2", _far(1_048_576, "XFD")).replace("xmlns=", f'xmlns:x="{MAIN}" xmlns=')
    ),
    "a far cell behind a mark in a value": book(_far(1_048_576, "XFD").replace('<c r="XFD', '<c x=">" r="XFD')),
    "a far cell with spaces and other quotes": book(
        _far(1_048_576, "XFD").replace('<c r="XFD1048576"', "<c \n x=' r=\"A2\" '\tr\n=\n'XFD1048576'")
    ),
    "cells after a far row that do not say where they stand": book(
        sheet(f'{ONE_ROW}<row r="1000000"><c><v>1</v></c></row>')
    ),
    "a far row with a sign": book(_far(1_048_576, "B").replace('<row r="1048576"', '<row r="+1048576"')),
}
"""What lies far away is left out, and said so (T112)."""


def many(count: int, text: str, start: int = 3) -> str:
    """The text so many times, each with its own number for `#`."""
    return "".join(text.replace("#", str(number)) for number in range(start, start + count))


def filled_down(count: int, formula: str, column: str = "D", start: int = 2) -> str:
    """So many rows of a shared formula that stands in the first of them, each with its result."""
    first = f'<f t="shared" ref="{column}{start}:{column}{start + count - 1}" si="0">{formula}</f><v>1</v>'
    return row(start, f'<c r="{column}{start}">{first}</c>') + many(
        count - 1, f'<row r="#"><c r="{column}#"><f t="shared" si="0"/><v>1</v></c></row>', start + 1
    )


def _with_part(name: str, kind: str, content: str) -> bytes:
    """A workbook of one row whose sheet names another part."""
    relation = f'<Relationship Id="x" Type="{LINKS}/{kind}" Target="../{name}"/>'
    return book(
        sheet(ONE_ROW, '<tableParts><tablePart r:id="x"/></tableParts>' if kind == "table" else ""),
        more={
            "xl/worksheets/_rels/sheet0.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{relation}'
            "</Relationships>",
            f"xl/{name}": content,
        },
    )


def _comment(ref: str) -> str:
    inside = f'<authors/><commentList><comment ref="{ref}" authorId="0"/></commentList>'
    return f'<comments xmlns="{MAIN}">{inside}</comments>'


def _with_styles(styles: str) -> bytes:
    parts = parts_of([sheet(ONE_ROW)])
    links, types = "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
    relation = f'<Relationship Id="st" Type="{LINKS}/styles" Target="styles.xml"/></Relationships>'
    kind = f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>'
    changed = {
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
        links: parts[links].replace("</Relationships>", relation),
        types: parts[types].replace("</Types>", kind),
    }
    return packed(parts | changed)


def _with_names(names: str) -> bytes:
    parts = parts_of([sheet(ONE_ROW)])
    workbook = parts["xl/workbook.xml"].replace("</workbook>", f"<definedNames>{names}</definedNames></workbook>")
    return packed(parts | {"xl/workbook.xml": workbook})


def _named_again(content: str, times: int) -> bytes:
    """A workbook whose relations name the part of its sheet so many times more, in another way."""
    parts = parts_of([content])
    links = "xl/_rels/workbook.xml.rels"
    again = many(
        times, f'<Relationship Id="a#" Type="{LINKS}/worksheet" Target="worksheets/../worksheets/./sheet0.xml"/>'
    )
    return packed(parts | {links: parts[links].replace("</Relationships>", f"{again}</Relationships>")})


def _tailed(outer: str, inner: str) -> bytes:
    return book(sheet(ONE_ROW, f"<{outer}>{inner}</{outer}>"))


_BREAK, _COLUMN, _FORMAT = '<brk id="3"/>', '<col min="1" max="1"/>', "<xf/>"
_LIST_OF_RANGES = many(200_000, "A# ")
_RULE = '<cfRule type="expression" priority="1"><formula>1</formula></cfRule>'
HEAVY: Mapping[str, bytes] = {
    "a shared formula in many cells": book(sheet(ONE_ROW + filled_down(38_000, "B3+1", start=3))),
    "a long shared formula in some": book(sheet(ONE_ROW + filled_down(400, "+".join(["A1"] * 1500), start=3))),
    "a shared formula named by references to characters": book(
        sheet(ONE_ROW + filled_down(400, "+".join(["A1"] * 1500), start=3).replace('"shared"', '"&#115;hared"'))
    ),
    "many long shared formulas": book(
        sheet(ONE_ROW + many(500, f'<row r="#"><c r="A#"><f t="shared" si="#">{"1+" * 2000}1</f></c></row>'))
    ),
    "array formulas": book(
        sheet(ONE_ROW + row(3, '<c r="A3"><f t="array" ref="A3">1</f><v>1</v></c>' * 60_000)),
    ),
    "page breaks": _tailed("rowBreaks", '<brk id="3"/>' * 100_000),
    "merged pairs": _tailed("mergeCells", many(20_000, '<mergeCell ref="A#:B#"/>')),
    "one merged range of a hundred thousand": _tailed("mergeCells", '<mergeCell ref="C10:D59999"/>'),
    "links": _tailed("hyperlinks", '<hyperlink ref="A2" location="a"/>' * 20_000),
    "validations": _tailed("dataValidations", '<dataValidation sqref="A1"/>' * 40_000),
    "one validation of many ranges": _tailed("dataValidations", f'<dataValidation sqref="{_LIST_OF_RANGES}"/>'),
    "conditional formats": book(
        sheet(ONE_ROW, f'<conditionalFormatting sqref="A1">{_RULE}</conditionalFormatting>' * 20_000)
    ),
    "scenarios that nobody thought of": _tailed("scenarios", '<scenario name="a"/>' * 40_000),
    "elements that nobody knows": book(sheet(ONE_ROW, "<a/>" * 100_000)),
    "rows with a height": book(sheet(ONE_ROW + '<row r="3" ht="9"/>' * 60_000)),
    "a cell again and again": book(sheet(ONE_ROW + row(3, '<c r="A3"><v>1</v></c>' * 80_000))),
    "columns": book(sheet(ONE_ROW).replace("<sheetData>", f"<cols>{_COLUMN * 40_000}</cols><sheetData>")),
    "shared texts": book(sheet(ONE_ROW), shared=texts(*["a"] * 200_000)),
    "shared texts in pieces": book(sheet(ONE_ROW), shared=texts("a").replace("<t>a</t>", "<r><t>a</t></r>" * 40_000)),
    "formats of cells": _with_styles(f"<cellXfs>{_FORMAT * 40_000}</cellXfs>"),
    "named styles": _with_styles("<cellStyles>" + many(10_000, '<cellStyle name="n#"/>') + "</cellStyles>"),
    "defined names": _with_names(many(40_000, '<definedName name="n#">S1!$A$1</definedName>')),
    "a name of many ranges": _with_names(f'<definedName name="n">{_LIST_OF_RANGES}</definedName>'),
    "a comment on the whole sheet": _with_part(
        "comments1.xml",
        "comments",
        _comment("A1:XFD1048576"),
    ),
    "a comment on all columns": _with_part(
        "comments1.xml",
        "comments",
        _comment("A:XFD"),
    ),
    "a table of the whole sheet without columns": _with_part(
        "table1.xml", "table", f'<table xmlns="{MAIN}" id="1" name="a" displayName="a" ref="A1:XFD1048576"/>'
    ),
    "one part as many sheets": packed(
        parts_of([sheet(ONE_ROW, f"<rowBreaks>{_BREAK * 900}</rowBreaks>")], listed=[0] * 60)
    ),
    "many relations to one part": _named_again(sheet(ONE_ROW, f"<rowBreaks>{_BREAK * 900}</rowBreaks>"), 60),
    "entities in what is called a drawing": book(sheet(ONE_ROW), more={"xl/a.vml": f"{laughing()}<a>&l9;</a>"}),
}
"""Small files that a reader of figures takes, and a library that builds all that is in them does not get over."""


def with_tail(content: bytes, tail: str) -> bytes:
    """The workbook with something more behind the cells of its first sheet."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet0.xml"
    return packed(parts | {name: parts[name].replace(b"</worksheet>", f"{tail}</worksheet>".encode())})


def wait_for(go_on: str) -> None:
    """Be busy with a file until there is another: what a parser that never ends would do."""
    while not os.path.exists(go_on):  # noqa: PTH110 - the plainest there is
        time.sleep(0.05)


def stuck(path: Path, *_: object) -> None:
    """A look into a package that takes until a file lies beside the server's temporary folders."""
    wait_for(os.environ["SIGAI_TEST_GO_ON"])


def read_all(path: Path) -> tuple[list[tuple[int, int]], list[str]]:
    """Rows and columns of every table of a file, and the codes of what is wrong with it."""
    tables, codes = [], []
    for found in read_tables(path, path.name, lambda name: header_key(name) in HEADER, "entity, measure"):
        if isinstance(found, Issue):
            codes.append(found.code)
        else:
            tables.append((len(found), len(found.names)))
    return tables, codes
