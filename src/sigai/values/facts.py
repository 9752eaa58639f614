"""`facts.csv`: what changes about entities, from which month to which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import pyarrow as pa

from sigai.base.issues import Issue, Place, Severity, problem
from sigai.base.periods import month_name
from sigai.programme.programme import Programme
from sigai.tables.contracts import FACTS, ONE_AT_A_TIME, SEVERAL
from sigai.tables.files import Guesses, RawTable, clean, find_files, header_key, read_period, read_tables
from sigai.tables.files.columns import aliases, find_columns, hints, missing_columns, place_facts, unknown_columns
from sigai.tables.files.problems import HIDDEN_ROW
from sigai.values.belonging import FOLLOWING, FOLLOWS_PARENT, NOT_OF_THIS_KIND, attribute_value, kinds_with, yes_or_no
from sigai.values.entities import area_words, industry_code
from sigai.values.problems import AMBIGUOUS_NAME, REFUSED_ENTITY, UNKNOWN_ENTITY
from sigai.values.register import AMBIGUOUS, REFUSED, SubjectIndex

STEM = "facts"
EXAMPLE = "entity, fact, value, since, until"
_DATED = frozenset(("since", "until"))
ALIASES = aliases(
    {
        "entity": "主体 主体编号 主体代码 编号 统一社会信用代码 信用代码 企业 企业名称 id",
        "fact": "事项 变更事项 属性 变动 变动情况 变化情况 change",
        "value": "内容 值 变更后",
        "since": "起始时间 开始时间 自 起 from",
        "until": "截止时间 结束时间 至 止 to",
    }
)
FACT_WORDS = {
    word: fact
    for fact, words in {
        "name": "名称 企业名称",
        "area": "地区 所在地区",
        "park": "园区 所在园区",
        "industry": "行业 行业代码",
        "grade": "等级 分级",
        "above_scale": "规上 规模以上",
        "closed": "关闭 注销 停产",
        "parent": "所属主体 上级主体",
        "tag": "标签 称号",
        "list": "名单",
    }.items()
    for word in (fact, *words.split())
}
_MOVES = {
    **dict.fromkeys(("升规", "升规入库", "新升规", "入库", "纳规", "入规", "joined"), "yes"),
    **dict.fromkeys(("退库", "退规", "出库", "left"), "no"),
}
"""What a monthly sheet of those that became, or ceased to be, above scale says of each."""
NOTHING_GIVEN: Mapping[str, str] = MappingProxyType({})

UNKNOWN_FACT = problem(
    "V095",
    Severity.ERROR,
    zh="“{given}”不是名录中的事项，这一行没有读取",
    en='"{given}" is nothing that the register tells of an entity; this row was not read',
    advice_zh="可写：{known}{hint_zh}",
    advice_en="one of {known}{hint_en}",
)
UNKNOWN_VALUE = problem(
    "V096",
    Severity.ERROR,
    zh="“{given}”不能作为{fact}的内容，这一行没有读取",
    en='"{given}" cannot be the value of {fact}; this row was not read',
    advice_zh="地区、园区、名单写方案中的编号或名称，行业写 GB/T 4754-2017 代码，规上和关闭写 是 或 否",
    advice_en="areas, parks, lists by id or name, industries by GB/T 4754-2017, yes or no for the others",
)
FACT_MONTH = problem(
    "V097",
    Severity.ERROR,
    zh="读不懂时间“{given}”，这一行没有读取",
    en='the month "{given}" cannot be read; this row was not read',
    advice_zh="请写成 2022-06；没有起止的留空",
    advice_en="write 2022-06; leave it empty where there is no beginning or end",
)
FACT_ENDS_BEFORE_START = problem(
    "V098",
    Severity.ERROR,
    zh="截止时间 {until} 早于起始时间 {start}，这一行没有读取",
    en="its end, {until}, lies before its start, {start}; this row was not read",
    advice_zh="请核对两个时间",
    advice_en="check both",
)


NO_PARENT = problem(
    "V099",
    Severity.ERROR,
    zh="“{entity}”这类主体不能属于“{given}”，这一行没有读取",
    en='"{entity}" is of a kind that cannot belong to "{given}"; this row was not read',
    advice_zh="产品、生产线等属于企业，企业自己不属于谁；请核对两个主体的类型",
    advice_en="products, lines and their like belong to enterprises, which belong to nobody; check the kinds of both",
)


TWO_VALUES = problem(
    "V143",
    Severity.ERROR,
    zh="{entity} 的{fact}从同一时间起写了两个内容：“{given}”和“{other}”（{place_zh}），两行都没有读取",
    en='{entity} has two values of {fact} from one month on: "{given}" and "{other}" ({place_en}); neither was read',
    advice_zh="删去其中一行，或写明各自的起始时间",
    advice_en="delete one of the rows, or say from when each holds",
)


@dataclass(slots=True)
class FactReading:
    """What is known so far: the register, how places are written, the rows taken, the issues."""

    programme: Programme
    register: SubjectIndex
    areas: Mapping[str, str]
    parks: Mapping[str, str]
    lists: Mapping[str, str]
    attributes: Mapping[str, str]
    rows: list[dict[str, str | int | None]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    @classmethod
    def of(cls, programme: Programme, register: SubjectIndex) -> FactReading:
        """Before the first row."""
        kinds = ("country", "province", "city", "county", "park")
        return cls(
            programme,
            register,
            area_words(programme, kinds),
            area_words(programme, ("park",)),
            _lists(programme),
            _attributes(programme),
        )

    def fact(self, word: str) -> str | None:
        """The kind of fact that a word means, or the attribute."""
        return FACT_WORDS.get(word.lower()) or self.attributes.get(clean(word))

    def kind_of(self, entity: str) -> str:
        """The kind of an entity of the register."""
        return self.register.kind_names[int(self.register.kinds[self.register.found[entity]])]

    def settled(self) -> list[dict[str, str | int | None]]:
        """The rows taken, without those that contradict each other: of two values from one month on no order of rows
        says which holds."""
        by_key: dict[tuple[object, ...], list[dict[str, str | int | None]]] = {}
        for row in self.rows:
            by_key.setdefault((row["entity"], row["fact"], row["since"]), []).append(row)
        kept = []
        for row in self.rows:
            beside = by_key[row["entity"], row["fact"], row["since"]]
            other = next((one for one in beside if one["value"] != row["value"]), None)
            if other is None or row["fact"] in SEVERAL:
                kept.append(row)
            else:
                self.issues.append(_contradicts(row, other))
        return kept


def _contradicts(row: Mapping[str, str | int | None], other: Mapping[str, str | int | None]) -> Issue:
    place, beside = (Place(str(one["file"]), row=int(one["row"] or 0)) for one in (row, other))
    words = {"entity": row["entity"], "fact": row["fact"], "given": row["value"], "other": other["value"]}
    return TWO_VALUES.at(place, **words, **place_facts(beside))


def read_facts(
    folder: Path, programme: Programme, register: SubjectIndex, told: Iterable[tuple[Mapping[str, str], Place]] = ()
) -> tuple[pa.Table, list[Issue], list[Path]]:
    """The dated facts of a data folder (contract FACTS) in the order of files and rows, what is wrong with them, the
    files read. A folder need not have any. `told` are facts that columns of entries told."""
    files, issues = find_files(folder, STEM)
    reading = FactReading.of(programme, register)
    reading.issues += issues
    for row, place in told:
        take_fact(row, place, reading)
    for path in files:
        name = path.relative_to(folder).as_posix()
        for table in read_tables(path, name, lambda text: header_key(text) in ALIASES, EXAMPLE):
            if isinstance(table, Issue):
                reading.issues.append(table)
            else:
                take_facts(table, reading)
    rows = reading.settled()
    return pa.Table.from_pylist(rows, schema=FACTS), reading.issues, files


def _attributes(programme: Programme) -> Mapping[str, str]:
    """The attributes of a programme's kinds by their ids and names."""
    known = programme.attribute_by_id
    names = {clean(words): one.id for one in known.values() for words in (one.name.zh, one.name.en)}
    return {**names, **{name: name for name in known}}


