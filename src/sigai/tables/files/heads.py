"""What stands around the header row: units in titles and in rows of their own, further header rows above and below.

A person reads `工业总产值` over `本月` and `累计`, or `单位：元` in the corner, as part of the header. Each column gets
one name, what stands beside it, and its unit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sigai.base.units import MeasureUnit, is_unit
from sigai.tables.files.bare_units import bare_units
from sigai.tables.files.dates import read_period
from sigai.tables.files.headers import Known
from sigai.tables.files.labels import joined_labels, times_said
from sigai.tables.files.spans import meaning
from sigai.tables.files.texts import CALENDAR, clean, closed_up, header_key, split_unit, without_marks
from sigai.tables.files.unknown_units import leading_money, unknown_unit, unread_unit

Span = tuple[int, int, int, int]
"""A merged range: top, left, bottom, right, from 0 and inclusive."""

MOST_BELOW = 5
"""So many rows under the header row may belong to it."""

_STATED = re.compile(
    r"(?<![填报送制写管理任口属主办业个本各])(?:计量|金额|数量|货币|数值|数据)?单位\s*(?:[::]|均?[为是])\s*(.+)$"
)
_STATED_BARE = re.compile(
    r"(?<![填报送制写管理任口属主办业个本各])(?:计量|金额|数量|货币|数值|数据)?单位\s*(?P<unit>[^\s:].*)$"
)
_STATED_OTHERWISE = re.compile(
    r"[以按]([^以按,，。;；]{1,8}?)"
    r"(?:为(?:计量)?单位|计(?![算划量提])|计算|填报|表示|填写|填列|列示|列报|反映|统计|核算|编制|披露|报送)"
)
_STATED_IN = re.compile(r"\bin ([a-z0-9, '’¥￥$]+?)[)\]]?$", re.IGNORECASE)
_LABELLED = re.compile(r"^[^:]{1,16}:\s*([^:]+)$")
_BETWEEN_LABELS = re.compile(r"[\s;,、；，]+(?=[^:\s;,、]{1,16}:)")
_NEXT_STATED = re.compile(r"[;；,，。]\s*(?=(?:计量|金额|数量|货币|数值|数据)单位)")
_STATED_EN = re.compile(r"\bunits?(?: of measure)?\s*:\s*(.+)$", re.IGNORECASE)
_BETWEEN_UNITS = re.compile(r"[、;，；]|,(?!\d{3})")
_IN_BRACKETS = re.compile(r"[(\[（【][^()\[\]（）【】]*[)\]）】]")
_LIKE_A_UNIT = re.compile(
    r"(元|吨|千瓦时|瓦|度|人|户|家|个|台|米|方|亩|克|标煤|标准煤|时|%|‰|[万亿千]|000)$|RMB|CNY|yuan|thousand|million",
    re.IGNORECASE,
)
_LONGEST_UNIT = 24
_UNCERTAIN = frozenset("个家座台项种件套户次张条处辆组所批场份类支款名度方克米gtmhJL")
"""Short units that are ordinary words or letters, too: a text that only ends with one states nothing."""

_MENTIONED = re.compile(
    r"(?<![\d.,一二三四五六七八九两几数个超过每近约满足])"
    r"([十百千]?[万亿]\s?(?:元|吨标准煤|吨标煤|吨|千瓦时|度|立方米|平方米)|[十百千]\s?(?:元|吨标准煤|吨标煤|吨|千瓦时|克)|公斤)"
    r"(?!以|及|企业|级|项目|园|产业|工程|集群|GDP|俱乐部|产品|产能|基地|装置|生产线|矿|炼|拉|/"
    r"|(?:投资|产值|用电)(?!量?(?:[月季年日(]|统计|情况|完成|数据|明细|汇总|一览|报|表|$)))"
)
"""A unit in the middle of other words; not the threshold of a class of enterprises, as in `亿元以上企业`, nor that of a
ratio, as in `万元产值能耗`: `千元产值表` is in 千元."""

_NUMBERING = re.compile(r"^(?:[甲乙丙丁戊]|[A-E]|[(]?\d{1,2}[)]?)$")
_NO_WORDS = frozenset(
    ("-", "--", "—", "——", "/", "单位", "计量单位", "数据单位", "数值单位", "指标单位", "度量单位", "unit", "units")
)
"""What stands in a row of units where there is none, or as its name."""

_FORM_WORDS = (
    "必填 必填项 选填 选填项 可选 可填 非必填 必报 选报 自动计算 自动生成 系统生成 手工填写 填写 文本 文本型 字符 "
    "字符型 数字 数字型 数值 数值型 整数 小数 日期 日期型 下拉 下拉选择 代码 编码 编号 指标代码 指标编码 字段 字段名 "
    "栏次 序号 项目 甲 乙 丙 丁 戊 required optional text number date code"
)
_OF_FORMS = frozenset(_FORM_WORDS.split())
_CODE = re.compile(r"^(?:[A-Za-z]{0,6}[-_.]?\d{1,4}(?:[-_.]\d{1,4})*|[A-Za-z])$")
_CALCULATION = re.compile(
    r"^[(\[]?[A-Za-z]{0,3}\d{1,4}[)\]]?(?:\s*[=+\-*/×÷≥≤<>]\s*[(\[]?[A-Za-z]{0,3}\d{1,4}[)\]]?)*$"
)
"""What stands in rows of forms between a header and its units: whether a column must be filled, its code, its sum."""

_A_YEAR = re.compile(r"^(?:19|20)\d{2}年?$")
_LONGEST_WORD = 12
_SAID_OF_FIGURES = frozenset(("无", "暂无", "不适用", "停产", "未报", "缺", "缺报", "空", "未填", "待报", "?"))
"""What stands in a cell in place of its figure."""

_DITTO = frozenset(("同左", "同前", "〃", '"', "″", "同上"))
_TIMES = re.compile(r"^[×xX*✕]\s*1?[0,]+$|^1?0[0,]*倍$")

_OF_TIME = re.compile("[期时年月季日]|date|time|period|month|year", re.IGNORECASE)
_YEAR = re.compile(r"^\d{4}年?(?:\d{1,2}月)?$")


@dataclass(frozen=True, slots=True)
class Heads:
    """One entry per column: its name, the words of other header rows, its unit in a row of its own. `stated` are the
    units that title or foot give for the table, `over` those of the title, `mentioned` those that stand in the words of
    one without being given; `below` counts the header rows under the header row; `titles` are all texts above it."""

    names: tuple[str, ...]
    beside: tuple[str, ...]
    units: tuple[str, ...]
    stated: tuple[str, ...]
    below: int = 0
    over: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    mentioned: tuple[str, ...] = ()


def read_heads(
    rows: Sequence[Sequence[str]], header: int, known: Known, spans: Sequence[Span] = (), foot: Sequence[str] = ()
) -> Heads:
    """The heads of a table whose header row is `rows[header]`, from the cleaned texts of its first rows, its merged
    ranges and the texts that stand alone in its last rows."""
    rows = [*map(joined_labels, rows[:header]), *rows[header:]]
    width = max((len(row) for row in rows), default=0)
    names = _widened(rows[header], width)
    saying = _rows_below(rows, header, names, spans, known)
    below = saying[-1] - header if saying else 0
    above = [row for row in range(header) if _is_group(rows[row], row, known, spans, width)]
    grouped = [_filled(rows, row, width, spans) for row in above]
    lower = [_without_ditto(merged_over(rows, at, width, spans)) for at in saying]
    names = _names_over(names, header, rows, spans, lower)
    under = {cell for row in rows[header + 1 : header + 1 + below] for cell in row}
    foot = [text for text in foot if text not in under]
    columns = [
        _column([*(row[at] for row in grouped), *(row[at] for row in lower)], names[at], known) for at in range(width)
    ]
    around = [(cell, at) for at in range(header) for cell in rows[at] if cell]
    lone = {at for at in above if len([cell for cell in rows[at] if ":" in cell]) == len([*filter(None, rows[at])])}
    over = dict.fromkeys(
        unit
        for text, at in around
        for unit in stated_units(text, title=at not in above, head=at in above and at not in lone)
    )
    over.update(dict.fromkeys(unit for text in rows[header] for unit in stated_units(text, head=True)))
    stated = {**over, **dict.fromkeys(unit for text in foot for unit in stated_units(text))}
    return Heads(
        tuple(name for name, _, _ in columns),
        tuple(beside for _, beside, _ in columns),
        tuple(unit for _, _, unit in columns),
        tuple(stated),
        below,
        tuple(over),
        tuple(cell for row in rows[:header] for cell in row if cell),
        mentioned_units([*(text for text, at in around if at not in above), *foot]),
    )


def fits(unit: str, wanted: str) -> bool:
    """Whether a unit is known and can be converted to another; one that is not known fits everything."""
    try:
        return MeasureUnit.parse(unit).same_dimension(MeasureUnit.parse(wanted))
    except ValueError:
        return True


def stated_units(text: str, *, title: bool = False, head: bool = False) -> list[str]:
    """The units that a text states for a table, as in `单位：万元`; of a title also one at its end, in brackets or not.
    The head of a column states one for the table only where it says that it does.

    A word that looks like a unit and is none that is known is kept: figures in it are not to be guessed at.
    """
    text = closed_up(clean(text))
    pieces = _NEXT_STATED.split(text)
    if len(pieces) > 1:
        return [unit for piece in pieces for unit in stated_units(piece, head=head)]
    match = _STATED.search(text) or _STATED_EN.search(text)
    if match is not None:
        return _units_said(match[1])
    bare = _STATED_BARE.search(text)
    if bare is not None and (is_unit(bare["unit"]) or unread_unit(bare["unit"])):
        return [_without_brackets(bare["unit"])]
    otherwise = [said for said in _STATED_OTHERWISE.findall(text) if _tells(said)]
    return otherwise or ([] if head else _said_loosely(text, title))


def unit_of_remark(text: str) -> str:
    """The unit that a text in a cell beside figures is, or that stands in brackets at its end."""
    text = closed_up(clean(text))
    said = split_unit(text)[1] if text[-1:] in (")", "]") else text
    told = next(filter(_tells, (text, said)), "") or next(filter(unread_unit, (text, said)), "")
    return _without_brackets(told) or next(iter(stated_units(text)), "")


def mentioned_units(texts: Sequence[str]) -> tuple[str, ...]:
    """The units in the words of titles and notes that state none in so many words: what only a title states by its last
    words is mentioned by a note."""
    open_texts = [closed_up(clean(text)) for text in texts if not stated_units(text)]
    each = (
        [*stated_units(text, title=True), *map(closed_up, _MENTIONED.findall(text)), *bare_units(text)]
        for text in open_texts
    )
    return tuple(dict.fromkeys(unit for units in each for unit in units))


def units_aside(texts: Sequence[str]) -> tuple[str, ...]:
    """The known units that the texts of a sheet without a table (a cover, explanations) state or mention."""
    each = (stated_units(text, title=len(text) < _LONGEST_UNIT) or mentioned_units([text]) for text in texts)
    found = (unit for units in each for unit in units)
    return tuple(dict.fromkeys([*filter(is_unit, found), *times_said(texts)]))


def _units_said(words: str) -> list[str]:
    """The units that stand behind `单位：`, one after the other."""
    if is_unit(words):
        return [_without_brackets(words)]
    said = _IN_BRACKETS.sub("", words).strip("()[]（）【】。. ")
    found = []
    for part in _BETWEEN_UNITS.split(said):
        each = [part.strip()] if is_unit(part) else [word.strip("()[]（）【】。. ") for word in part.split()]
        if not is_unit(part) and (money := leading_money(each)):
            found.append(money)
            continue
        like = len(each) > 1 and not any(map(is_unit, each)) and _LIKE_A_UNIT.search(part)
        found += [part.strip()] if like else each
    units = [word for word in found if is_unit(word) or (len(word) < _LONGEST_UNIT and _looks_like_unit(word))]
    return units or [*filter(None, [unknown_unit(said)])]


def _looks_like_unit(word: str) -> bool:
    return bool(unread_unit(word)) or (bool(_LIKE_A_UNIT.search(word)) and (word.isascii() or len(word) < 8))


def _said_loosely(text: str, title: bool) -> list[str]:
    """The unit of a text that is nothing else, or one behind a colon (`金额：千元`), `in` or the words of a title."""
    if _tells(text):
        return [_without_brackets(text)]
    labelled = [match[1] for part in _BETWEEN_LABELS.split(text) if (match := _LABELLED.search(part))]
    if len(labelled) > 1 and all(map(_tells, labelled)):
        return [_without_brackets(word) for word in labelled]
    behind = split_unit(text)[1] if title else ""
    in_brackets = is_unit(behind) and behind not in CALENDAR and text.rstrip()[-1] in ")]"
    if in_brackets or _tells(behind):
        return [behind]
    for pattern in (_LABELLED, _STATED_IN):
        if (match := pattern.search(text)) and _tells(match[1]):
            return [_without_brackets(match[1])]
    said_in = _STATED_IN.search(text)
    ends = (text, text.rpartition(":")[2], said_in[1] if said_in else "", _last_word(text) if title else "")
    return [unread] if (unread := next(filter(None, map(unread_unit, ends)), "")) else []


def _last_word(text: str) -> str:
    """What stands in brackets at the end of a text, or behind its last space."""
    behind = split_unit(text)[1] if text[-1:] in (")", "]") else ""
    return behind or text.rpartition(" ")[2]


def _tells(text: str) -> bool:
    """Whether a text is a unit and nothing that is an ordinary word, too."""
    return is_unit(text) and (word := _without_brackets(text)) not in CALENDAR and word not in _UNCERTAIN


def _without_brackets(text: str) -> str:
    bare = text.strip("()[]（）【】。. ")
    return bare if bare.count("(") == bare.count(")") else text.strip()


def _widened(row: Sequence[str], width: int) -> list[str]:
    return [*row, *[""] * (width - len(row))]


def says_nothing(text: str) -> bool:
    """Whether a cell of a row of units is empty, a dash, or only calls the row by its name."""
    return not text.strip("-–—―－/ ") or header_key(text) in _NO_WORDS


def says(text: str) -> bool:
    """Whether a text is of the kind that stands in further header rows."""
    return is_unit(text) or meaning(text) not in ("", "unclear")


def _rows_below(
    rows: Sequence[Sequence[str]], header: int, names: list[str], spans: Sequence[Span], known: Known
) -> list[int]:
    """The rows under the header row that are header rows, too. Between them may stand empty ones, and what forms write
    there: codes, calculations, whether a column must be filled."""
    found = []
    for at in range(header + 1, min(header + 1 + MOST_BELOW, len(rows))):
        cells = _widened(rows[at], len(names))
        if _is_below(cells, names, _spanned(header, spans)):
            found.append(at)
        elif not _is_of_forms(cells, names):
            if _is_unread(cells, names, known) and _over_figures(cells, names, known, rows[at + 1 :]):
                found.append(at)
            break
    return found


def _is_unread(cells: list[str], names: list[str], known: Known) -> bool:
    """Whether a row right under the header holds words in the columns of figures, and says nothing of whom they are
    about: what the words say of the columns, nobody understands."""
    given = _of_nobody(cells, names)
    return not all(map(says_nothing, given)) and not any(
        re.search(r"\d", cell) or known(cell) or len(cell) > _LONGEST_WORD or cell in _SAID_OF_FIGURES or cell in _DITTO
        for cell in given
    )


def _over_figures(cells: list[str], names: list[str], known: Known, rows: Sequence[Sequence[str]]) -> bool:
    """Whether the words of a row stand over figures: one does, and none under a name that is understood stands over
    words, as in a row of records."""
    columns = [at for at, cell in enumerate(cells) if cell]
    below = {at: [row[at] for row in rows if at < len(row) and row[at]] for at in columns}
    wordy = [at for at in columns if known(names[at]) and below[at] and not any(map(is_number, below[at]))]
    return not wordy and any(is_number(cell) for found in below.values() for cell in found)


def _of_nobody(cells: list[str], names: list[str]) -> list[str]:
    """What stands in a row whose first column with a name is empty; nothing of another row."""
    first = next((at for at, name in enumerate(names) if name), 0)
    return [] if any(cells[: first + 1]) else [cell for cell in cells if cell]


def _is_of_forms(cells: list[str], names: list[str]) -> bool:
    """Whether a row is empty or holds what forms write over their figures; one that begins with a code may be one of
    figures."""
    first = next((at for at, name in enumerate(names) if name), 0)
    if cells[0] in ("甲", "A") and all(_NUMBERING.match(cell) for cell in cells if cell):
        return True
    return all(
        cell.lower() in _OF_FORMS or (at > first and bool(_CODE.match(cell) or _CALCULATION.match(cell)))
        for at, cell in enumerate(cells)
        if not says_nothing(cell)
    )


def _without_ditto(cells: list[str]) -> list[str]:
    """A row with what stands on the left in place of `同左`."""
    found: list[str] = []
    for cell in cells:
        found.append(found[-1] if found and cell in _DITTO else cell)
    return found


def _spanned(header: int, spans: Sequence[Span]) -> set[int]:
    """The columns under a name that is merged over several of them."""
    wide = [(left, right) for top, left, bottom, right in spans if top <= header <= bottom and right > left]
    return {column for left, right in wide for column in range(left, right + 1)}


def _is_below(cells: list[str], names: list[str], spanned: set[int]) -> bool:
    given = [(at, cell) for at, cell in enumerate(cells) if cell]
    if is_numbering([cell for _, cell in given]) or is_row_of_units(cells):
        return True
    words = [(at, cell) for at, cell in given if not says_nothing(cell) and header_key(cell) != header_key(names[at])]
    years = {cell for cell in _of_nobody(cells, names) if _A_YEAR.match(cell)}
    if all(cell in _DITTO for _, cell in words) or any(
        re.search(r"\d{5}", cell) or (is_number(cell) and cell not in years) for _, cell in words
    ):
        return False
    known = {cell for at, cell in words if says(cell) or _is_open_unit(cell) or _is_month(names, at, cell)}
    if all(cell in known or cell in _DITTO or cell in years for _, cell in words):
        return not any(at == 0 and names[0] for at, _ in words)
    open_heads = spanned | {at for at, name in enumerate(names) if not name}
    heads = all(at in open_heads or says(cell) for at, cell in words)
    return heads and len(words) > 1 and any(at in open_heads for at, _ in words)


def _is_month(names: Sequence[str], at: int, cell: str) -> bool:
    """Whether a cell under a header is a month or months of its figures; under the header of a period it is a row's."""
    name = next((name for name in reversed(names[: at + 1]) if name), "")
    if not name or _OF_TIME.search(name):
        return False
    read = read_period(cell) or read_period(f"2000年{cell}")
    return read is not None and read.day is None


