"""Named enterprises, projects, parks, platforms and institutions: who the text names, and what it says of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sigai.compiling.model import ExtractedNamed, NamedKind
from sigai.compiling.targets import pieces
from sigai.compiling.text import plain, sentences
from sigai.documents.model import ReadDocument


@dataclass(slots=True)
class _Seen:
    kind: NamedKind
    paragraph: str
    span: tuple[int, int]
    text: str
    paragraphs: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    confidence: float = 0.7


# What a name ends with, by kind. The name itself is up to twelve characters without punctuation before it.
_ENDS: tuple[tuple[NamedKind, str], ...] = (
    ("park", r"工业园区|经济技术开发区|高新技术产业开发区|经济开发区|产业园|科技园|开发区|高新区|循环经济产业园|物流园|软件园|保税区|新区"),
    ("project", r"(?:[一二三四五六]期)?(?:项目|工程)|[一二三四五六]期"),
    ("platform", r"公共服务平台|工业互联网平台|交换中心|数据中心|创新中心|超算中心|智算中心|大数据中心"),
    ("institution", r"研究院|大学|学院|重点实验室|研究所|协会|创新研究院|科学院"),
    ("enterprise", r"集团有限公司|有限公司|股份公司|公司|集团|重工|锰业|铝业|镁业|铸锻|化工|石化|钢铁|科技|半导体|光伏|电力|能源|新材料|乳业|制药|药业|电子|股份|水泥|轮毂|枸杞|汽车|锂电池|晶体|冶炼|控股|动力|纸业|生物|煤业|矿业|实业|陶瓷"),
)  # fmt: skip
_CUES = re.compile(
    r"(?:依托|支持|鼓励|引导|以|推动|推进|加快|提速|布局|培育推荐|力促|抓好|重点实施|充分发挥|发挥|建设|做强|围绕|协调|打造|高质量建设|引进|对)(.{2,120}?)(?:等|为|，|。|；|$)"
)
_GENERIC = re.compile(
    r"^(?:各|重点|一批|省级|国家级|市级|自治区|企业|工业|产业|骨干|龙头|大型|中小|优势|有条件|本地|当地|全市|全省|全区|特色|高新技术|县级|行业|技术|新型|战略性|先进|绿色|智能|数字|新能源|新材料|高端|现代|传统|国内外|区内外|相关|主导|基础|关键|重大|改造|节能|生物|化工|钢铁|石化|冶金|建材|有色|电子信息|电力|水泥|汽车|光伏|清洁能源|能源|半导体|信息|先进技术|科技|高耗能|制造|推广|培育|支持|鼓励|引导|加快|推进|推动|建设|实施|打造|加强|完善|发展|提升)"
)
_VERBISH = re.compile(
    r"提升|推进|加强|发展|建设|加快|实施|推动|开展|应用|制造业|产业化|等|的|和|与|化$|推广|改造$|创新$|培育"
)


def read_named(document: ReadDocument) -> tuple[ExtractedNamed, ...]:
    """Names in reading order, each once, with all paragraphs that name it."""
    seen: dict[str, _Seen] = {}
    for paragraph in document.content():
        if paragraph.kind in ("title", "heading"):
            continue
        for piece in pieces(paragraph):
            _read(piece.plain.text, piece.plain.span, paragraph.anchor.id, seen)
    return tuple(
        ExtractedNamed(
            f"N{number:03d}", document.id, name, item.kind, item.paragraph, item.span, item.text,
            tuple(item.paragraphs), tuple(item.figures), item.confidence,
        )
        for number, (name, item) in enumerate(seen.items(), 1)
    )  # fmt: skip


def _read(text: str, span: object, paragraph: str, seen: dict[str, _Seen]) -> None:
    for start, end in sentences(text):
        sentence = text[start:end]
        for cue in _CUES.finditer(sentence):
            for item in re.finditer(r"[^、，和及与（）]{2,24}(?:（[^）]{1,12}）)?[^、，和及与]{0,8}", cue[1]):
                kind, name, sure = _name(item.group())
                if kind is None:
                    continue
                place = start + cue.start(1) + item.start()
                where = span(place, place + len(name)) if callable(span) else (0, 0)
                entry = seen.setdefault(name, _Seen(kind, paragraph, where, sentence, confidence=sure))
                if paragraph not in entry.paragraphs:
                    entry.paragraphs.append(paragraph)


def _name(text: str) -> tuple[NamedKind | None, str, float]:
    name = re.sub(r"(?:企业|龙头企业|等)$", "", text.strip())
    if not 2 <= len(name) <= 22 or _GENERIC.match(name) or _VERBISH.search(name):
        return None, name, 0.0
    for kind, ends in _ENDS:
        found = re.search(rf"^[一-龥A-Za-z0-9]{{2,16}}?(?:{ends})$", name)
        if found:
            return kind, name, 0.75 if kind != "project" else 0.65
    return None, name, 0.0


def plain_sentence(text: str) -> str:
    """A sentence as it is shown: without white space, half-width figures."""
    return plain(text).text
