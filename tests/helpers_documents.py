"""Small plan files of every kind, made on the spot: an invented county's plan, and a minimal writer of PDFs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from itertools import pairwise

from sigai.documents.model import ReadDocument

PLAN = (
    "甲县工业提升行动方案（2024-2026年）",
    "为落实上级部署，推动全县工业稳步提升，结合甲县实际情况和各园区的发展基础，经县政府研究同意，制定本行动方案。",
    "一、总体要求",
    "（一）指导思想。",
    "坚持先易后难、由点到面，围绕果蔬链安排冷藏链，统筹产业布局和园区承载能力，"
    "推动烘干间共用化、分拣线联网化改造，走出一条适合甲县的道路。",
    "（二）主要目标。",
    "到 2026 年，规模以上工业增加值年均增长 7%以上，制造业占比达到 35%左右，建成绿色工厂 12 家，"
    "单位工业增加值能耗比 2023 年下降 9%。",
    "二、重点任务",
    "（一）壮大主导产业。支持食品加工、新型材料两个产业延链补链，每年引进投资 1 亿元以上的项目 3 个。"
    "（责任单位：县工信局、发改局，各园区管委会）",
    "1.食品加工。推动龙头企业改造生产线，培育一批有影响力的区域品牌，产值突破 50 亿元。",
    "2.新型材料。依托现有园区，引进上下游企业，到 2025 年产值达到 30 亿元。",
    "——2024 年，完成技改投资 8 亿元；新增规上企业 6 家。",
    "附件 1",
    "重点任务分工表",
    "一、工作目标",
    "全县工业投资保持增长，项目库在库项目保持在 40 个以上，开工率不低于 80%。",
)


def squeezed(text: str) -> str:
    return "".join(text.split())


def whole(document: ReadDocument) -> str:
    return "".join(paragraph.characters for paragraph in document.paragraphs)


def wrap(paragraphs: Sequence[str], columns: int, indent: str = "　　", gap: int = 0) -> str:
    """Paragraphs cut at a width in half characters, as print cuts them: no closing mark begins a line."""
    lines: list[str] = []
    for paragraph in paragraphs:
        line, width = "", 0
        for letter in indent + paragraph:
            size = 1 if letter < "\u2010" and letter != "\0" else 2
            if width + size > columns and letter not in "，。；：、）！？%":
                lines.append(line)
                line, width = "", 0
            line += letter
            width += size
        lines.append(line)
    return ("\n" * (gap + 1)).join(lines) + "\n"


def pdf(pages: Sequence[Sequence[tuple[float, float, str]]], rules: str = "", extra: str = "") -> bytes:
    """A PDF of texts at places (x, y), 12 points, in a Chinese font that readers know without embedding."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) "
        "/Ordering (GB1) /Supplement 2 >> /FontDescriptor 5 0 R /DW 1000 /W [1 95 500 814 939 500] >>",
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 "
        "/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    ]
    kids: list[int] = []
    for texts in pages:
        drawn = rules + "".join(
            f"BT /F1 12 Tf 1 0 0 1 {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj ET\n" for x, y, text in texts
        )
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
        kids.append(len(objects) + 1)
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {len(objects)} 0 R {extra} >>"
        )
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] >>"
    return _file_of(objects)


def _file_of(objects: Sequence[str]) -> bytes:
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    places: list[int] = []
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1"))
    start = out.tell()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    out.write(
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\n"
        f"startxref\n{start}\n%%EOF\n".encode("latin-1")
    )
    return out.getvalue()


def nested_drawings(levels: int, times: int) -> bytes:
    """A PDF of one page that draws a form, which draws the next one many times, and so on."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /X 5 0 R >> >> "
        "/Contents 4 0 R >>",
        "<< /Length 5 >>\nstream\n/X Do\nendstream",
    ]
    for level in range(levels):
        last = level == levels - 1
        drawn = ("0 0 m 1 1 l S\n" if last else "/X Do\n") * times
        below = "" if last else f"/Resources << /XObject << /X {level + 6} 0 R >> >>"
        form = f"<< /Type /XObject /Subtype /Form /BBox [0 0 600 900] {below} /Length {len(drawn)} >>"
        objects.append(f"{form}\nstream\n{drawn}\nendstream")
    return _file_of(objects)


def pdf_pages(
    paragraphs: Sequence[str], columns: int = 72, lines: int = 28, head: str = ""
) -> list[list[tuple[float, float, str]]]:
    """Paragraphs set on pages of wrapped lines, numbered - 1 -, with an optional running head."""
    rows = wrap(paragraphs, columns, indent="\0\0").splitlines()
    pages: list[list[tuple[float, float, str]]] = []
    for number, start in enumerate(range(0, len(rows), lines), 1):
        page = [(250.0, 810.0, head)] if head else []
        for place, text in enumerate(rows[start : start + lines]):
            bare = text.lstrip("\0")
            page.append((80.0 + 12 * (len(text) - len(bare)), 770.0 - 25 * place, bare))
        page.append((290.0, 40.0, f"- {number} -"))
        pages.append(page)
    return pages


def grid(xs: Sequence[float], ys: Sequence[float]) -> str:
    """Drawing operators of a ruled table."""
    strokes = [f"{xs[0]} {y} m {xs[-1]} {y} l S\n" for y in ys] + [f"{x} {ys[0]} m {x} {ys[-1]} l S\n" for x in xs]
    assert all(left < right for left, right in pairwise(xs))
    return "0.5 w\n" + "".join(strokes)


def repacked(content: bytes, changes: dict[str, bytes]) -> bytes:
    """A packed file with entries replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in dict.fromkeys([*old.namelist(), *changes]):
            new.writestr(name, changes[name] if name in changes else old.read(name))
    return out.getvalue()
