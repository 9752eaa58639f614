"""A programme: all that one plan commits to, read from its folder of content."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, Self, TypeVar

from pydantic import ConfigDict

from sigai.base.digests import digest_bytes
from sigai.base.issues import InternalError
from sigai.formulas import Vocabulary
from sigai.formulas.keyed import fits
from sigai.formulas.nodes import AreaAtHand, PlaceValue, Word
from sigai.formulas.nodes import Parameter as AskedParameter
from sigai.programme.bulletins import BulletinKind
from sigai.programme.common import Content, Document, Identifier, PeriodField, Text
from sigai.programme.dated import NumbersOverTime
from sigai.programme.filling import FieldRights, field_rights
from sigai.programme.indicators import Indicator
from sigai.programme.kinds import EntityKind, KindAttribute, kind_names, levels_below
from sigai.programme.ledgers import Ledger
from sigai.programme.measures import Form, Identity, Measure
from sigai.programme.method import ProgressMethod
from sigai.programme.organisation import Area, EntityList, IndustryGroup, Pillar, Unit
from sigai.programme.parameters import DatedNumber, Parameter
from sigai.programme.parsed import Parsed, parse
from sigai.programme.places import Place, numbers_by_place
from sigai.programme.plausibility import Plausibility
from sigai.programme.policy_rules import PolicyRule
from sigai.programme.roles import ProgrammeRole
from sigai.programme.targets import Mechanism, Named, Statement, Target, Task
from sigai.programme.vocabulary import make_vocabulary

Item = TypeVar("Item", bound=Content)
_WITH_FORMULAS = frozenset({"kinds", "indicators", "measures", "identities", "ledgers", "rules"})
"""What holds texts in the language of formulas."""


class BulletinHeading(Content):
    """How the periodic circular names its issuer, its readers and itself. `mark` is the red head line."""

    mark: Text
    issuer: Text
    addressed_to: Text
    title: Text
    number_word: str = ""


class ProgrammeHead(Content):
    """`programme.yaml`: what the programme is called, its time, its documents."""

    id: Identifier
    title: Text
    short_title: Text
    version: str
    start: PeriodField
    end: PeriodField
    base_year: int
    area: str
    office: Identifier
    documents: tuple[Document, ...]
    bulletin: BulletinHeading


class Programme(Content):
    """The whole content of one programme, checked for form; `sigai.programme.checks` checks its sense."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))

    head: ProgrammeHead
    areas: tuple[Area, ...] = ()
    units: tuple[Unit, ...] = ()
    pillars: tuple[Pillar, ...] = ()
    industry_groups: tuple[IndustryGroup, ...] = ()
    lists: tuple[EntityList, ...] = ()
    roles: tuple[ProgrammeRole, ...] = ()
    kinds: tuple[EntityKind, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    measures: tuple[Measure, ...] = ()
    identities: tuple[Identity, ...] = ()
    plausibility: tuple[Plausibility, ...] = ()
    forms: tuple[Form, ...] = ()
    ledgers: tuple[Ledger, ...] = ()
    rules: tuple[PolicyRule, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    targets: tuple[Target, ...] = ()
    tasks: tuple[Task, ...] = ()
    named: tuple[Named, ...] = ()
    mechanisms: tuple[Mechanism, ...] = ()
    bulletins: tuple[BulletinKind, ...] = ()
    progress: tuple[ProgressMethod, ...] = ()
    folder: str = ""
    digest: str = ""

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """The programme with other content, such as other parameters to see what if: validated, with its own indexes
        and digest. No folder holds it, so it cannot be kept beside a run."""
        changed = {name: value for name, value in (update or {}).items() if getattr(self, name, None) != value}
        if not changed:
            return super().model_copy(deep=deep)
        told = repr(sorted((name, repr(value)) for name, value in changed.items()))
        derived = {"folder": "", "digest": digest_bytes(f"{self.digest} {told}".encode())}
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        made = type(self).model_validate({**fields, **derived, **changed})
        if not changed.keys() & _WITH_FORMULAS:
            made.__dict__["parsed"] = self.parsed
        return made

    def with_parameters(self, overlay: Iterable[Parameter]) -> Self:
        """What if: the programme with other numbers for some of its parameters, under a digest of its own.

        InternalError for a parameter that it does not have, or one in another unit: no formula could ask for it.
        """
        others = {parameter.id: parameter for parameter in overlay}
        for name, other in others.items():
            known = self.parameter_by_id.get(name)
            if known is None or known.unit != other.unit:
                raise InternalError(f"no parameter {name} in {other.unit!r} to put another in the place of")
        return self.model_copy(update={"parameters": tuple(others.get(each.id, each) for each in self.parameters)})

    def copy(self, **_: Any) -> Self:
        """Not this one: it would keep the indexes and the digest of what it was copied from."""
        raise InternalError("use model_copy: copy would keep the indexes and the digest of the original")

    @property
    def id(self) -> str:
        """The id of the programme, which its runs carry; not the name of its folder."""
        return self.head.id

    @cached_property
    def area_by_code(self) -> dict[str, Area]:
        """Every area by its GB/T 2260 code."""
        return {area.code: area for area in self.areas}

    @cached_property
    def unit_by_id(self) -> dict[str, Unit]:
        """Every responsible unit by its id; collectives are among them."""
        return {unit.id: unit for unit in self.units}

    @cached_property
    def measure_by_id(self) -> dict[str, Measure]:
        """Every measure by its id, which is the name that formulas use."""
        return {measure.id: measure for measure in self.measures}

    @cached_property
    def ledger_by_id(self) -> dict[str, Ledger]:
        """Every ledger by its id."""
        return {ledger.id: ledger for ledger in self.ledgers}

    @cached_property
    def book_by_id(self) -> dict[str, Ledger]:
        """Every ledger by its id, and the rows inside its records as ledgers of their own (`diagnoses.measures`)."""
        books = (ledger.book_of(rows) for ledger in self.ledgers for rows in ledger.rows)
        return self.ledger_by_id | {book.id: book for book in books}

    @cached_property
    def indicator_by_id(self) -> dict[str, Indicator]:
        """Every indicator by its id."""
        return {indicator.id: indicator for indicator in self.indicators}

    @cached_property
    def target_by_id(self) -> dict[str, Target]:
        """Every target by its id."""
        return {target.id: target for target in self.targets}

    @cached_property
    def mechanism_by_id(self) -> dict[str, Mechanism]:
        """Every mechanism that the plan calls for, by its id."""
        return {mechanism.id: mechanism for mechanism in self.mechanisms}

    @cached_property
    def parameter_by_id(self) -> dict[str, Parameter]:
        """Every parameter by its id, which formulas write as `$id`."""
        return {parameter.id: parameter for parameter in self.parameters}

    def codes_of_group(self, name: str) -> tuple[str, ...]:
        """The industry codes of a named group; none where there is no such group."""
        group = self.industry_group_by_id.get(name)
        return group.codes if group else ()

    @cached_property
    def industry_group_by_id(self) -> dict[str, IndustryGroup]:
        """Every named group of industries by its id."""
        return {group.id: group for group in self.industry_groups}

    @cached_property
    def list_by_id(self) -> dict[str, EntityList]:
        """Every list of entities by its id, which formulas and facts use."""
        return {each.id: each for each in self.lists}

    @cached_property
    def role_by_id(self) -> dict[str, ProgrammeRole]:
        """Every role that the content adds to those of every programme, by its id."""
        return {role.id: role for role in self.roles}

    @cached_property
    def ledgers_of_role(self) -> dict[str, frozenset[str]]:
        """The ledgers in which each role of the content has a part."""
        return {role.id: frozenset(one.id for one in self.ledgers if role.id in one.parts) for role in self.roles}

    @cached_property
    def kind_by_id(self) -> dict[str, EntityKind]:
        """Every kind of things below an enterprise by its id."""
        return {kind.id: kind for kind in self.kinds}

    @cached_property
    def kind_names(self) -> dict[str, Text]:
        """What kinds of entity are called: those that every programme has, and its own."""
        return kind_names(self.kinds)

    def kind_of_form(self, form: Form) -> EntityKind | None:
        """The kind of things below an enterprise that a form asks for, a row each; None where it asks the reporter
        itself. All its measures are of that kind (P124)."""
        subjects = (self.measure_by_id[name].subject for name in form.measures)
        return next((self.kind_by_id[one] for one in subjects if one in self.kind_by_id), None)

    @cached_property
    def levels_below(self) -> int:
        """How many things stand below one another at most: a line, its outlet, the meter of that are three."""
        return levels_below(self.kinds)

    @cached_property
    def attribute_by_id(self) -> dict[str, KindAttribute]:
        """What may be said of things below an enterprise, by the id that facts and formulas use."""
        return {attribute.id: attribute for kind in self.kinds for attribute in kind.attributes}

    @cached_property
    def rule_by_id(self) -> dict[str, PolicyRule]:
        """Every rule by its id."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def parsed(self) -> Parsed:
        """Its formulas and conditions, read once."""
        attributes = frozenset(self.attribute_by_id)
        return parse(self.indicators, self.measures, self.identities, self.ledgers, self.rules, attributes=attributes)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What formulas may mention, with its units and types."""
        return make_vocabulary(
            self.measures,
            self.book_by_id.values(),
            self.parameters,
            self.industry_groups,
            lists=frozenset(self.list_by_id),
            kinds=self.kinds,
            areas=frozenset(self.area_by_code),
            base_year=self.head.base_year,
        )

    @cached_property
    def field_rights(self) -> dict[str, FieldRights]:
        """Of every ledger by its id, who fills its fields in and which steps settle them."""
        return {ledger.id: field_rights(ledger, self.parsed, self.roles) for ledger in self.ledgers}

    def numbers_of(self, asked: AskedParameter, area: str | None = None) -> NumbersOverTime:
        """The numbers over time that a formula means by a parameter, for what it gives for the keys; `area`: the code
        of the area at hand, where a key asks for it. A parameter that is not there has none at all."""
        key = asked.name, asked.place, area
        if key not in self._numbers:
            given = tuple(
                (name, Word(area or "") if isinstance(part, AreaAtHand) else part) for name, part in asked.place
            )
            self._numbers[key] = NumbersOverTime.of(self._numbers_for(asked.name, dict(given)))
        return self._numbers[key]

    def _numbers_for(self, name: str, given: Mapping[str, PlaceValue]) -> Iterable[DatedNumber]:
        parameter = self.parameter_by_id.get(name)
        if parameter is None or given.keys() != {key.id for key in parameter.keys}:
            return ()
        values = [given[key.id] for key in parameter.keys]
        fitting = (numbers for place, numbers in self._places_of(name).items() if all(map(fits, values, place)))
        return next(fitting, ())

    def months_of_change(self, name: str) -> frozenset[int]:
        """The months (by their index) in which a parameter becomes another number in some place of its keys."""
        places = self._places_of(name).values()
        return frozenset(month for numbers in places for month, _ in NumbersOverTime.of(numbers).months)

    def _places_of(self, name: str) -> dict[Place, list[DatedNumber]]:
        if name not in self._by_place:
            self._by_place[name] = numbers_by_place(self.parameter_by_id[name])
        return self._by_place[name]

    @cached_property
    def _numbers(self) -> dict[tuple[str, tuple[tuple[str, PlaceValue], ...], str | None], NumbersOverTime]:
        return {}

    @cached_property
    def _by_place(self) -> dict[str, dict[Place, list[DatedNumber]]]:
        return {}

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Every statement of every target, in the order of its id."""
        found = [statement for target in self.targets for statement in target.statements]
        return tuple(sorted(found, key=lambda statement: statement.id))

    def areas_under(self, code: str) -> tuple[str, ...]:
        """An area and all below it, itself first."""
        below = [code]
        for area in self.areas:
            if area.parent in below and area.code not in below:
                below.append(area.code)
        return tuple(below)

    def areas_above(self, code: str) -> tuple[str, ...]:
        """An area and all in which it lies, itself first; nothing for what is no area."""
        found: list[str] = []
        at = self.area_by_code.get(code)
        while at is not None and at.code not in found:
            found.append(at.code)
            at = self.area_by_code.get(at.parent or "")
        return tuple(found)

    def members(self, unit: str) -> tuple[str, ...]:
        """The units that a collective stands for; a plain unit stands for itself."""
        found = self.unit_by_id.get(unit)
        return found.members if found and found.members else (unit,)
