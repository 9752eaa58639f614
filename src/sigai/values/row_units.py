"""The unit that each figure of a batch is in: said by a column, behind figures, in heads, titles and feet."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sigai.base.units import SCALES, is_in_other_case, is_unit, scaled_unit
from sigai.tables.files import SCALE, Words
from sigai.tables.files.heads import fits
from sigai.tables.files.raw import Mask
from sigai.values import problems
from sigai.values.batches import same_unit
from sigai.values.figures import NumberedWords
from sigai.values.odd_sizes import is_percent, is_share
from sigai.values.row_faults import RowFaults
from sigai.values.share_problems import SHARE_OPEN, SHARES_OF_ONE
from sigai.values.wording import measure_facts

Positions = npt.NDArray[np.int64]
"""The place of something for each row: of its measure, its entity, its unit; -1 where it has none."""

_PERCENT = "%"
_SOME = 3
"""So many different shares of at most one are no chance."""
_YUAN = "¥"
"""The sign of the currency alone does not say in which unit of money a figure is."""


class RowUnits(RowFaults):
    """A batch that knows the units of its rows, and refuses rows that state none clearly."""

    def _units(self, measure: Positions) -> Words:
        """The unit of every row: from the unit column, else from beside the measure's name, from behind the figure, or
        from title and foot."""
        if self._batch.other_unit:
            facts = {"given": self._word("unit", 0), "other": self._batch.other_unit}
            self._refuse(problems.UNITS_CONTRADICT, "value", self._given, facts)
        column, behind = self._words("unit"), self._numbers.units
        named = [each for each in (cells.units for cells in self._cells) if each is not None]
        if behind is None and not named and not self._batch.stated:
            self._refuse_mentioned(column.blank, measure)
            self._refuse_unlike_others(column.blank, measure)
            self._refuse_shares_of_one(column.blank, measure)
            self._tell_blank(column.blank, column, measure)
            return column
        if behind is not None:
            self._refuse_beside_percent(behind, measure)
        pool = NumberedWords()
        none = np.full(len(self._batch), -1, dtype=np.int64)
        one = column.map(pool.code)
        for codes, units in named:
            two = np.array([*map(pool.code, units), -1], dtype=np.int64)[codes]
            self._refuse_two_units(one, two, pool)
            one = np.where(one >= 0, one, two)
        three = none if behind is None else behind.map(pool.code)
        stated = self._stated_units(measure, pool) if self._batch.stated else none
        three, scaled = self._scaled_units(np.where(one >= 0, one, stated), three, measure, pool)
        one = np.where(scaled, three, one)
        self._refuse_two_units(one, three, pool)
        found = np.where(one >= 0, one, np.where(three >= 0, three, stated))
        self._refuse_mentioned(found < 0, measure)
        self._refuse_unlike_others(found < 0, measure)
        self._refuse_shares_of_one(found < 0, measure)
        self._tell_blank(found < 0, column, measure)
        return Words(found.astype(np.int32), tuple(pool.words))

    def _refuse_mentioned(self, without: Mask, measure: Positions) -> None:
        """Figures without a unit under a title or over a note with words of another unit: one of them is meant."""
        measures = self._names.measures
        for at in set(np.unique(measure[measure >= 0]).tolist()) if self._batch.mentioned else ():
            unit = measures[at].unit
            near = [each for each in self._batch.mentioned if unit and fits(each, unit)]
            if near and not any(same_unit(each, unit) for each in near):
                facts = {"given": near[0], "unit": unit, **measure_facts(measures[at])}
                self._refuse(problems.UNIT_MENTIONED, "value", without & (measure == at), facts)

    def _refuse_unlike_others(self, without: Mask, measure: Positions) -> None:
        """Figures without a unit in a table that writes another than their measure's behind other figures."""
        for at in np.unique(measure[without & (measure >= 0)]).tolist() if self._batch.behind else ():
            unit = self._names.measures[at].unit
            near = [each for each in self._batch.behind if unit and fits(each, unit) and not same_unit(each, unit)]
            if near:
                facts = {"given": near[0], "unit": unit, **measure_facts(self._names.measures[at])}
                self._refuse(problems.UNIT_BEHIND_OTHERS, "value", without & self.good & (measure == at), facts)

    def _refuse_beside_percent(self, behind: Words, measure: Positions) -> None:
        """Figures of at most one without a sign beside others of their measure that are written with `%`: 0.85 may be
        85 %, as a cell that lost its format shows it."""
        shares = np.isin(behind.codes, [code for code, word in enumerate(behind.words) if word == _PERCENT])
        sizes = self._sizes()
        small = self.good & (behind.codes < 0) & (sizes != 0) & (sizes <= 1)
        for at in np.unique(measure[shares & (measure >= 0)]).tolist() if small.any() else ():
            if is_percent(self._names.measures[at]):
                self._refuse(SHARE_OPEN, "value", small & (measure == at), measure_facts(self._names.measures[at]))

    def _refuse_shares_of_one(self, without: Mask, measure: Positions) -> None:
        """Shares of a whole without a unit that are all of at most one: a column that lost its format shows them so. A
        form shows the unit of its cells."""
        sizes = self._sizes()
        given = without & self.good & (sizes != 0)
        for at in np.unique(measure[given & (measure >= 0)]).tolist() if self._batch.file else ():
            own = given & (measure == at)
            if is_share(self._names.measures[at]) and (sizes[own] <= 1).all() and len(set(sizes[own])) >= _SOME:
                self._refuse(SHARES_OF_ONE, "value", own, measure_facts(self._names.measures[at]))

    def _sizes(self) -> npt.NDArray[np.float64]:
        numbers = self._numbers
        return np.abs(np.where(numbers.exact, numbers.amounts / SCALE, numbers.floats))

    def _tell_blank(self, without: Mask, column: Words, measure: Positions) -> None:
        """Say of figures that their unit is left blank in a column that says, in other rows, another than the
        measure's: they are read in the measure's, and may have been meant to go on with the unit above."""
        measures, rows = self._names.measures, (column.codes >= 0) & (measure >= 0)
        pairs = np.unique(np.stack([column.codes[rows], measure[rows]], axis=1), axis=0).tolist()
        said = {(column.words[code], measures[at].unit) for code, at in pairs}
        other = sorted(word for word, unit in said if is_unit(word) and fits(word, unit) and not same_unit(word, unit))
        for at in np.unique(measure[without & (measure >= 0)]).tolist() if other else ():
            unit = measures[at].unit
            near = [word for word in other if unit and fits(word, unit) and not same_unit(word, unit)]
            facts = {"given": near[0] if near else "", "unit": unit, **measure_facts(measures[at])}
            rows = without & (measure == at) & self._given & self.good
            self._say(problems.UNIT_LEFT_BLANK, "value", rows & bool(near), facts)

    def _refuse_beside(self, units: Words, measure: Positions) -> None:
        """Figures beside which a unit stands in a column without a name, and it is not that of their row."""
        for words in self._batch.beside.values():
            rows = (words.codes >= 0) & (measure >= 0) & self._given
            keys = np.stack([words.codes[rows], units.codes[rows], measure[rows]], axis=1)
            for beside, stated, at in np.unique(keys, axis=0).tolist():
                own = units.words[stated] if stated >= 0 else self._names.measures[at].unit
                if not same_unit(words.words[beside], own):
                    facts = {"given": words.words[beside], "unit": own, **measure_facts(self._names.measures[at])}
                    here = rows & (words.codes == beside) & (units.codes == stated) & (measure == at)
                    self._refuse(problems.UNIT_MENTIONED, "value", here & self.good, facts)

    def _refuse_two_units(self, one: Positions, other: Positions, pool: NumberedWords) -> None:
        apart = (one >= 0) & (other >= 0) & (one != other)
        for pair in set(zip(one[apart].tolist(), other[apart].tolist(), strict=True)):
            if same_unit(pool.words[pair[0]], pool.words[pair[1]]):
                apart &= (one != pair[0]) | (other != pair[1])
        self._refuse(
            problems.UNIT_TWICE, "unit", apart, lambda p: {"given": pool.words[other[p]], "other": pool.words[one[p]]}
        )

    def _stated_units(self, measure: Positions, pool: NumberedWords) -> Positions:
        """The unit of title or foot that each row's measure can have. Two that differ are refused, and one that fits no
        measure of the table goes for all."""
        stated, measures = self._batch.stated, self._names.measures
        used = set(np.unique(measure[measure >= 0]).tolist())
        fitting = {at: [unit for unit in stated if fits(unit, measures[at].unit)] for at in used}
        for at, units in fitting.items():
            if len(units) > 1:
                facts = {"given": units[0], "other": units[1]}
                self._refuse(problems.UNITS_CONTRADICT, "value", measure == at, facts)
        general = pool.code(stated[0]) if not any(fitting.values()) else -1
        codes = [pool.code(fitting[at][0]) if fitting.get(at) else general for at in range(len(measures))]
        return np.array([*codes, -1], dtype=np.int64)[measure]

    def _scaled_units(
        self, stated: Positions, behind: Positions, measure: Positions, pool: NumberedWords
    ) -> tuple[Positions, Mask]:
        """What stands behind figures, with a bare scale (`1.2万`) put before the row's unit, and the sign of a currency
        left out where the unit is stated; and which rows are scaled so. Letters that are a unit in another case only
        (`MWH`) are left out there, too, and told. A scale of what is scaled already is refused: 1.2万 may be 1.2 万元,
        or so many times 万元."""
        measures = self._names.measures
        written, behind = behind, behind.copy()
        scaled, is_open, ornament = (np.zeros_like(self.good) for _ in range(3))
        for position in np.flatnonzero((behind >= 0) & (measure >= 0)).tolist():
            word = pool.words[behind[position]]
            base = pool.words[stated[position]] if stated[position] >= 0 else ""
            if word == _YUAN and base:
                behind[position] = -1
            elif base and is_in_other_case(word):
                behind[position], ornament[position] = -1, True
            elif word in SCALES:
                whole = scaled_unit(word, base or measures[measure[position]].unit)
                scaled[position], is_open[position] = bool(whole), not whole
                behind[position] = pool.code(whole) if whole else -1

        def facts(position: int) -> dict[str, str]:
            known = measures[measure[position]]
            return {**self._written(position), **measure_facts(known), "unit": known.unit or "1"}

        def letters(position: int) -> dict[str, str]:
            return {"given": pool.words[written[position]], "unit": pool.words[stated[position]]}

        self._refuse(problems.SCALE_OPEN, "value", is_open, facts)
        self._say(problems.NO_UNIT_AS_WRITTEN, "value", ornament, letters)
        return behind, scaled

    def _unit_facts(self, units: Words, measure: Positions, position: int) -> dict[str, str]:
        known = self._measure(int(measure[position]))
        return {"given": units.words[units.codes[position]], **measure_facts(known), "unit": known.unit or "1"}
