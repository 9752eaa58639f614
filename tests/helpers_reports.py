"""An invented programme and a finished run over it: what reports are tested on. No engine is needed to make one."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from typing import Any

import pyarrow as pa

from sigai.base.issues import Place
from sigai.base.periods import Period, month_index, month_name
from sigai.programme.common import Document, DocumentPart, Reference, Source, Text
from sigai.programme.indicators import Indicator
from sigai.programme.organisation import Area, Pillar, Topic, Unit
from sigai.programme.programme import BulletinHeading, Programme, ProgrammeHead
from sigai.programme.targets import AreaPolicy, Baseline, Decision, Statement, Step, Target, Task, Track
from sigai.reports.finished import FinishedRun, IssueSummary, MeasureCoverage
from sigai.tables.contracts import INDICATOR_RESULTS, PROGRESS

ROOT, COUNTIES = "990100", ("990102", "990121", "990122")
FIRST_MONTH = month_index(2021, 1)
STATUS_CYCLE = ("on_track", "behind", "achieved", "at_risk", "no_data", "on_track", "not_due", "missed", "at_risk")
NAMES = (
    ("规上工业增加值", "Industrial value added", "亿元", "level"),
    ("制造业增加值占比", "Share of manufacturing", "%", "share"),
    ("单位增加值能耗下降", "Fall of energy intensity", "%", "cumulative_change"),
    ("数字化改造企业", "Enterprises converted", "家", "cumulative_count"),
    ("研发投入强度", "R&D intensity", "%", "share"),
)


def text(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


def programme(targets: int = 12) -> Programme:
    """An invented city with three counties and `targets` targets over four pillars."""
    names = (("结构改造", "Structure"), ("绿色改造", "Green"), ("技术改造", "Technology"), ("智能改造", "Intelligence"))
    pillars = tuple(
        Pillar(id=f"P{rank}", name=text(zh, en), topics=(Topic(id=f"P{rank}a", name=text(f"{zh}一", f"{en} one")),))
        for rank, (zh, en) in enumerate(names)
    )
    areas = (
        Area(code=ROOT, name=text("云河市", "Yunhe"), kind="city"),
        Area(code=COUNTIES[0], name=text("上川区", "Shangchuan"), kind="county", parent=ROOT),
        Area(code=COUNTIES[1], name=text("中川县", "Zhongchuan"), kind="county", parent=ROOT),
        Area(code=COUNTIES[2], name=text("下川县", "Xiachuan"), kind="county", parent=ROOT),
    )
    units = (
        Unit(id="U01", name=text("市工业和信息化局", "Industry Bureau"), kind="department"),
        Unit(id="U02", name=text("市发展和改革委员会", "Development Commission"), kind="department"),
        Unit(id="U03", name=text("市科学技术局", "Science Bureau"), kind="department"),
        Unit(id="U10", name=text("上川区人民政府", "Shangchuan Government"), kind="government", area=COUNTIES[0]),
        Unit(id="U11", name=text("中川县人民政府", "Zhongchuan Government"), kind="government", area=COUNTIES[1]),
        Unit(id="U12", name=text("下川县人民政府", "Xiachuan Government"), kind="government", area=COUNTIES[2]),
        Unit(
            id="U20",
            name=text("各县（区）人民政府", "County governments"),
            kind="collective",
            members=("U10", "U11", "U12"),
        ),
    )
    made = tuple(_target(rank) for rank in range(targets))
    return Programme(
        head=ProgrammeHead(
            id="yunhe-2021-2023",
            title=text("云河市工业改造三年行动方案（2021—2023年）", "Yunhe Industrial Transformation Plan 2021-2023"),
            short_title=text("云河市工业改造", "Yunhe transformation"),
            version="1.0",
            start=Period.parse("2021"),
            end=Period.parse("2023"),
            base_year=2020,
            area=ROOT,
            office="U01",
            documents=(
                Document(
                    id="plan",
                    title=text("行动方案", "The plan"),
                    parts=(DocumentPart(id="main", title=text("正文", "Main text")),),
                ),
            ),
            bulletin=BulletinHeading(
                mark=text("云河市工业改造工作通报", "Yunhe Transformation Bulletin"),
                issuer=text("云河市工业改造工作领导小组办公室", "Transformation Office"),
                addressed_to=text("各县（区）人民政府，市直有关部门", "County governments and departments"),
                title=text("关于全市工业改造推进情况的通报", "On the progress of the transformation"),
                number_word="云工改办通报",
            ),
        ),
        areas=areas,
        units=units,
        pillars=pillars,
        indicators=tuple(_indicator(rank) for rank in range(targets)),
        targets=made,
        tasks=tuple(
            Task(
                id=f"K{rank:03d}",
                title=f"推进事项{rank}",
                level="task",
                pillar=f"P{rank % 4}",
                sources=(_source(rank),),
                lead=("U01", "U02", "U03")[rank % 3],
                due=(Period.parse(str(2021 + rank % 3)),),
                targets=(target.id,),
            )
            for rank, target in enumerate(made)
        ),
        digest="5f" * 32,
    )


def _source(rank: int) -> Source:
    return Source(document="plan", part="main", section="二、（一）", paragraph=f"P{rank:03d}", span=(100, 130))


def _indicator(rank: int) -> Indicator:
    zh, en, unit, _ = NAMES[rank % len(NAMES)]
    return Indicator(
        id=f"i{rank}",
        name=text(f"{zh}（{rank + 1}）", f"{en} ({rank + 1})"),
        unit=unit,
        formula="total(value_added, where: industry in manufacturing) / total(value_added)",
        decimals=1,
    )


def _target(rank: int) -> Target:
    zh, en, unit, kind = NAMES[rank % len(NAMES)]
    goals = [40.0 + rank % 7 + 10 * year for year in range(3)]
    steps = tuple(
        Step(
            due=Period.parse(str(2021 + year)),
            comparator=">=",
            value=value,
            statements=(f"T{rank:03d}",) if year == 2 else (),
            assumed="" if year == 2 else "方案只给出末年数，按等差推定",
        )
        for year, value in enumerate(goals)
    )
    track = Track(
        id=f"t{rank}-main",
        indicator=f"i{rank}",
        unit=unit,
        direction="up",
        trajectory="linear",
        steps=steps,
        baselines=(Baseline(period=Period.parse("2020"), value=30.0, source=Reference(title="统计公报")),),
        areas=AreaPolicy(policy="each", assumed="各县（区）按全市同一要求推定") if rank % 2 == 0 else AreaPolicy(),
    )
    yearly = Track(
        id=f"t{rank}-year",
        indicator=f"i{rank}",
        unit=unit,
        direction="up",
        trajectory="within_year",
        steps=(Step(due=Period.parse("2022"), comparator=">=", value=12.0, statements=(f"T{rank:03d}",)),),
    )
    statement = Statement(
        id=f"T{rank:03d}",
        source=_source(rank),
        indicator=zh,
        comparator=">=",
        value=goals[2],
        unit=unit,
        kind=kind,
        period_end=2023,
        direction="up",
    )
    decision = Decision(
        id=f"D{rank:03d}",
        about="ambiguity",
        question=text("是年度数还是累计数？", "Yearly or cumulative?"),
        statements=(statement.id,),
        adopted=(statement.id,),
        reading=text("按累计数理解", "Cumulative"),
        reason=text("附件以期末数表述", "The annex states the end figure"),
        decided_by="office",
        decided_on="2021-07-01",
    )
    lead = ("U01", "U02", "U03", None, "U20")[rank % 5]
    return Target(
        id=f"G_{rank:03d}",
        name=text(f"{zh}（{rank + 1}）", f"{en} ({rank + 1})"),
        pillar=f"P{rank % 4}",
        topic=f"P{rank % 4}a",
        lead=lead,
        responsible=("U20",) if rank % 3 == 0 else (),
        supporting=("U02",),
        tracks=(track, yearly) if rank % 4 == 0 else (track,),
        statements=(statement,),
        decisions=(decision,) if rank % 3 == 0 else (),
    )


VERDICT_OF = {
    "on_track": "likely",
    "at_risk": "doubtful",
    "behind": "unlikely",
    "not_due": "unclear",
    "no_data": "unclear",
}
"""The verdict of an invented row that says nothing of it: what its pace alone gives."""


def progress_row(**changes: Any) -> dict[str, Any]:
    """One row of PROGRESS with every column; give those that matter."""
    row: dict[str, Any] = dict.fromkeys(PROGRESS.names)
    row.update(
        area=ROOT, as_of="2022-09", period_end="2022", current=True, main=True, comparator=">=", goal=50.0, unit="%"
    )
    row.update(status="on_track", provisional=False)
    row.update(changes)
    if row["verdict"] is None:
        row["verdict"] = VERDICT_OF.get(row["status"], row["status"])
    return row


def progress_table(rows: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=PROGRESS)


def _status(rank: int, month: int, shift: int) -> str:
    steady = STATUS_CYCLE[(rank + shift) % len(STATUS_CYCLE)]
    if month % 12 == 7 and steady == "behind" and rank % 2:
        return "at_risk"
    return "on_track" if month % 12 == 7 and steady == "at_risk" else steady


def _rows_of(made: Programme, target: Target, rank: int, as_of: int) -> list[dict[str, Any]]:
    rows = []
    noise = random.Random(rank)
    for track in target.tracks:
        areas = (ROOT, *COUNTIES) if track.areas.policy == "each" else (ROOT,)
        for shift, area in enumerate(areas):
            speed = 0.86 + 0.05 * ((rank + shift) % 6)
            for month in range(FIRST_MONTH, as_of + 1):
                rows += _month_rows(made, target, track, rank, area, shift, month, speed, noise)
    return rows


def _month_rows(
    made: Programme,
    target: Target,
    track: Track,
    rank: int,
    area: str,
    shift: int,
    month: int,
    speed: float,
    noise: random.Random,
) -> list[dict[str, Any]]:
    elapsed = month - FIRST_MONTH + 1
    within = track.trajectory == "within_year"
    expected = (month % 12 + 1) * 1.0 if within else 30 + elapsed * 30 / 36
    actual = expected * (1 + (speed - 1) * math.sqrt(elapsed / 36)) + noise.uniform(-0.6, 0.6)
    status = _status(rank, month, shift)
    rows = []
    ahead = [step for step in track.steps if step.due.last >= month]
    for step in ahead or track.steps[-1:]:
        current = step is (ahead or track.steps[-1:])[0]
        months = step.due.last - month
        mean = actual + months * 0.75 * speed
        known = status != "no_data"
        rows.append(
            progress_row(
                target=target.id,
                track=track.id,
                indicator=track.indicator,
                area=area,
                as_of=month_name(month),
                period_end=str(step.due),
                current=current,
                main=track is target.main_track,
                comparator=step.comparator,
                goal=step.value,
                unit=track.unit,
                baseline=30.0,
                actual=actual if known else None,
                actual_period=month_name(month) if known else None,
                expected=expected,
                pace=speed if known else None,
                status=status,
                reason="doubtful" if status == "at_risk" else None,
                needed_rate=(step.value - actual) / months if months and known else None,
                forecast_mean=mean if known and elapsed >= 12 else None,
                forecast_low=mean - 0.4 * math.sqrt(months + 1) if known and elapsed >= 12 else None,
                forecast_high=mean + 0.4 * math.sqrt(months + 1) if known and elapsed >= 12 else None,
                probability=min(max((speed - 0.8) * 3, 0.02), 0.99) if known and elapsed >= 12 else None,
                coverage=0.93 - 0.03 * (rank % 5) if known else None,
                provisional=rank % 4 == 1,
            )
        )
    return rows


def with_tables(run: FinishedRun, **tables: pa.Table) -> FinishedRun:
    """The run with other tables in the place of some."""
    return replace(run, tables={**run.tables, **tables})


def finished_run(targets: int = 12, as_of: str = "2022-09", *, demonstration: bool = True) -> FinishedRun:
    """A finished run over the invented programme: all statuses, four areas, every month since January 2021."""
    made = programme(targets)
    last = Period.parse(as_of).last
    rows = [row for rank, target in enumerate(made.targets) for row in _rows_of(made, target, rank, last)]
    results = [
        dict.fromkeys(INDICATOR_RESULTS.names)
        | {"indicator": f"i{rank}", "area": area, "month": last, "period": as_of, "unit": "%", "value": 51.0}
        | {"reported": 180 - rank, "owing": 200, "coverage": (180 - rank) / 200, "provisional": False, "revised": False}
        for rank in range(targets)
        for area in (ROOT, *COUNTIES)
    ]
    what = {"zh": "信用代码校验位不符", "en": "the check digit of the credit code is wrong"}
    advice = {"zh": "核对营业执照上的 18 位代码", "en": "compare the 18 characters with the licence"}
    place = Place("values/2022.csv", row=3)
    return FinishedRun(
        programme=made,
        tables={
            "indicators": pa.Table.from_pylist(results, schema=INDICATOR_RESULTS),
            "progress": progress_table(rows),
        },
        header={
            "engine": "0.1.0",
            "contracts": 1,
            "programme": {"id": made.id, "version": "1.0", "digest": made.digest},
            "data": {"title": "演示数据集", "digest": "ab" * 32, "demonstration": demonstration, "values": 120_000},
            "as_of": as_of,
            "started": "2022-10-12T09:00:00+08:00",
            "stages": [{"name": "values", "seconds": 1.2}, {"name": "indicators", "seconds": 2.4}],
            "issues": {"error": 3, "warning": 1, "note": 0},
        },
        issues=(
            IssueSummary(
                "V101", "error", "values/2022.csv", 3, what, advice, {"zh": (place.text("zh"),), "en": (str(place),)}
            ),
            IssueSummary("V102", "warning", "entities.csv", 1, what, advice),
        ),
        measures=(MeasureCoverage("value_added", as_of, 181, 200), MeasureCoverage("rd_expense", "2022Q3", 120, 200)),
    )