def _lists(programme: Programme) -> Mapping[str, str]:
    """The lists of a programme by their ids and names."""
    names = {clean(words): each.id for each in programme.lists for words in (each.name.zh, each.name.en)}
    return {**names, **{each.id: each.id for each in programme.lists}}


def take_facts(table: RawTable, reading: FactReading, given: Mapping[str, str] = NOTHING_GIVEN) -> None:
    """Take the good rows of one table in, and say what is wrong with the others. `given` was said with the file: it
    holds for rows that do not say it themselves."""
    found = find_columns(table, ALIASES)
    reading.issues += [*found.issues, *unknown_columns(table, found.others, tuple(ALIASES.values()))]
    needed = {"entity": "主体", "fact": "事项", "value": "内容"}
    if "fact" in found.columns and not _MOVES.keys().isdisjoint(table.words(found.columns["fact"]).words):
        needed.pop("value")
    lacking = missing_columns(table, {key: word for key, word in needed.items() if not given.get(key)}, found, EXAMPLE)
    if lacking:
        reading.issues += lacking
        return
    texts = {name: _texts(table, column, dated=name in _DATED) for name, column in found.columns.items()}
    for at, (number, hidden) in enumerate(zip(table.rows.tolist(), table.hidden().tolist(), strict=True)):
        row, place = {name: column[at] for name, column in texts.items()}, Place(table.file, row=number)
        if hidden:
            reading.issues.append(HIDDEN_ROW.at(place))
        elif any(row.values()):
            take_fact({**given, **{name: word for name, word in row.items() if word}}, place, reading)


