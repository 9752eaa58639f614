"""The register of entities of a data folder: who is there, where, of which industry, since when."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sigai.base.issues import Issue, Place, Problem
from sigai.base.periods import month_name
from sigai.programme.programme import Programme
from sigai.tables.contracts import ENTITIES
from sigai.tables.files import Guesses, RawTable, RowIssues, Words, clean, header_key, read_period, read_tables
from sigai.tables.files.columns import (
    ColumnPositions,
    find_columns,
    hints,
    missing_columns,
    place_facts,
    rows_that_differ,
    unknown_columns,
)
from sigai.tables.files.problems import HIDDEN_ROW
from sigai.tables.files.raw import Mask, Rows
from sigai.tables.files.struck import without_struck
from sigai.values.area_names import area_spellings
from sigai.values.belonging import entity_aliases, kind_words, own_id, told_columns
from sigai.values.credit_codes import LENGTH, check_digit, fault_of_form, turned_into_number
from sigai.values.entity_problems import (
    BAD_MONTH,
    CHECK_DIGIT,
    CODE_AS_NUMBER,
    CREDIT_CODE_FORM,
    ENDS_BEFORE_START,
    ENTITY_REPEATED,
    ENTITY_TWICE,
    INDUSTRY_FORM,
    INDUSTRY_LETTER,
    INDUSTRY_ZERO,
    NO_AREA,
    NO_ID,
    UNKNOWN_AREA,
    UNKNOWN_KIND,
    UNKNOWN_PARK,
)
from sigai.values.headers import ENTITY_COLUMNS, NAMES_ZH
from sigai.values.problems import COLUMNS_DIFFER

EXAMPLE = "id, name, kind, area, industry"
_MONTHS = ("above_scale_since", "active_from", "active_until")
_INDUSTRY = re.compile(r"^([A-T])(\d{2,4})?$")
_SECTIONS = (
    ("A", 1, 5), ("B", 6, 12), ("C", 13, 43), ("D", 44, 46), ("E", 47, 50), ("F", 51, 52), ("G", 53, 60),
    ("H", 61, 62), ("I", 63, 65), ("J", 66, 69), ("K", 70, 70), ("L", 71, 72), ("M", 73, 75), ("N", 76, 79),
    ("O", 80, 82), ("P", 83, 83), ("Q", 84, 85), ("R", 86, 90), ("S", 91, 96), ("T", 97, 97),
)  # fmt: skip
"""GB/T 4754-2017: the divisions of every section."""
_GROUPS_OF_MINING = frozenset({"61", "62", "69", "71", "72", "81", "82", "89", "91", "92", "93"})
"""GB/T 4754-2017: the groups of mining without their zero, which are divisions of services as well."""


@dataclass(slots=True)
class Reading:
    """What is known so far: the rows taken, by id; the ids refused; the issues. `told` are the facts that columns of
    entries told: the parent and attributes, by words, each with its place. `parent` is whom what belongs to somebody
    belongs to where its row does not say it; `resolve` gives the id of a parent that is named."""

    programme: Programme
    issues: RowIssues = field(default_factory=RowIssues)
    rows: dict[str, dict[str, object]] = field(default_factory=dict)
    refused: dict[str, Place] = field(default_factory=dict)
    read: int = 0
    told: list[tuple[dict[str, str], Place]] = field(default_factory=list)
    resolve: Callable[[str], str] = str.upper
    parent: str = ""


def read_entities(files: Sequence[tuple[Path, str]], programme: Programme) -> tuple[pa.Table, Reading]:
    """All entity files as one table of the contract, ordered by file and row; `reading` holds what was wrong."""
    reading = Reading(programme)
    known = entity_aliases(programme)
    for path, name in files:
        for found in read_tables(path, name, lambda header: header_key(header) in known, EXAMPLE):
            if isinstance(found, Issue):
                reading.issues.add(found)
            else:
                take_entities(found, reading)
    for identifier in reading.rows:
        reading.refused.pop(identifier, None)
    return pa.Table.from_pylist(list(reading.rows.values()), schema=ENTITIES), reading


class _EntityTable:
    """One table being read: its known columns as words, its rows, and which of them are still good."""

    def __init__(self, table: RawTable, columns: Mapping[str, int], issues: RowIssues) -> None:
        self.table, self.issues = table, issues
        self._columns = columns
        self.good: Mask = np.ones(len(table), dtype=np.bool_)
        self._words: dict[str, Words] = {}

    def header(self, column: str) -> str:
        index = self._columns.get(column)
        return column if index is None else self.table.names[index]

    def words(self, column: str) -> Words:
        """The words of a column; an absent column is empty."""
        if column not in self._words:
            index = self._columns.get(column)
            empty = Words(np.full(len(self.table), -1, dtype=np.int32), ())
            read = self.table.days if column in _MONTHS else self.table.words
            self._words[column] = empty if index is None else read(index)
        return self._words[column]

    def texts(self, column: str) -> list[str | None]:
        words = self.words(column)
        return [words.words[code] if code >= 0 else None for code in words.codes.tolist()]

    def refuse(
        self, problem: Problem, column: str, rows: npt.NDArray[np.bool_], facts: Callable[[str], Mapping[str, object]]
    ) -> None:
        """An error for the rows of a mask: they are not taken."""
        self.say(problem, column, rows, facts)
        self.good &= ~rows

    def say(
        self, problem: Problem, column: str, rows: npt.NDArray[np.bool_], facts: Callable[[str], Mapping[str, object]]
    ) -> None:
        """An issue for every row of a mask."""
        numbers: Rows = self.table.rows[rows]
        words = self.words(column).take(rows)
        self.issues.words(problem, self.table.file, numbers, self.header(column), words=words, facts=facts)


def take_entities(table: RawTable, reading: Reading) -> None:
    """Take the good rows of one table in, and say what is wrong with the others."""
    programme = reading.programme
    found = find_columns(table, entity_aliases(programme))
    reading.issues.extend(found.issues)
    reading.issues.extend(unknown_columns(table, found.others, (*ENTITY_COLUMNS, *told_columns(programme))))
    nameless = bool(programme.kinds) and "kind" in found.columns  # what belongs to another needs no id
    lacking = missing_columns(table, {} if nameless else {"id": NAMES_ZH["id"]}, found, EXAMPLE)
    reading.issues.extend(lacking)
    reading.read += len(table)
    if lacking:
        return
    table = without_struck(table, found.columns.values(), reading.issues)
    sheet = _EntityTable(table, found.columns, reading.issues)
    sheet.refuse(HIDDEN_ROW, "id", table.hidden(), lambda _: {})
    _refuse_differing(sheet, found, programme)
    kinds = _check_kinds(sheet, programme)
    ids = _with_own_ids(sheet, kinds, reading)
    _check_ids(sheet, kinds, np.array([one is not None for one in ids], dtype=np.bool_))
    columns: dict[str, list[object]] = {
        "id": [text.upper() if text and len(text) == LENGTH else text for text in ids],
        "name": list(sheet.texts("name")),
        "kind": list(kinds),
        "area": _read_areas(sheet, programme, kinds),
        "park": _read_parks(sheet, programme),
        "industry": _read_industries(sheet),
        **{column: _read_months(sheet, column) for column in _MONTHS},
        "tags": _read_tags(sheet),
    }
    _keep_rows(sheet, columns, reading)


def _refuse_differing(sheet: _EntityTable, found: ColumnPositions, programme: Programme) -> None:
    """Rows where two columns of one meaning do not mean the same; what only one of them can be read as says nothing."""
    areas = area_words(programme, ("country", "province", "city", "county", "park"))
    readers: dict[str, Callable[[str], object]] = {
        "id": lambda word: word if fault_of_form(word.upper()) is None else None,
        "area": areas.get,
        "park": areas.get,
        "industry": lambda word: industry_code(word) or None,
        **dict.fromkeys(_MONTHS, read_period),
    }
    for column in found.twins:
        names = {"role_zh": NAMES_ZH.get(column, column), "role_en": column}
        differing = rows_that_differ(sheet.table, found, column, readers.get(column, clean))
        sheet.refuse(COLUMNS_DIFFER, column, differing, partial(_same_facts, names))


def _same_facts(facts: Mapping[str, str], _word: str) -> Mapping[str, str]:
    return facts


def _check_kinds(sheet: _EntityTable, programme: Programme) -> list[str]:
    words, known = sheet.words("kind"), kind_words(programme)
    unknown = words.map(lambda word: 0 if word.lower() in known else 1, missing=0) == 1
    kinds = {"known": "、".join(name.zh for name in programme.kind_names.values())}
    sheet.refuse(UNKNOWN_KIND, "kind", unknown, lambda word: {"given": word, **kinds})
    return [known.get(text.lower(), "") if text else "enterprise" for text in sheet.texts("kind")]


def _with_own_ids(sheet: _EntityTable, kinds: Sequence[str], reading: Reading) -> list[str | None]:
    """The ids as written; what belongs to another needs none: by its name it always has the same."""
    found = sheet.texts("id")
    columns = zip(kinds, sheet.texts("parent"), sheet.texts("name"), strict=True)
    for at, (kind, parent, name) in enumerate(columns):
        above = parent or reading.parent
        if found[at] is None and kind in reading.programme.kind_by_id and above and name:
            found[at] = own_id(reading.resolve(above), kind, name)
    return found


def _check_ids(sheet: _EntityTable, kinds: Sequence[str], given: Mask) -> None:
    words = sheet.words("id")
    sheet.refuse(NO_ID, "id", ~given, lambda _: {})
    enterprises = np.array([kind == "enterprise" for kind in kinds], dtype=np.bool_)
    lost = enterprises & (words.map(lambda word: int(turned_into_number(word)), missing=0) == 1)
    sheet.refuse(CODE_AS_NUMBER, "id", lost, lambda word: {"given": word})
    enterprises &= ~lost
    faults = {word: fault_of_form(word.upper()) for word in words.words}
    malformed = enterprises & (words.map(lambda word: int(faults[word] is not None), missing=0) == 1)
    sheet.refuse(CREDIT_CODE_FORM, "id", malformed, lambda word: _form_facts(word, faults[word]))
    miscounted = words.map(
        lambda word: int(faults[word] is None and check_digit(word.upper()[:-1]) != word.upper()[-1]), missing=0
    )
    sheet.refuse(
        CHECK_DIGIT,
        "id",
        enterprises & (miscounted == 1),
        lambda word: {"given": word, "right": check_digit(word.upper()[:-1])},
    )


def _form_facts(word: str, fault: tuple[str, str] | None) -> dict[str, str]:
    zh, en = fault or ("", "")
    return {"given": word, "reason_zh": zh, "reason_en": en}


def _read_areas(sheet: _EntityTable, programme: Programme, kinds: Sequence[str]) -> list[object]:
    codes = area_words(programme, ("country", "province", "city", "county", "park"))
    words = sheet.words("area")
    unknown = words.map(lambda word: int(word not in codes), missing=0) == 1
    guess = Guesses(codes)
    sheet.refuse(UNKNOWN_AREA, "area", unknown, lambda word: {"given": word, **hints(guess(word), "地区")})
    itself = ("area", "county", "city", *programme.kind_by_id)
    own = np.array([kind in itself for kind in kinds], dtype=np.bool_)
    sheet.say(NO_AREA, "area", words.blank & sheet.good & ~own, lambda _: {})
    return [codes.get(text) if text else None for text in sheet.texts("area")]


def _read_parks(sheet: _EntityTable, programme: Programme) -> list[object]:
    codes = area_words(programme, ("park",))
    unknown = sheet.words("park").map(lambda word: int(word not in codes), missing=0) == 1
    guess = Guesses(codes)
    sheet.say(UNKNOWN_PARK, "park", unknown, lambda word: {"given": word, **hints(guess(word), "园区")})
    return [codes.get(text) if text else None for text in sheet.texts("park")]


def area_words(programme: Programme, kinds: Sequence[str]) -> dict[str, str]:
    """Codes and names of areas, and the code that each means, however it is written; a name that two areas bear is
    none."""
    areas = [area for area in programme.areas if area.kind in kinds]
    names = [clean(area.name.zh) for area in areas]
    found = {name: area.code for name, area in zip(names, areas, strict=True) if names.count(name) == 1}
    codes = {area.code for area in areas}
    spellings = {spelling: code for spelling, code in area_spellings(programme).items() if code in codes}
    return {**spellings, **found, **{code: code for code in codes}}


def _read_industries(sheet: _EntityTable) -> list[object]:
    read = {word: industry_code(word) for word in sheet.words("industry").words}
    open_words = {word for word in read if _lacks_zero(word)}
    unclear = sheet.words("industry").map(lambda word: int(word in open_words), missing=0) == 1
    sheet.say(INDUSTRY_ZERO, "industry", unclear, _zero_facts)
    unreadable = (sheet.words("industry").map(lambda word: int(not read[word]), missing=0) == 1) & ~unclear
    sheet.say(INDUSTRY_FORM, "industry", unreadable, _industry_facts)
    completed = sheet.words("industry").map(lambda word: int(word.isdigit() and bool(read[word])), missing=0) == 1
    sheet.say(INDUSTRY_LETTER, "industry", completed, lambda word: {"given": word, "right": read[word]})
    return [read[text] or None if text else None for text in sheet.texts("industry")]


def _lacks_zero(word: str) -> bool:
    """Whether digits without a letter may have lost their zero in a number cell: 610 is 0610 or H610, 61 is 061 or H61.

    Groups of farming are not asked about: an industrial register that says 32 means metals, not poultry.
    """
    if word in _GROUPS_OF_MINING:
        return True
    return len(word) == 3 and word.isdigit() and not word.startswith("0") and bool(_with_letter(f"0{word}"))


def _zero_facts(word: str) -> dict[str, str]:
    return {"given": word, "zero": _with_letter(f"0{word}"), "whole": _with_letter(word) or word}


def industry_code(word: str) -> str:
    """A code of GB/T 4754-2017 with its section's letter; empty where it is none, or may be one of two."""
    return "" if _lacks_zero(word) else _with_letter(word)


