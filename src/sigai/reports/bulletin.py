"""The periodic circular (通报) as a Word document laid out to GB/T 9704, every number from the view."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sigai.reports import bulletin_text as say
from sigai.reports.authorship import this_program
from sigai.reports.charts import picture, verdict_rows, verdict_spec, with_rows
from sigai.reports.finished import FinishedRun
from sigai.reports.fonts import font_files
from sigai.reports.official import SMALL_TABLE, OfficialDocument
from sigai.reports.standings import TargetStatus
from sigai.reports.view import Counts, View, trouble
from sigai.reports.words import VERDICT

_NUMERALS = "一二三四五六七八九十"
_SHOWN_IN_PILLAR = 8
_SHOWN_PROBLEMS = 8
_SHOWN_NEEDS = 5


@dataclass(frozen=True, slots=True)
class BulletinIssue:
    """What is known of a bulletin once it is issued: its number in the year, the day, and the journal's seal then.

    `seal` is the journal's last digest, `entry` the number of the entry that it seals: whoever holds the paper can have
    the journal proved against it.
    """

    number: int
    day: date
    seal: str
    entry: int


def write_bulletin(run: FinishedRun, path: Path, issue: BulletinIssue | None = None) -> None:
    """Write the bulletin of `run` to `path`. UserError (R001) where the Chinese font of its charts is missing."""
    font_files()
    _Bulletin(View(run), issue).write(path)


class _Bulletin:
    def __init__(self, view: View, issue: BulletinIssue | None) -> None:
        self._view = view
        self._issue = issue
        self._programme = view.programme
        self._words = view.programme.head.bulletin
        warning = "演示数据　全部数字均为虚构" if view.run.demonstration else ""
        stated = issue.day.isoformat() if issue else str(view.run.header.get("started", ""))[:10]
        self._date = say.long_date(stated)
        self._document = OfficialDocument(
            warning,
            title=self._words.title.zh,
            author=self._words.issuer.zh,
            day=date.fromisoformat(stated) if self._date else None,
            writer=this_program(),
        )

    def write(self, path: Path) -> None:
        self._opening()
        self._overall()
        self._pillars()
        self._areas()
        self._problems()
        self._needs()
        self._closing()
        self._annexes()
        self._document.save(path)

    def _opening(self) -> None:
        document = self._document
        document.head(self._words.mark.zh, say.issue_number(self._view, self._issue.number if self._issue else None))
        document.title(self._words.title.zh)
        if self._view.run.demonstration:
            document.note("（演示数据，不反映真实情况）")
        document.blank()
        document.addressee(f"{self._words.addressed_to.zh.rstrip('：:')}：")
        document.paragraph(
            f"现将《{self._programme.head.title.zh.strip('《》')}》截至{say.until(self._view)}的进展情况通报如下。"
        )

    def _overall(self) -> None:
        document, view = self._document, self._view
        document.heading("一、总体进展")
        document.paragraph(say.overall(view))
        document.paragraph(say.moved(view) + say.outlook(view))
        self._chart("图1　各领域目标判断（项）", [(group.pillar.name.zh, group.counts) for group in view.pillars])

    def _pillars(self) -> None:
        document = self._document
        document.heading("二、分领域进展")
        for rank, group in enumerate(self._view.pillars):
            document.heading(f"（{_numeral(rank)}）{group.pillar.name.zh}", level=2)
            document.paragraph(say.pillar(group))
            worst = sorted(group.standings, key=trouble)[:_SHOWN_IN_PILLAR]
            shown = f"（列{len(worst)}项，其余见附件1）" if len(worst) < group.total else ""
            document.caption(f"表{rank + 1}　{group.pillar.name.zh}目标进展{shown}")
            document.table(
                ("目标", "实际", "报送", "应达到", "目标值", "判断", "把握"),
                [say.table_row(standing) for standing in worst],
                widths=(46, 26, 13, 18, 24, 18, 11),
                centred=(1, 2, 3, 4, 5, 6),
            )

    def _areas(self) -> None:
        document, areas = self._document, self._view.areas[1:]
        parks = any(group.area.kind == "park" for group in areas)
        document.heading("三、分县区、园区情况" if parks else "三、分县区情况")
        if not areas:
            document.paragraph("方案目标没有对县区考核的。")
            return
        document.paragraph(
            "对县区、园区考核的目标，按各自的数据分别判断；方案没有分解、按全市同一要求推定的，理由见进展报告。"
        )
        for group in areas:
            document.paragraph(say.area(group), lead=f"{group.area.name.zh}。")
        document.caption(f"表{len(self._view.pillars) + 1}　各地区目标判断（项）")
        rows = [
            [group.area.name.zh, str(group.total), *(str(group.counts[verdict]) for verdict in VERDICT)]
            for group in areas
        ]
        heads = ("地区", "目标", *(word.zh for word in VERDICT.values()))
        document.table(heads, rows, widths=(30, 14, 18, 18, 18, 22, 18, 18), centred=range(1, 8))
        self._chart("图2　各地区目标判断（项）", [(group.area.name.zh, group.counts) for group in areas])

    def _problems(self) -> None:
        document, view = self._document, self._view
        document.heading("四、存在问题")
        kinds = (
            ("unlikely", "本期预计完不成的目标"),
            ("later", "本期可望完成、终期预计完不成的目标"),
            ("missed", "已错过的目标"),
        )
        found = [(title, [miss for miss in view.misses if miss.outlook == kind]) for kind, title in kinds]
        shown = 0
        for title, misses in found:
            if not misses:
                continue
            document.heading(f"（{_numeral(shown)}）{title}，{len(misses)}项", level=2)
            shown += 1
            for rank, miss in enumerate(misses[:_SHOWN_PROBLEMS], start=1):
                document.paragraph(f"{rank}. {say.problem_line(self._programme, miss)}")
            if len(misses) > _SHOWN_PROBLEMS:
                document.paragraph(f"其余{len(misses) - _SHOWN_PROBLEMS}项见附件1。")
        if not shown:
            document.paragraph("没有预计完不成和已错过的目标。")
        absent = view.all.having("unclear")
        if absent:
            document.heading(f"（{_numeral(shown)}）看不出的目标，{len(absent)}项", level=2)
            document.paragraph(f"{say.named(absent, 12)}。")

    def _needs(self) -> None:
        document = self._document
        document.heading("五、下步要求")
        needs = say.unit_needs(self._view)
        if not needs:
            document.paragraph("没有需要加快且能够推算月均数的目标。")
            return
        document.paragraph("有悬念和预计完不成的目标，按现有数据推算，到期完成还需达到的数量如下。")
        for unit, standings in needs:
            lines = "；".join(say.needed(standing) for standing in standings[:_SHOWN_NEEDS])
            more = f"；其余{len(standings) - _SHOWN_NEEDS}项见附件1" if len(standings) > _SHOWN_NEEDS else ""
            document.paragraph(f"{lines}{more}。", lead=f"{unit}：")

    def _closing(self) -> None:
        document = self._document
        document.blank()
        document.paragraph("附件：1. 目标进展一览表", keep=True)
        document.paragraph("　　　2. 数据说明", keep=True)
        document.signature(self._words.issuer.zh, self._date)

    def _annexes(self) -> None:
        document = self._document
        document.annex("附件1", "目标进展一览表")
        self._moves()
        for group in self._view.pillars:
            document.caption(f"{group.pillar.name.zh}（{group.total}项）")
            document.table(
                ("目标", "实际", "报送", "应达到", "目标值", "判断", "把握", "责任单位"),
                [self._annex_row(standing) for standing in group.standings],
                widths=(35, 20, 12, 15, 19, 16, 11, 28),
                size=SMALL_TABLE,
                centred=range(1, 7),
            )
        document.annex("附件2", "数据说明")
        sealed = [say.sealed(self._issue.entry, self._issue.seal)] if self._issue else []
        for rank, note in enumerate([*say.data_notes(self._view), *sealed], start=1):
            document.paragraph(f"{rank}. {note}")
        self._open_months()
        document.imprint(self._words.issuer.zh, f"{self._date}印发" if self._date else "")

    def _moves(self) -> None:
        moves = self._view.moves
        if not moves:
            return
        self._document.caption(f"与上月相比有变化的目标（{len(moves)}项）")
        self._document.table(
            ("目标", "上月", "本月", "变化", "原因", "责任单位"),
            [say.move_row(self._programme, move) for move in moves],
            widths=(44, 17, 17, 22, 22, 34),
            size=SMALL_TABLE,
            centred=range(1, 5),
        )

    def _open_months(self) -> None:
        held = self._view.all.held
        if not held:
            return
        self._document.caption(f"本月未定、沿用以前判断的目标（{len(held)}项）")
        self._document.table(
            say.OPEN_HEADS,
            [say.open_row(standing) for standing in held],
            widths=(36, 18, 16, 34, 22, 30),
            size=SMALL_TABLE,
            centred=range(1, 3),
        )

    def _annex_row(self, standing: TargetStatus) -> list[str]:
        owners = say.owners(self._programme, standing.target)
        return [*say.table_row(standing), owners]

    def _chart(self, caption: str, groups: list[tuple[str, Counts]]) -> None:
        spec = with_rows(verdict_spec("zh", width=520, step=32), verdict_rows(groups))
        self._document.caption(caption)
        self._document.picture(picture(spec, scale=3), width=150)


def _numeral(rank: int) -> str:
    return _NUMERALS[rank] if rank < len(_NUMERALS) else str(rank + 1)
