"""How a programme calls what its formulas mention: display names by kind and path, in both languages."""

from __future__ import annotations

from functools import cached_property

from sigai.base.issues import Language
from sigai.formulas.function import NameKind
from sigai.programme.common import Text
from sigai.programme.programme import Programme


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
        for ledger in programme.ledgers:
            names["ledger", ledger.id] = ledger.name
            for state in ledger.states:
                names["state", ledger.id, state.id] = state.name
            for field in ledger.fields:
                names["field", ledger.id, field.id] = field.name
                for choice in field.choices:
                    names["choice", ledger.id, field.id, choice.id] = choice.name
        return names
