"""A mapping as YAML, and what is wrong with one: at its file and line, with what to do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml

from sigai.base.issues import Issue, Issues, Place, UserError
from sigai.base.periods import Period
from sigai.base.units import is_unit
from sigai.programme.loading import read_definition
from sigai.programme.programme import Programme
from sigai.tables.files import nearest
from sigai.tables.files.columns import hints
from sigai.values.mapping import problems
from sigai.values.mapping.model import GIVEN, HEAD, IGNORED, TITLE, Mapping

FOLDER = "mappings"
"""Where the mappings of a data folder lie."""


def mapping_yaml(mapping: Mapping) -> str:
    """A mapping as YAML; what is not said is left out."""
    content = mapping.model_dump(mode="json", exclude_defaults=True)
    return str(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110))


def read_mapping(path: Path, folder: Path, programme: Programme) -> Mapping:
    """The mapping of a YAML file, checked against a programme; UserError with every fault, at its line."""
    issues = Issues()
    found = read_definition(path, folder, Mapping, issues)
    if isinstance(found, Mapping):
        for fault in mapping_faults(found, programme):
            issues.add(fault)
    elif not issues.errors:
        place = Place(path.relative_to(folder).as_posix())
        issues.add(problems.MAPPING_LACKS.at(place, what_zh="任何内容", what_en="anything"))
    if issues.errors or not isinstance(found, Mapping):
        raise UserError(issues.errors)
    return found


def read_mappings(folder: Path, programme: Programme) -> tuple[list[Mapping], list[Issue], list[Path]]:
    """The mappings of a data folder (`mappings/*.yaml`), what is wrong with others, and all their files."""
    found: list[Mapping] = []
    issues: list[Issue] = []
    files = sorted((folder / FOLDER).glob("*.yaml"))
    for file in files:
        try:
            found.append(read_mapping(file, folder, programme))
        except UserError as error:
            issues.extend(error.issues)
    return found, issues, files


def mapping_faults(mapping: Mapping, programme: Programme) -> Iterator[Issue]:
    """Everything in a mapping that the programme does not know, and what it does not say."""
    yield from _unknown(mapping, programme)
    yield from _lacking(mapping, programme)


def _unknown(mapping: Mapping, programme: Programme) -> Iterator[Issue]:
    forms = [form.id for form in programme.forms]
    measures = list(programme.measure_by_id)
    if mapping.form and mapping.form not in forms:
        yield _say("form", mapping.form, mapping.place_of("form"), nearest(mapping.form, forms))
    if mapping.measure and mapping.measure not in measures:
        yield _say("measure", mapping.measure, mapping.place_of("measure"), nearest(mapping.measure, measures))
    if mapping.unit and not is_unit(mapping.unit):
        yield _say("unit", mapping.unit, mapping.place_of("unit"))
    if mapping.period and mapping.period not in (GIVEN, TITLE) and not _is_period(mapping.period):
        yield _say("period", mapping.period, mapping.place_of("period"))
    for column in mapping.columns:
        if column.measure and column.measure not in measures:
            yield _say("measure", column.measure, column.place_of("measure"), nearest(column.measure, measures))
        if column.unit and not is_unit(column.unit):
            yield _say("unit", column.unit, column.place_of("unit"))
        if column.period and column.period != HEAD and not _is_period(column.period):
            yield _say("period", column.period, column.place_of("period"))
    for word, measure in mapping.words.measure.items():
        if measure != IGNORED and measure not in measures:
            yield _say(f"words.measure.{word}", measure, mapping.words.place, nearest(measure, measures))


def _lacking(mapping: Mapping, programme: Programme) -> Iterator[Issue]:
    figures = mapping.columns_of("figure")
    for column in mapping.columns_of("asked"):
        guess = programme.measure_by_id.get(column.guess)
        hint = {
            "hint_zh": hints(guess.name.zh if guess else "", "")["hint_zh"],
            "hint_en": hints(guess.name.en if guess else "", "")["hint_en"],
        }
        yield problems.STILL_ASKED.at(column.place, head=" / ".join(column.head), **hint)
    if not figures and not mapping.columns_of("asked"):
        yield _lack(mapping, "哪一列是数", "which column holds figures")
    if not (mapping.entity or mapping.columns_of("entity")):
        yield _lack(mapping, "数是谁的", "whom the figures are about")
    if not (mapping.measure or mapping.columns_of("measure")) and any(not column.measure for column in figures):
        yield _lack(mapping, "数是哪个指标项的", "which measure the figures are of")
    by_row = mapping.columns_of("period") or (mapping.columns_of("year") and mapping.columns_of("month"))
    if not (mapping.period or by_row) and any(not column.period for column in figures):
        yield _lack(mapping, "数是哪一期的", "which period the figures are of")
    keys = [column.key for column in mapping.read]
    for column in {column.key: column for column in mapping.read}.values():
        if (count := keys.count(column.key)) > 1:
            yield problems.HEAD_TWICE.at(column.place, head=" / ".join(column.head), count=count)


def _lack(mapping: Mapping, zh: str, en: str) -> Issue:
    return problems.MAPPING_LACKS.at(mapping.place, what_zh=zh, what_en=en)


def _say(key: str, given: str, place: Place, near: str = "") -> Issue:
    return problems.UNKNOWN_IN_MAPPING.at(place, key=key, given=given, **hints(near, ""))


def _is_period(text: str) -> bool:
    try:
        Period.parse(text)
    except ValueError:
        return False
    return True
