"""The checks of single rows, by the column: each asks once per different word or pair and spreads the answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from sigai.base.ranges import range_words
from sigai.programme.programme import Programme
from sigai.tables.files import Guesses, RowIssues, Words, read_numbers
from sigai.tables.files.columns import hints, place_facts
from sigai.tables.files.conversion import ConvertedAmounts, convert, shown
from sigai.tables.files.number_formats import parted_unlike
from sigai.tables.files.numbers import BLANK, TOO_LARGE
from sigai.tables.files.raw import as_text
from sigai.tables.files.spans import span_of_word, year_of_same_period
from sigai.tables.files.struck import is_struck, noted_facts, struck_facts
from sigai.values import problems
from sigai.values.batches import Batch
from sigai.values.credit_codes import check_digit, fault_of_form, turned_into_number
from sigai.values.entity_problems import AREA_TOTAL, CODE_AS_NUMBER, OTHER_PLACE
from sigai.values.figures import (
    EMPTY_CELL,
    GIVEN,
    NO_REVISION,
    NO_TIME,
    UNREAD_TIME,
    WITHDRAWN,
    Figures,
    NumberedWords,
    Vocabularies,
    time_code,
)
from sigai.values.headers import GOOD_WORDS, NAMES_ZH, STATE_CODES
from sigai.values.measure_columns import SPAN_WORDS
from sigai.values.measure_names import MeasureNames
from sigai.values.measure_words import SaidWords, wanted_span
from sigai.values.odd_figures import unreadable, vanishing
from sigai.values.period_columns import year_of
from sigai.values.register import AMBIGUOUS, KINDS, REFUSED, UNKNOWN, SubjectIndex
from sigai.values.reported_periods import PeriodJudge, mostly_parts
from sigai.values.row_units import Positions, RowUnits
from sigai.values.void_columns import is_void, void_problem
from sigai.values.void_problems import UNKNOWN_STATE, VOID_ROW
from sigai.values.whereabouts import Whereabouts
from sigai.values.withdrawal_problems import TAKEN_BACK
from sigai.values.wording import measure_facts

_AREAS = [KINDS.index(kind) for kind in ("park", "county", "city", "province", "country")]

_LARGEST_REVISION = 2**31 - 1


@dataclass(frozen=True, eq=False)
class Checker:
    """What rows are checked against, and where what is found goes; `moved` are entities that changed their area."""

    programme: Programme
    register: SubjectIndex
    names: MeasureNames
    words: Vocabularies
    issues: RowIssues
    moved: Collection[str] = ()
    periods: PeriodJudge = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "periods", PeriodJudge(self.programme))

    @cached_property
    def whereabouts(self) -> Whereabouts:
        """Where the register says that its entities lie."""
        return Whereabouts.of(self.register, self.programme, self.moved)

    def check(self, batch: Batch, file: int) -> Figures:
        """The good rows of a batch as figures; every fault of every row becomes an issue."""
        return _Rows(self, batch, file).figures()


class _Rows(RowUnits):
    """One batch on its way through the checks."""

    def __init__(self, checker: Checker, batch: Batch, file: int) -> None:
        super().__init__(batch, checker.names, checker.issues)
        self._checker, self._file = checker, file

    def figures(self) -> Figures:
        """Run every check and gather what stood it."""
        self._empty_cells()
        measure = self._measures()
        entity = self._entities()
        self._subjects(entity, measure)
        self._columns_that_differ(entity, measure)
        self._places(entity)
        period = self._periods(measure)
        self._spans(measure)
        self._said_of_rows(measure)
        amounts = self._amounts(measure)
        revision = self._revisions()
        state, reported_at = self._states(), self._times()
        ordered = (revision != NO_REVISION) | (reported_at != NO_TIME)
        refused = ~self._given & ~self._takes_back & self._said_back
        withdraws = self._takes_back | (not self._batch.wide)
        empty = ~refused & ~self._given & (ordered | withdraws) & (entity >= 0) & (measure >= 0) & (period > 0)
        taken = np.flatnonzero(self.good | empty)
        given_value, given_unit = self._as_given(amounts, taken)
        vocabularies = self._checker.words
        return Figures(
            entity=entity[taken].astype(np.int32),
            measure=measure[taken].astype(np.int32),
            period=period[taken].astype(np.int32),
            amount=amounts.amounts[taken],
            revision=revision[taken].astype(np.int32),
            reported_at=reported_at[taken],
            state=state[taken].astype(np.int8),
            source=self._coded("source", vocabularies.sources, taken),
            reporter=self._coded("reporter", vocabularies.reporters, taken),
            given_value=given_value,
            given_unit=given_unit,
            file=np.full(len(taken), self._file, dtype=np.int32),
            row=self._batch.rows[taken].astype(np.int32),
            given=np.where(self.good, GIVEN, np.where(ordered & withdraws, WITHDRAWN, EMPTY_CELL))[taken].astype(
                np.int8
            ),
            column=np.full(len(taken), vocabularies.columns.code(self._batch.header("value")), dtype=np.int16),
        )

    # --- the checks -----------------------------------------------------------------------------------------------

    def _empty_cells(self) -> None:
        """Say which rows of the long layout give no figure, and which cells of the wide one say so in words."""
        self._said_back = self._takes_back.copy()
        self._say(TAKEN_BACK, "value", self._said_back, {})
        if not self._batch.wide:
            self._say(problems.NO_FIGURE, "value", ~self._given & ~self._said_back, {})
        elif self._numbers.said is not None:
            self._say(problems.SAID_MISSING, "value", self._numbers.said, self._written)

    def _columns_that_differ(self, entity: Positions, measure: Positions) -> None:
        """Refuse the rows where columns of one meaning say different things: nobody knows which holds."""
        differing = dict(self._batch.differing)
        entities = [twin.map(self._checker.register.position) for twin in self._batch.twins.get("entity", ())]
        measures = [cells.positions for cells in self._cells[1:]]
        for column, first, others in (("entity", entity, entities), ("measure", measure, measures)):
            for other in others:
                apart = (first >= 0) & (other >= 0) & (first != other)
                differing[column] = differing.get(column, False) | apart
        for column, rows in differing.items():
            names = {"role_zh": NAMES_ZH.get(column, column), "role_en": column}
            self._refuse(problems.COLUMNS_DIFFER, column, rows, names)

    def _places(self, entity: Positions) -> None:
        """Refuse the rows whose area is not where the register says that the entity lies: another may be meant."""
        for head, words in self._batch.places.items():

            def facts(position: int, head: str = head, words: Words = words) -> dict[str, str]:
                said = {"head": head, "given": words.words[words.codes[position]]}
                return {**said, "entity": self._word("entity", position), **self._where(int(entity[position]))}

            elsewhere = self._checker.whereabouts.elsewhere(entity, words, self._checker.register)
            self._refuse(OTHER_PLACE, head, elsewhere, facts)

    def _where(self, entity: int) -> dict[str, str]:
        return self._checker.whereabouts.name(entity)

    def _spans(self, measure: Positions) -> None:
        """Refuse the rows whose header says that the figures run otherwise than their measure, or says it unclearly."""
        span = self._batch.span
        if span in ("", "this"):
            return
        measures = self._names.measures
        fits = np.array([*(span in wanted_span(each) for each in measures), True])[measure]

        def facts(position: int) -> dict[str, str]:
            known = measures[measure[position]]
            return {
                **measure_facts(known),
                "head": self._batch.header("value"),
                **SPAN_WORDS[known.accumulation],
            }

        problem = problems.HEAD_UNCLEAR if span == "unclear" else problems.HEAD_MISMATCH
        self._refuse(problem, "value", ~fits, facts)

    def _said_of_rows(self, measure: Positions) -> None:
        """Refuse the rows of which a column, a row above, the sheet or the title says that their figures are others
        than their measure wants."""
        measures, said = self._names.measures, dict(self._batch.said)
        if self._batch.around and self._batch.span in ("", "this"):
            said[self._batch.header("value")] = Words.constant(self._batch.around, len(self._batch))
        for head, words in ((head, self._of_other_years(words)) for head, words in said.items()):
            pairs, pair = words.paired(measure, len(measures))
            spans, wants = [span_of_word(words.words[word]) for word, _ in pairs], [at for _, at in pairs]
            fits = [at < 0 or SaidWords(span=span).fits(measures[at]) for span, at in zip(spans, wants, strict=True)]
            wanted = {at for good, at in zip(fits, wants, strict=True) if good}
            other = [span == "other" or at in wanted for span, at in zip(spans, wants, strict=True)]

            def facts(position: int, words: Words = words) -> dict[str, str]:
                known, given = measures[measure[position]], words.words[words.codes[position]]
                return {**measure_facts(known), "head": given, **SPAN_WORDS[known.accumulation]}

            judged = [
                problems.HEAD_UNCLEAR if span == "unclear" else problems.HEAD_OTHER if each else problems.HEAD_MISMATCH
                for span, each in zip(spans, other, strict=True)
            ]
            for problem in (problems.HEAD_OTHER, problems.HEAD_MISMATCH, problems.HEAD_UNCLEAR):
                wrong = [not good and each is problem for good, each in zip(fits, judged, strict=True)]
                self._refuse(problem, head, np.array([*wrong, False])[pair], facts)

    def _of_other_years(self, words: Words) -> Words:
        """Words such as 2021年同期数, blank for the rows whose period lies in the year that they name."""
        years = words.map(lambda word: year_of_same_period(word) or -1, -1)
        if (years < 0).all():
            return words
        agreeing = (years >= 0) & (years == self._words("period").map(year_of))
        return Words(np.where(agreeing, -1, words.codes).astype(np.int32), words.words)

    def _measures(self) -> Positions:
        self._need("measure")
        names = self._names
        measure = self._cells[0].positions
        guess = Guesses([name for each in names.measures for name in (each.id, each.name.zh)])
        self._refuse_words(
            problems.UNKNOWN_MEASURE,
            "measure",
            (measure < 0) & ~self._words("measure").blank,
            lambda word: {"given": word, **hints(guess(word), "")},
        )
        for cells in self._cells:
            for problem, rows, facts in cells.doubts(self._words("period")):
                self._refuse(problem, "measure", rows, facts)
        return measure

    def _entities(self) -> Positions:
        self._need("entity")
        register, words = self._checker.register, self._words("entity")
        entity = words.map(register.position)
        guess = Guesses(register.found)
        spoilt = words.map(lambda word: int(register.position(word) == UNKNOWN and turned_into_number(word)), 0) == 1
        unknown = (entity == UNKNOWN) & ~words.blank & ~spoilt
        self._refuse_words(CODE_AS_NUMBER, "entity", spoilt, lambda word: {"given": word})
        self._refuse_words(problems.UNKNOWN_ENTITY, "entity", unknown, lambda word: self._unknown_entity(word, guess))
        self._refuse_words(problems.AMBIGUOUS_NAME, "entity", entity == AMBIGUOUS, lambda word: {"given": word})
        self._refuse_words(problems.REFUSED_ENTITY, "entity", entity == REFUSED, self._refused_entity)
        return entity

    def _unknown_entity(self, word: str, guess: Guesses) -> Mapping[str, Any]:
        register = self._checker.register
        code = word.upper()
        near = ""
        if fault_of_form(code) is None and code[-1] != check_digit(code[:-1]):
            right = code[:-1] + check_digit(code[:-1])
            near = right if register.position(right) >= 0 else ""
        return {"given": word, **hints(near or guess(word), "")}

    def _refused_entity(self, word: str) -> Mapping[str, Any]:
        refused = self._checker.register.refused
        place = refused.get(word) or refused[word.upper()]
        return {"given": word, **place_facts(place)}

    def _subjects(self, entity: Positions, measure: Positions) -> None:
        """A county's figure is about a county, an enterprise's about an enterprise."""
        measures = self._names.measures
        kinds, names = self._checker.register.kind_names, self._checker.programme.kind_names
        wanted = np.array([*(kinds.index(each.subject) for each in measures), -1])[measure]
        found = np.append(self._checker.register.kinds, np.int8(-1))[np.maximum(entity, -1)]
        wrong = (entity >= 0) & (measure >= 0) & (wanted != found)

        def facts(position: int) -> dict[str, str]:
            want, have = kinds[wanted[position]], kinds[found[position]]
            return {
                **measure_facts(measures[measure[position]]),
                "given": self._word("entity", position),
                "wanted_zh": names[want].zh,
                "wanted_en": want,
                "found_zh": names[have].zh,
                "found_en": have,
            }

        self._refuse(problems.WRONG_SUBJECT, "entity", wrong, facts)
        below = wrong & self._given & (found >= 0) & ~np.isin(found, _AREAS)  # whose figures an area may add up
        if below.any():
            period = self._words("period").codes.astype(np.int64)
            of = measure * (len(self._words("period").words) + 1) + period
            total = ~wrong & (entity >= 0) & np.isin(found, _AREAS) & np.isin(of, of[below])
            self._refuse(AREA_TOTAL, "entity", total, facts)

    def _periods(self, measure: Positions) -> Positions:
        """Codes of the periods; judged once per pair of a written period and a measure."""
        self._need("period")
        words, judge = self._words("period"), self._checker.periods
        pairs, pair = words.paired(measure, len(self._names.measures))
        daily = mostly_parts(words.words[code] for code in words.used())
        judged = [judge.judge(words.words[code], self._measure(at), daily=daily) for code, at in pairs]
        for problem in {each.problem.code: each.problem for each in judged if each.problem}.values():
            wrong = np.array([each.problem is problem for each in judged] + [False])[pair]
            self._refuse(problem, "period", wrong, lambda position: judged[pair[position]].facts)
        return np.array([each.code for each in judged] + [0], dtype=np.int64)[pair]

    def _amounts(self, measure: Positions) -> ConvertedAmounts:
        """Figures in the measures' own units, within their ranges."""
        numbers = self._numbers
        texts = as_text(self._batch.value) if (numbers.kind > BLANK).any() else None

        def given(position: int) -> dict[str, str]:
            known = self._measure(int(measure[position]))
            unit = known.unit or "1" if known else ""
            written = str(texts[position]) if texts is not None else ""
            seen, stored = parted_unlike(written) or (written, "")
            return {
                "given": seen,
                "stored": stored,
                "unit": unit,
                **(struck_facts(written) if is_struck(written) else noted_facts(written) or {}),
            }

        for problem, rows in unreadable(numbers, texts):
            self._refuse(problem, "value", rows & ~self._said_back, given)
        self._refuse(problems.TOO_LARGE, "value", numbers.kind == TOO_LARGE, given)
        self._refuse(problems.MERGED_FIGURE, "value", self._batch.merged, {})
        if self._batch.hidden is not None:
            self._refuse(problems.HIDDEN_FIGURE, "value", self._batch.hidden, {})
        if self._batch.apart is not None:
            facts = {"head": self._batch.header("value")}
            self._refuse_words(problems.HEAD_PERIOD, "period", self._batch.apart, lambda word: {**facts, "given": word})
        units = self._units(measure)
        self._refuse_beside(units, measure)
        measures = self._names.measures
        amounts = convert(numbers, units, measure, [each.unit for each in measures], self.good)
        for problem, wrong in ((problems.UNKNOWN_UNIT, amounts.unknown), (problems.WRONG_UNIT, amounts.wrong)):
            self._refuse(problem, "unit", wrong, lambda position: self._unit_facts(units, measure, position))
        self._refuse(problems.TOO_LARGE, "value", amounts.too_large, lambda p: {**self._shown(amounts, measure, p)})
        self._ranges(amounts, measure)
        vanished, residue = vanishing(self._batch.value, numbers, amounts.amounts, self.good)
        residue &= bool(self._batch.file)  # what a sum of floating points leaves over is a zero
        self._refuse(problems.VANISHED, "value", vanished & ~residue, lambda p: self._shown(amounts, measure, p))
        rounded = (amounts.rounded | residue) & self.good
        self._say(problems.ROUNDED, "value", rounded, lambda p: self._shown(amounts, measure, p))
        if numbers.marked is not None:
            self._say(
                problems.NOTE_MARK,
                "value",
                numbers.marked & self.good,
                lambda p: {**self._written(p), "value": shown(int(numbers.amounts[p]))},
            )
        return amounts

    def _shown(self, amounts: ConvertedAmounts, measure: Positions, position: int) -> dict[str, str]:
        return {
            "given": str(as_text(self._batch.value.slice(position, 1))[0]),
            "unit": self._measure(int(measure[position])).unit or "1",
            "value": shown(int(amounts.amounts[position])),
        }

    def _ranges(self, amounts: ConvertedAmounts, measure: Positions) -> None:
        measures = self._names.measures
        low = np.array([*(-np.inf if m.minimum is None else m.minimum for m in measures), -np.inf])[measure]
        high = np.array([*(np.inf if m.maximum is None else m.maximum for m in measures), np.inf])[measure]
        scaled = amounts.amounts / 10_000
        outside = (measure >= 0) & self.good & ((scaled < low) | (scaled > high))

        def facts(position: int) -> dict[str, str]:
            known = self._measure(int(measure[position]))
            allowed = range_words(known.minimum, known.maximum)
            return {**self._shown(amounts, measure, position), **measure_facts(known), "range": allowed}

        self._refuse(problems.OUT_OF_RANGE, "value", outside, facts)

    def _revisions(self) -> Positions:
        """Explicit revision numbers; NO_REVISION where none was written."""
        revision = np.full(len(self._batch), NO_REVISION, dtype=np.int64)
        if self._batch.revision is None:
            return revision
        numbers = read_numbers(self._batch.revision)
        whole = numbers.good & numbers.exact & (numbers.amounts % 10_000 == 0) & (numbers.amounts >= 0)
        whole &= numbers.amounts // 10_000 <= _LARGEST_REVISION
        wrong = ~whole & (numbers.kind != BLANK)
        column = self._batch.revision
        self._refuse(problems.BAD_REVISION, "revision", wrong, lambda p: {"given": str(as_text(column.slice(p, 1))[0])})
        revision[whole] = numbers.amounts[whole] // 10_000
        return revision

    def _states(self) -> Positions:
        words = self._words("state")
        state = words.map(lambda word: STATE_CODES.get(word.lower(), -1), missing=0)
        self._refuse_words(UNKNOWN_STATE, "state", state < 0, lambda word: {"given": word})
        for column, fine in GOOD_WORDS.items():
            said = self._words(column)
            void = said.spread([int(word.lower() not in fine) for word in said.words], 0) == 1
            self._refuse_words(VOID_ROW, column, void, lambda word: {"given": word})
        self._voids()
        return np.maximum(state, 0)

    def _voids(self) -> None:
        """Refuse the rows of which a column that is called nearly as one of states says that they are void."""
        for head, words in self._batch.voids.items():

            def facts(position: int, words: Words = words) -> dict[str, str]:
                return {"given": words.words[words.codes[position]]}

            void = words.spread([int(is_void(head, word)) for word in words.words], 0) == 1
            self._refuse(void_problem(head), head, void, facts)

    def _times(self) -> Positions:
        """Report times in microseconds since 1970; NO_TIME where none was written, UNREAD_TIME where it cannot be
        read."""
        words = self._words("reported_at")
        time = words.map(time_code, missing=NO_TIME)
        wrong = (time == UNREAD_TIME) & (self.good | (~self._given & (not self._batch.wide)))
        self._say(problems.BAD_TIME, "reported_at", wrong, lambda p: {"given": self._word("reported_at", p)})
        return time

    # --- keeping what was written ---------------------------------------------------------------------------------

    def _coded(self, column: str, vocabulary: NumberedWords, taken: Positions) -> npt.NDArray[np.int32]:
        words = self._words(column).take(taken)
        used = set(words.used().tolist())
        return words.spread(
            [vocabulary.code(word) if code in used else -1 for code, word in enumerate(words.words)]
        ).astype(np.int32)

    def _as_given(
        self, amounts: ConvertedAmounts, taken: Positions
    ) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """Codes of the figure and unit as written, for rows where the figure as taken is not the one written."""
        vocabularies = self._checker.words
        value = np.full(len(taken), -1, dtype=np.int32)
        changed = np.flatnonzero((amounts.converted | amounts.rounded | ~self._numbers.plain)[taken] & self.good[taken])
        if len(changed):
            texts = as_text(self._batch.value.take(taken[changed])).to_pylist()
            value[changed] = [vocabularies.given_values.code(text) for text in texts]
        units = amounts.units.take(taken)
        coded = units.spread([vocabularies.given_units.code(word) for word in units.words])
        return value, np.where(amounts.converted[taken], coded, -1).astype(np.int32)
