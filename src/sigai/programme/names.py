"""How a programme calls what its formulas mention: display names by kind and path, in both languages."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from sigai.base.issues import Language
from sigai.formulas import describe
from sigai.formulas.function import NameKind
from sigai.formulas.nodes import Parameter
from sigai.programme.common import Text
from sigai.programme.parameters import DatedNumber
from sigai.programme.programme import Programme

_LANGUAGES: tuple[Language, ...] = ("zh", "en")


class ProgrammeNames:
    """Names of measures, parameters, groups, ledgers, states, fields and choices, for formulas in plain words."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme

    def name(self, kind: NameKind, path: tuple[str, ...], language: Language) -> str:
        """The display name; the last part of `path` where the programme gives none."""
        found = self._names.get((kind, *path))
        return found[language] if found is not None else path[-1]

    def accumulation(self, measure: str) -> str:
        """`flow`, `stock` or `ytd`."""
        found = self._programme.measure_by_id.get(measure)
        return found.accumulation if found else "flow"

    @cached_property
    def _names(self) -> dict[tuple[str, ...], Text]:
        programme = self._programme
        names: dict[tuple[str, ...], Text] = {("measure", item.id): item.name for item in programme.measures}
        names |= {("area", item.code): item.name for item in programme.areas}
        names |= {("parameter", item.id): item.name for item in programme.parameters}
        names |= {("group", item.id): item.name for item in programme.industry_groups}
        names |= {("list", item.id): item.name for item in programme.lists}
        names |= {("kind", kind): name for kind, name in programme.kind_names.items()}
        for attribute in programme.attribute_by_id.values():
            names["attribute", attribute.id] = attribute.name
            names |= {("attribute", attribute.id, choice.id): choice.name for choice in attribute.choices}
        for parameter in programme.parameters:
            for key in parameter.keys:
                path = "key", parameter.id, key.id
                names[path] = key.name
                names |= {(*path, choice.id): choice.name for choice in key.choices}
                names |= {(*path, area.code): area.name for area in programme.areas if key.type == "area"}
        for ledger in programme.book_by_id.values():
            names["ledger", ledger.id] = ledger.name
            for state in ledger.states:
                names["state", ledger.id, state.id] = state.name
            for field in ledger.fields:
                names["field", ledger.id, field.id] = field.name
                for choice in field.choices:
                    names["choice", ledger.id, field.id, choice.id] = choice.name
            names |= {("field", ledger.id, rows.id): rows.name for rows in ledger.rows}
            names |= {("field", ledger.id, computed.id): computed.name for computed in ledger.computed}
        return names


def number_words(programme: Programme, asked: Parameter, row: DatedNumber) -> Text:
    """Which number of a parameter was taken, for what and from when, and where it comes from."""
    names, unit = ProgrammeNames(programme), programme.parameter_by_id[asked.name].unit
    zh, en = (describe(replace(asked, on=""), names, language) for language in _LANGUAGES)
    value, origin = f"{row.value:f} {unit}".rstrip(), f"{row.source.title} {row.source.locator}".rstrip()
    until = ("", "") if row.end is None else (f"至 {row.end}", f" to {row.end}")
    return Text(
        zh=f"{zh} {value}（{row.start} 起{until[0]}；{origin}）",
        en=f"{en} {value} (from {row.start}{until[1]}; {origin})",
    )