def _with_letter(word: str) -> str:
    if word.isdigit() and 2 <= len(word) <= 4:
        letter = _section(int(word[:2]))
        return f"{letter}{word}" if letter else ""
    match = _INDUSTRY.match(word.upper())
    if not match or (match[2] and _section(int(match[2][:2])) != match[1]):
        return ""
    return word.upper()


def _section(division: int) -> str:
    return next((letter for letter, first, last in _SECTIONS if first <= division <= last), "")


def _industry_facts(word: str) -> dict[str, str]:
    digits = re.sub(r"\D", "", word)[:4]
    return {"given": word, **hints(industry_code(digits) if len(digits) >= 2 else "", "")}


def _read_months(sheet: _EntityTable, column: str) -> list[object]:
    """Month indices of dates and months; of a year its January, or its December where something ends."""
    read = {word: read_period(word) for word in sheet.words(column).words}
    unreadable = sheet.words(column).map(lambda word: int(read[word] is None), missing=0) == 1
    names = {"role_zh": NAMES_ZH[column], "role_en": column}
    sheet.say(BAD_MONTH, column, unreadable, lambda word: {"given": word, **names})
    found = [read[text] if text else None for text in sheet.texts(column)]
    return [None if one is None else one.period.last if column == "active_until" else one.period.first for one in found]


