"""Makes a demonstration data folder for any programme: the order in which its parts are invented."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml

from sigai.base.issues import Place, Severity, UserError, problem
from sigai.base.periods import month_name
from sigai.demonstration.below import make_below
from sigai.demonstration.draws import Mask
from sigai.demonstration.faults import PlantedFault, faults_of, plant
from sigai.demonstration.figures import SubjectPanel, make_series
from sigai.demonstration.goals import Steering, formulas_of, steer
from sigai.demonstration.hint_checks import check_hints
from sigai.demonstration.inside import with_rows
from sigai.demonstration.links import linked
from sigai.demonstration.plans import MeasurePlan, plan_measures
from sigai.demonstration.records import Scene, make_records
from sigai.demonstration.register import InventedMonths, Subjects, make_enterprises, make_subjects
from sigai.demonstration.relations import Relation, mended, relations_of
from sigai.demonstration.reporting import ReportedFigures, report, stack
from sigai.demonstration.rough import Roughness, roughened
from sigai.demonstration.series import InventedSeries
from sigai.demonstration.tables import as_data
from sigai.demonstration.writing import (
    ABOUT_FILE,
    BELOW_FILE,
    ENTITIES_FILE,
    FAULTS_FILE,
    write_about,
    write_below,
    write_entities,
    write_faults,
    write_records,
    write_values,
)
from sigai.formulas import terms_of, walk
from sigai.formulas.nodes import Attribute, Compare, Expression, OneOf, Records, Word
from sigai.programme.demonstration import DemonstrationHints, LoadedHints, load_hints
from sigai.programme.programme import Programme
from sigai.tables import Data

OCCUPIED = problem(
    "N001",
    Severity.ERROR,
    zh="文件夹 {folder} 不是空的，里面也不是演示数据",
    en="the folder {folder} is not empty, and what it holds is no demonstration data",
    advice_zh="换一个空文件夹，以免覆盖真实数据",
    advice_en="name an empty folder, so that no real data is overwritten",
)
FEW_ENTERPRISES = problem(
    "N002",
    Severity.ERROR,
    zh="演示企业数须在 1 到 9999 之间，现为 {count}",
    en="the number of invented enterprises must lie between 1 and 9999, not {count}",
    advice_zh="改用这个范围内的数",
    advice_en="give a number in this range",
)

_MOST = 9999
_NOTE = (
    "全部数据均为随机虚构，仅供演示，与任何真实企业、地区无关。All of it is invented by chance, for demonstration only."
)
_OWN = (ABOUT_FILE, ENTITIES_FILE, "entities", "values", "records")
_REGISTERED = ("enterprise", "project", "device")
"""The kinds of subject that stand in the register; areas are the programme's own."""


@dataclass(frozen=True, slots=True)
class Made:
    """What was made. `faults` are the mistakes put in on purpose, for the checks to find."""

    folder: Path
    first_month: str
    last_month: str
    entities: int
    values: int
    records: int
    files: tuple[str, ...]
    faults: tuple[PlantedFault, ...]


def make(
    programme: Programme,
    out: Path,
    *,
    enterprises: int = 200,
    months: int | None = None,
    seed: int = 1,
    hints: DemonstrationHints | None = None,
) -> Made:
    """Write invented data for a programme into `out`: values, records and a register, plainly marked.

    `months` counts from the programme's first month (by default the whole programme); the base year and what lies
    between are always there. Without `hints`, those beside the programme's files are taken, if there are any. The same
    programme, numbers and seed give the same bytes. UserError where `out` holds anything but an earlier demonstration,
    or where the hints are faulty.
    """
    hints = _checked(programme, hints, enterprises)
    _clear(out)
    place = _imagined(programme, hints, enterprises=enterprises, months=months, seed=seed)
    calendar = place.calendar
    rows = _report_all(place)
    planted = plant(programme, place.relations, rows, seed)
    rows = rows.where(~planted.replaced)
    below = make_below(programme, hints, place.registers[0], seed)
    rows = stack([rows, *(_report(place, register) for register, _ in below)])
    scene = Scene(programme, hints, place.registers[0], calendar, seed)
    records = make_records(scene, place.steering, place.formulas.values())
    asked = (term for formula in place.formulas.values() for term in terms_of(formula))
    counted = {term.ledger for term in asked if isinstance(term, Records)}
    records = linked(programme, records, counted, seed)
    records = with_rows(programme, records, place.registers[0].ids, scene.last_day, seed)

    write_about(out, hints.title or f"{programme.head.short_title.zh}演示数据", hints.note or _NOTE)
    registered = place.registered
    miscopied_row = write_entities(out, registered)
    things = [told for _, each in below for told in each]
    write_below(out, things)
    files = write_values(out, programme, rows, _county_sheet(programme, rows, calendar))
    files += write_faults(out, planted.rows)
    files += write_records(out, programme, records)
    return Made(
        folder=out,
        first_month=month_name(calendar.first),
        last_month=month_name(calendar.last),
        entities=sum(map(len, registered)) + len(things),
        values=len(rows) + len(planted.rows),
        records=sum(map(len, records.values())),
        files=(ABOUT_FILE, ENTITIES_FILE, *([BELOW_FILE] if things else []), *files),
        faults=(*faults_of(planted, FAULTS_FILE), PlantedFault("check_digit", ENTITIES_FILE, miscopied_row, "id")),
    )