def is_row_of_units(cells: Sequence[str]) -> bool:
    """Whether a row holds the units of columns and nothing else but a word for them in its first cell, which may be any
    where there are several."""
    units = [cell for cell in cells[1:] if not says_nothing(cell)]
    label = cells[0] if cells else ""
    if not all(map(is_unit, units)) or re.search(r"\d", label) or (is_unit(label) and len(units) < len(cells) - 1):
        return False
    return len(units) > 1 or (len(units) == 1 and (says_nothing(label) or label.endswith("单位")))


def _is_open_unit(cell: str) -> bool:
    """Whether a cell of a row of units leaves the unit open, as `千元（含税）` and `×1000` do."""
    return bool(_TIMES.match(cell) or unread_unit(cell)) or is_unit(_IN_BRACKETS.sub("", without_marks(cell)))


def is_number(text: str) -> bool:
    """Whether a text is a plain number."""
    return bool(re.fullmatch(r"[-+]?[\d.,\s%]+", text))


def is_numbering(cells: list[str]) -> bool:
    """A row that numbers the columns: 甲, 乙, 1, 2, 3."""
    if len(cells) < 3 or not all(_NUMBERING.match(cell) for cell in cells) or cells[0] not in "甲A":
        return False
    numbers = [int(cell.strip("()")) for cell in cells if cell.strip("()").isdigit()]
    return len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1))