def _read_tags(sheet: _EntityTable) -> list[object]:
    parts = {
        word: [tag for tag in (part.strip() for part in re.split(r"[;,、|]", word)) if tag]
        for word in sheet.words("tags").words
    }
    return [parts[text] if text else [] for text in sheet.texts("tags")]


def _keep_rows(sheet: _EntityTable, columns: dict[str, list[object]], reading: Reading) -> None:
    """Take the good rows in; of rows with one id the first holds, and the others are named."""
    file = sheet.table.file
    for position, row in enumerate(sheet.table.rows.tolist()):
        place = Place(file, row=row)
        taken = {name: values[position] for name, values in columns.items()}
        identifier = taken["id"]
        if not sheet.good[position]:
            if isinstance(identifier, str):
                reading.refused.setdefault(identifier, place)
            continue
        start, until = taken["active_from"], taken["active_until"]
        if isinstance(start, int) and isinstance(until, int) and until < start:
            facts = {"start": month_name(start), "until": month_name(until)}
            reading.issues.add(ENDS_BEFORE_START.at(Place(file, row=row, column=sheet.header("active_until")), **facts))
        earlier = reading.rows.get(str(identifier))
        if earlier is None:
            reading.rows[str(identifier)] = {**taken, "file": file, "row": row}
            reading.told += [(told, place) for told in _told_of(sheet, position, taken, reading)]
            continue
        first = Place(str(earlier["file"]), row=int(str(earlier["row"])))
        same = all(earlier[name] == value for name, value in taken.items())
        problem = ENTITY_REPEATED if same else ENTITY_TWICE
        reading.issues.add(
            problem.at(Place(file, row=row, column=sheet.header("id")), given=identifier, **place_facts(first))
        )


def _told_of(
    sheet: _EntityTable, position: int, row: Mapping[str, object], reading: Reading
) -> Iterator[dict[str, str]]:
    """What a row says of an entity's parent and attributes, as facts without a beginning."""
    for name in told_columns(reading.programme):
        words = sheet.words(name)
        code = int(words.codes[position])
        word = words.words[code].strip() if code >= 0 else ""
        if name == "parent" and row["kind"] in reading.programme.kind_by_id:
            word = word or reading.parent
        if word:
            yield {"entity": str(row["id"]), "fact": name, "value": word}