def complete(
    programme: Programme,
    *,
    enterprises: int = 200,
    months: int | None = None,
    seed: int = 1,
    hints: DemonstrationHints | None = None,
    rough: Roughness | None = None,
) -> Data:
    """The same invented place as `make`, as it would be if everybody had reported in time and without a mistake.

    In memory; without records. rough: how much rougher its figures are.
    """
    hints = _checked(programme, hints, enterprises)
    hints = hints.model_copy(update={"missing": 0.0, "late": 0.0, "revised": 0.0})
    place = _imagined(programme, hints, enterprises=enterprises, months=months, seed=seed)
    return as_data(programme, place.registered, _report_all(place, rough))


@dataclass(frozen=True, slots=True)
class _Place:
    """All that is settled before a figure is invented."""

    programme: Programme
    hints: DemonstrationHints
    seed: int
    calendar: InventedMonths
    registers: tuple[Subjects, ...]
    formulas: dict[str, Expression]
    steering: Steering
    relations: tuple[Relation, ...]
    plans: tuple[MeasurePlan, ...]

    @property
    def registered(self) -> list[Subjects]:
        """Those who stand in the register; areas are the programme's own."""
        return [each for each in self.registers if each.kind in _REGISTERED]


def _checked(programme: Programme, hints: DemonstrationHints | None, enterprises: int) -> DemonstrationHints:
    """The hints to follow. UserError where they or the number of enterprises cannot be used."""
    hints = hints if hints is not None else _hints_beside(programme)
    faults = [*check_hints(programme, hints)]
    if not 1 <= enterprises <= _MOST:
        faults.append(FEW_ENTERPRISES.at(count=enterprises))
    if faults:
        raise UserError(faults)
    return hints


def _imagined(
    programme: Programme, hints: DemonstrationHints, *, enterprises: int, months: int | None, seed: int
) -> _Place:
    calendar = _calendar(programme, months)
    formulas = formulas_of(programme)
    steering = steer(programme, hints, formulas)
    tags = _tags_in(formulas.values())
    register = make_enterprises(programme, hints, calendar, count=enterprises, tags=tags, seed=seed)
    registers = (register, *_other_registers(programme, hints))
    relations = relations_of(programme)
    plans = plan_measures(programme, hints, relations, steering)
    return _Place(programme, hints, seed, calendar, registers, formulas, steering, relations, plans)


def _hints_beside(programme: Programme) -> DemonstrationHints:
    loaded = load_hints(Path(programme.folder)) if programme.folder else LoadedHints(DemonstrationHints())
    if any(issue.severity is Severity.ERROR for issue in loaded.issues):
        raise UserError(loaded.issues)
    return loaded.hints


def _clear(out: Path) -> None:
    """Make room: an earlier demonstration goes, anything else stays and is an error."""
    if out.exists() and not out.is_dir():
        raise UserError([OCCUPIED.at(Place(str(out)), folder=out)])
    out.mkdir(parents=True, exist_ok=True)
    found = sorted(path.name for path in out.iterdir())
    if not found:
        return
    if not _is_demonstration(out / ABOUT_FILE) or set(found) - set(_OWN):
        raise UserError([OCCUPIED.at(Place(str(out)), folder=out)])
    for name in found:
        path = out / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def _is_demonstration(about: Path) -> bool:
    try:
        content = yaml.safe_load(about.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return False
    return isinstance(content, dict) and content.get("demonstration") is True


def _calendar(programme: Programme, months: int | None) -> InventedMonths:
    start = programme.head.start.first
    last = start + months - 1 if months else programme.head.end.last
    return InventedMonths(min(programme.head.base_year * 12, start // 12 * 12), last, start)


def _tags_in(formulas: Iterable[Expression]) -> frozenset[str]:
    """The tags that formulas ask of enterprises."""
    found: set[str] = set()
    for formula in formulas:
        for node in walk(formula):
            if isinstance(node, Compare) and isinstance(node.left, Attribute) and node.left.name == "tag":
                found.update([node.right.text] if isinstance(node.right, Word) else [])
            elif isinstance(node, OneOf) and node.attribute.name == "tag":
                found.update(node.words)
    return frozenset(found)


def _other_registers(programme: Programme, hints: DemonstrationHints) -> list[Subjects]:
    asked = (measure.subject for measure in programme.measures if measure.subject != "enterprise")
    kinds = dict.fromkeys(kind for kind in asked if kind not in programme.kind_by_id)
    registers = [make_subjects(programme, kind, hints) for kind in kinds]
    return [register for register in registers if len(register)]


def _report_all(place: _Place, rough: Roughness | None = None) -> ReportedFigures:
    return stack([_report(place, register, rough) for register in place.registers])


def _report(place: _Place, register: Subjects, rough: Roughness | None = None) -> ReportedFigures:
    """The figures of the subjects of one kind."""
    whole = frozenset(plan.measure.id for plan in place.plans if plan.is_whole)
    panel = SubjectPanel(register, place.calendar, place.seed)
    made: dict[str, InventedSeries] = {}
    for plan in place.plans:
        if plan.measure.subject == register.kind:
            made[plan.measure.id] = make_series(panel, plan, made)
    if rough is not None:
        made = roughened(panel, made, rough)
    return report(place.programme, place.hints, panel, mended(place.relations, made, whole).values())


def _county_sheet(programme: Programme, rows: ReportedFigures, calendar: InventedMonths) -> Mask:
    """The last month's monthly figures of the enterprises of one county: those that come as an Excel sheet."""
    monthly = {measure.id for measure in programme.measures if measure.frequency == "month"}
    last = (rows.month == calendar.last) & (rows.kind == "enterprise") & (rows.revision == 1)
    last &= np.isin(rows.measure.astype(str), sorted(monthly))
    for county in (area.code for area in programme.areas if area.kind == "county"):
        here = last & np.isin(rows.area.astype(str), programme.areas_under(county))
        if here.any():
            return np.asarray(here)
    return np.zeros(len(rows), dtype=bool)