def _is_group(cells: Sequence[str], row: int, known: Known, spans: Sequence[Span], width: int) -> bool:
    """Whether a row above the header names groups of columns, as a title over all of them does not, nor a period
    alone in the corner; a unit alone is the table's, in whichever corner it stands."""
    if any(top <= row <= bottom and right - left + 1 >= width for top, left, bottom, right in spans):
        return False
    if cells and _YEAR.match(cells[0]) and not any(cells[1:]):
        return False
    units = [cell for cell in cells if cell and is_unit(cell)]
    grouping = any(
        meaning(cell) in ("period", "total", "end", "this", "other") or known(cell) or _YEAR.match(cell)
        for cell in cells
        if cell and cell not in units
    )
    wide = any(top <= row <= bottom and right > left for top, left, bottom, right in spans)
    return grouping or len(units) > 1 or (bool(units) and (wide or not _tells(units[0])))


def _filled(rows: Sequence[Sequence[str]], row: int, width: int, spans: Sequence[Span]) -> list[str]:
    """The texts of a row of groups, each over all columns that it is merged over, or up to the next one."""
    cells = merged_over(rows, row, width, spans)
    if not any(top <= row <= bottom for top, _, bottom, _ in spans):
        for column in range(1, width):
            cells[column] = cells[column] or cells[column - 1]
    return cells