def take_fact(row: Mapping[str, str], place: Place, reading: FactReading) -> None:
    """Take one row in, or say what is wrong with it."""
    row = {"entity": "", "fact": "", "value": "", **_moved_onto_or_off(row)}
    entity = _entity(row["entity"], place, reading)
    fact = reading.fact(row["fact"])
    if fact is None:
        known = "、".join((*ONE_AT_A_TIME, *SEVERAL, *reading.programme.attribute_by_id))
        near = Guesses(FACT_WORDS)(row["fact"])
        reading.issues.append(UNKNOWN_FACT.at(place, given=row["fact"], known=known, **hints(near, "")))
    value = _value(fact, row["value"], place, reading) if fact else None
    if value is not None and entity is not None and fact is not None:
        strange = _strange((entity, fact, value), row, place, reading)
        reading.issues += strange
        value = None if strange else value
    months = [
        _month(row.get(name, ""), last=name == "until", place=place, reading=reading) for name in ("since", "until")
    ]
    if entity is None or fact is None or value is None or False in months:
        return
    since, until = months
    if since is not None and until is not None and until < since:
        facts = {"start": month_name(since), "until": month_name(until)}
        reading.issues.append(FACT_ENDS_BEFORE_START.at(place, **facts))
        return
    reading.rows.append(
        {"entity": entity, "fact": fact, "value": value or None, "since": since, "until": until}
        | {"file": place.file, "row": place.row}
    )


def _moved_onto_or_off(row: Mapping[str, str]) -> Mapping[str, str]:
    """升规 and 退库 as what they say of being above scale."""
    moved = _MOVES.get(row.get("fact", "")) or _MOVES.get(row.get("value", ""))
    return {**row, "fact": "above_scale", "value": moved} if moved else row


def _entity(word: str, place: Place, reading: FactReading) -> str | None:
    """The id of an entity of the register: areas of the programme have no dated facts."""
    register = reading.register
    position = register.position(word)
    if 0 <= position < register.entities.num_rows:
        return register.ids[position]
    if position == REFUSED:
        refused = register.refused.get(word) or register.refused[word.upper()]
        reading.issues.append(REFUSED_ENTITY.at(place, given=word, **place_facts(refused)))
    elif position == AMBIGUOUS:
        reading.issues.append(AMBIGUOUS_NAME.at(place, given=word))
    else:
        reading.issues.append(UNKNOWN_ENTITY.at(place, given=word, **hints("", "")))
    return None


def _strange(told: tuple[str, str, str], row: Mapping[str, str], place: Place, reading: FactReading) -> list[Issue]:
    """Why an entity of its kind cannot have this said of it."""
    entity, fact, value = told
    own, given = reading.programme.kind_by_id.get(reading.kind_of(entity)), row["entity"]
    if fact == "parent":
        fits = own is not None and reading.kind_of(value) in own.parents
        return [] if fits else [NO_PARENT.at(place, given=row["value"], entity=given)]
    if fact in reading.programme.attribute_by_id:
        has = own is not None and any(one.id == fact for one in own.attributes)
        kinds = kinds_with(reading.programme, fact)
        return [] if has else [NOT_OF_THIS_KIND.at(place, entity=given, fact=row["fact"], **kinds)]
    follows = own is not None and fact in FOLLOWING
    return [FOLLOWS_PARENT.at(place, entity=given, fact=row["fact"])] if follows else []


def _value(fact: str, word: str, place: Place, reading: FactReading) -> str | None:
    """The value as the contract has it; empty where a park, an industry or a grade is no longer known."""
    if fact in ("park", "industry", "grade") and not word:
        return ""
    if fact == "parent":
        return _entity(word, place, reading)
    value: str | None = word or None
    attribute = reading.programme.attribute_by_id.get(fact)
    if attribute is not None:
        value = attribute_value(attribute, word)
    elif fact in ("area", "park"):
        value = (reading.areas if fact == "area" else reading.parks).get(clean(word))
    elif fact == "industry":
        value = industry_code(word) or None
    elif fact in ("above_scale", "closed"):
        value = {True: "yes", False: "no", None: None}[yes_or_no(word)]
    elif fact == "list":
        value = reading.lists.get(word)
    if value is None:
        reading.issues.append(UNKNOWN_VALUE.at(place, given=word, fact=fact))
    return value


def _month(word: str, *, last: bool, place: Place, reading: FactReading) -> int | bool | None:
    """The month index of a text: of a year its January, or its December where something ends. None where it is empty;
    False where it cannot be read."""
    if not word:
        return None
    read = read_period(word)
    if read is None:
        reading.issues.append(FACT_MONTH.at(place, given=word))
        return False
    return read.period.last if last else read.period.first


def _texts(table: RawTable, column: int, *, dated: bool) -> list[str]:
    words = table.days(column) if dated else table.words(column)
    return ["" if code < 0 else words.words[code].strip() for code in words.codes]
