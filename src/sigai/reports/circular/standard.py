"""The standard templates, Word documents with tags: what an office begins with, lays into its content, changes.

Laid out to GB/T 9704. `docs/bulletin.md` lists the tags; whoever edits a template moves, drops or words anew whatever
it likes: what stands in it is all that decides what a bulletin holds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO

from sigai.programme.bulletins import BulletinKind
from sigai.programme.common import Text
from sigai.reports.official import SMALL_TABLE, OfficialDocument

STANDARD_KINDS = (
    BulletinKind(id="monthly", name=Text(zh="月度通报", en="Monthly bulletin")),
    BulletinKind(
        id="brief",
        name=Text(zh="领导专报", en="Brief for leaders"),
        title=Text(zh="工作进展情况专报", en="Brief on progress"),
        mark=Text(zh="工作专报", en="Brief"),
        number_word="专报",
    ),
    BulletinKind(
        id="year",
        name=Text(zh="年度总结", en="Review of the year"),
        title=Text(zh="年度工作进展情况的通报", en="Review of the year"),
        number_word="年度通报",
        months=(12,),
    ),
)
"""What is issued where a programme says nothing else."""


def standard_template(kind: str) -> bytes:
    """The standard template of a kind; of one that is not standard, the monthly one."""
    document = OfficialDocument("{{ warning }}")
    _WRITERS.get(kind, _monthly)(document)
    stream = BytesIO()
    document.write(stream)
    return stream.getvalue()


def _head(document: OfficialDocument) -> None:
    document.head("{{ mark }}", "{{ number }}")
    document.title("{{ title }}")
    _if(document, "note", lambda: document.note("{{ note }}"))
    document.blank()
    document.addressee("{{ addressee }}：")
    _each(document, "line in opening", lambda: document.paragraph("{{ line }}"))
    _each(document, "line in revision", lambda: document.paragraph("{{ line }}"))


def _monthly(document: OfficialDocument) -> None:
    _progress(document, "一、总体进展", "二、分领域进展", ("overall",))
    document.heading("四、报送纪律")
    _each(document, "line in reporting", lambda: document.paragraph("{{ line }}"))
    _own(document, "reporting")
    document.heading("五、进展滞后的目标")
    _behind(document)
    document.heading("六、下一步要求")
    _own(document, "next_steps")
    _each(document, "need in needs", lambda: document.paragraph("{{ need.text }}", lead="{{ need.unit }}："))
    _close(document)
    _annexes(document)


def _progress(document: OfficialDocument, whole: str, parts: str, lines: Sequence[str]) -> None:
    """The head, how the whole stands under a heading by some lists of lines, how its parts do, and the areas."""
    _head(document)
    document.heading(whole)
    for name in lines:
        _each(document, f"line in {name}", lambda: document.paragraph("{{ line }}"))
    _own(document, "overall")
    _chart(document, "图1　各领域目标判断（项）", "pillars")
    document.heading(parts)

    def pillar() -> None:
        _led(document, "line in pillar.lines", "（{{ pillar.numeral }}）{{ pillar.name }}。")
        _own(document, "pillars[pillar.id]")

    _each(document, "pillar in pillars", pillar)
    _areas(document)


def _areas(document: OfficialDocument) -> None:
    document.heading("三、{{ areas.heading }}")
    _each(document, "line in areas.lines", lambda: document.paragraph("{{ line }}"))

    def table() -> None:
        document.caption("表1　按已完成和预计完成的目标所占比重排名")
        _table(
            document,
            ("位次", "上月", "变化", "地区", "目标", "完成和预计完成", "占比", "完不成和已错过", "报送率"),
            "row in areas.rows",
            ("place", "before", "change", "name", "targets", "well", "share", "late", "reporting"),
            widths=(12, 12, 14, 32, 13, 27, 13, 18, 15),
            centred=(0, 1, 2, 4, 5, 6, 7, 8),
            keep=True,
        )

    _if(document, "areas.rows", table)
    _own(document, "areas")


def _behind(document: OfficialDocument) -> None:
    lead = "（{{ group.numeral }}）{{ group.title }}。"
    _each(document, "group in behind", lambda: _led(document, "line in group.lines", lead))
    _if(document, "not missed", lambda: document.paragraph("没有预计完不成和已错过的目标。"))
    _own(document, "behind")


def _close(document: OfficialDocument) -> None:
    document.blank()
    document.paragraph("附件：1. 目标进展一览表", keep=True)
    document.paragraph("　　　2. 数据和文中各数的说明", keep=True)
    document.signature("{{ issuer }}", "{{ date }}", air=1)


def _annexes(document: OfficialDocument) -> None:
    document.annex("附件1", "目标进展一览表")

    def moved() -> None:
        document.caption("与上月相比有变化的目标（{{ moves|length }}项）")
        cells = ("target", "before", "now", "change", "cause", "owners")
        heads = ("目标", "上月", "本月", "变化", "原因", "责任单位")
        _table(document, heads, "row in moves", cells, widths=(44, 20, 20, 16, 20, 36), centred=range(1, 5))

    _if(document, "moves", moved)

    def pillar() -> None:
        document.caption("{{ pillar.name }}（{{ pillar.total }}项）")
        heads = ("目标", "实际", "报送", "应达到", "目标值", "判断", "把握", "责任单位")
        cells = ("target", "actual", "coverage", "expected", "goal", "verdict", "chance", "owners")
        widths = (32, 21, 13, 14, 17, 19, 12, 28)
        _table(document, heads, "row in pillar.rows", cells, widths=widths, centred=range(1, 7))

    _each(document, "pillar in pillars", pillar)
    document.annex("附件2", "数据和文中各数的说明")
    _each(document, "line in notes", lambda: document.small("{{ line }}"))

    def held() -> None:
        document.caption("本月未定、沿用以前判断的目标（{{ held|length }}项）")
        cells = ("target", "verdict", "pace", "so_far", "given", "tipping")
        heads = ("目标", "沿用判断", "本月进度暂为", "本月暂计", "报送", "怎样才会变")
        _table(document, heads, "row in held", cells, widths=(36, 18, 16, 34, 22, 30), centred=(1, 2))

    _if(document, "held", held)
    _explained(document, caption="文中各数的说明（{{ numbers|length }}个）")
    _if(document, "seal", lambda: document.small("{{ seal }}", keep=True))
    document.imprint("{{ issuer }}", "{{ printed }}")


def _explained(document: OfficialDocument, *, caption: str) -> None:
    """The table that says of every number of the text what it is; a line of text below it keeps the imprint company."""

    def numbers() -> None:
        if caption:
            document.caption(caption)
        heads = ("文中的数", "是什么", "本次计算的数", "标记")
        cells = ("said", "what", "value", "marks")
        _table(document, heads, "row in numbers", cells, widths=(25, 82, 25, 24), centred=(0, 2, 3))
        remark = "注：以上各数逐个与本次计算核对过；“标记”为“—”的，没有要注明的。"
        document.small(remark, keep=True)

    _if(document, "numbers", numbers)


def _brief(document: OfficialDocument) -> None:
    document.head("{{ mark }}", "{{ number }}", air=300)
    document.note("{{ issuer }}　{{ date }}")
    _if(document, "note", lambda: document.note("{{ note }}"))
    _each(document, "line in revision", lambda: document.paragraph("{{ line }}"))
    _each(document, "line in overall_short", lambda: document.paragraph("{{ line }}", lead="总体。"))
    _each(document, "line in areas.short", lambda: document.paragraph("{{ line }}", lead="地区。"))
    _each(document, "line in urgent", lambda: document.paragraph("{{ line }}", lead="最急。"))
    _own(document, "attention")
    document.annex("附件", "文中各数的说明")
    _if(document, "seal", lambda: document.small("{{ seal }}"))
    _explained(document, caption="")
    document.imprint("{{ issuer }}", "{{ printed }}")


def _year(document: OfficialDocument) -> None:
    _progress(document, "一、全年总体情况", "二、分领域完成情况", ("overall", "year"))
    document.heading("四、没有完成和预计完不成的目标")
    _behind(document)
    document.heading("五、经验和不足")
    _own(document, "lessons")
    document.heading("六、明年打算")
    _own(document, "next_steps")
    _close(document)
    _annexes(document)


def _each(document: OfficialDocument, loop: str, write: Callable[[], None]) -> None:
    document.tag(f"{{%p for {loop} %}}")
    write()
    document.tag("{%p endfor %}")


def _led(document: OfficialDocument, loop: str, lead: str) -> None:
    """Paragraphs of a loop, the first with a heading of the second level before its text."""
    first = f"{{% if loop.first %}}{lead}{{% endif %}}"
    _each(document, loop, lambda: document.paragraph("{{ line }}", lead=first))


def _if(document: OfficialDocument, condition: str, write: Callable[[], None]) -> None:
    document.tag(f"{{%p if {condition} %}}")
    write()
    document.tag("{%p endif %}")


def _own(document: OfficialDocument, name: str) -> None:
    """A place for the office's own text."""
    _each(document, f"line in own.{name}", lambda: document.paragraph("{{ line }}"))


def _chart(document: OfficialDocument, caption: str, name: str) -> None:
    def chart() -> None:
        document.caption(caption)
        document.drawing(f"{{{{ pictures.{name} }}}}")

    _if(document, f"pictures.{name}", chart)


def _table(
    document: OfficialDocument,
    heads: tuple[str, ...],
    loop: str,
    cells: tuple[str, ...],
    *,
    widths: tuple[int, ...],
    centred: tuple[int, ...] | range,
    keep: bool = False,
) -> None:
    row, *_ = loop.split()
    blank = [""] * (len(heads) - 1)
    rows = [
        [f"{{%tr for {loop} %}}", *blank],
        [f"{{{{ {row}.{cell} }}}}" for cell in cells],
        ["{%tr endfor %}", *blank],
    ]
    document.table(heads, rows, widths=widths, centred=centred, size=SMALL_TABLE, keep=keep)


_WRITERS: Mapping[str, Callable[[OfficialDocument], None]] = {"monthly": _monthly, "brief": _brief, "year": _year}