def merged_over(rows: Sequence[Sequence[str]], row: int, width: int, spans: Sequence[Span]) -> list[str]:
    """The texts of a row, each over all columns that it is merged over."""
    cells = _widened(rows[row], width)
    for top, left, bottom, right in spans:
        if top <= row <= bottom:
            for column in range(left, min(right + 1, width)):
                cells[column] = rows[top][left] if left < len(rows[top]) else ""
    return cells


def _names_over(
    names: list[str], header: int, rows: Sequence[Sequence[str]], spans: Sequence[Span], lower: list[list[str]]
) -> list[str]:
    """The names with those that are merged over several columns, or that stand left of a head without one."""
    found = list(names)
    for top, left, bottom, right in spans:
        text = rows[top][left] if top < len(rows) and left < len(rows[top]) else ""
        if top <= header <= bottom and text:
            for column in range(left, min(right + 1, len(found))):
                found[column] = found[column] or text
    for column in range(1, len(found)):
        if not found[column] and any(row[column] for row in lower):
            found[column] = found[column - 1]
    return found


def _column(others: list[str], name: str, known: Known) -> tuple[str, str, str]:
    """Name, other words and unit of a column, from its name in the header row and what stands above and below."""
    if not name and not any(others):
        return "", "", ""
    words = [word for word in dict.fromkeys(others) if not says_nothing(word) and word != name]
    if not (name and known(name)) and is_unit(split_unit(name)[1]) and known(split_unit(name)[0]):
        name, own = split_unit(name)
        words = [own, *words]
    if not (name and known(name)):
        better = next((word for word in words if known(word)), "")
        if better:
            words = [*(word for word in words if word != better), *([name] if name else [])]
            name = better
    words = [word for word in words if not _NUMBERING.match(word)]
    unit = next((word.strip("()[]（）【】 ") for word in words if is_unit(word)), "")
    beside = [word for word in words if not is_unit(word)]
    return name, clean(" ".join(beside)), unit


def foot_texts(rows: Sequence[Sequence[str]]) -> list[str]:
    """The texts of the last rows that hold nothing else, notes under a table; of a row of several texts without a
    number (`填表人：李四`, `单位：千元`) those that state units in so many words."""
    found = []
    for row in map(joined_labels, rows):
        given = [cell for cell in row if cell]
        if len(given) == 1:
            found += given
        elif not any(map(is_number, given)):
            found += [cell for cell in given if states_units(cell)]
    return found


def states_units(text: str) -> bool:
    """Whether a text says `单位：` and one that is known, or foreign money."""
    text = closed_up(clean(text))
    match = _STATED.search(text) or _STATED_EN.search(text)
    return match is not None and any(is_unit(word) or unread_unit(word) for word in _units_said(match[1]))
