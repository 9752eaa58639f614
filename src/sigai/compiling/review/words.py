"""The words of the review page in one language."""

from __future__ import annotations

from sigai.base.issues import Language

_WORDS: dict[str, tuple[str, str]] = {
    "title": ("方案审阅", "Review of the plan"),
    "document": ("原文", "Document"),
    "content": ("草案", "Draft"),
    "findings": ("前后不一致", "Findings"),
    "targets": ("目标", "Targets"),
    "statements": ("出处", "Statements"),
    "tasks": ("任务", "Tasks"),
    "units": ("责任单位", "Units"),
    "named": ("点名对象", "Named"),
    "instruments": ("政策工具", "Instruments"),
    "show": ("显示", "Show"),
    "confidence": ("把握", "Confidence"),
    "any": ("全部", "any"),
    "fair": ("较低及以下", "fair or less"),
    "low": ("低", "low"),
    "high": ("高", "high"),
    "search": ("查找", "Find"),
    "none": ("没有发现", "none found"),
    "nobody": ("没有责任单位", "no unit"),
    "sum": ("算式", "sum"),
    "sides": ("处", "places"),
    "weight-high": ("重", "high"),
    "weight-medium": ("中", "medium"),
    "weight-low": ("轻", "low"),
    "soft": ("力争类", "soft"),
    "qualitative": ("无数字", "no number"),
    "supporting": ("配合", "supporting"),
    "also": ("又称", "also"),
    "shown": ("点击标记或条目，两边互相对应", "Click a mark or an entry to see the other side"),
    "nothing": ("没有符合条件的条目", "nothing matches"),
    "no_date": ("没有写期限", "no date"),
    "kind_ambiguous": ("累计或当年，两种读法", "total or of the year"),
    "name_restored": ("承前省略，名称为补写", "name restored"),
    "name_short": ("名称不完整", "name incomplete"),
    "progress_verb": ("只写推进", "no outcome"),
    "no_unit": ("没有单位", "no unit stated"),
    "capacity": ("项目规模", "size of a project"),
    "milestone": ("时间节点", "milestone"),
    "range": ("区间一端", "end of a range"),
    "scope_differs": ("范围不同", "another scope"),
    "name_odd": ("名称可能截错", "name may be cut wrong"),
    "name_bare": ("名称缺限定", "of what is not said"),
    "time_unread": ("时间说法没有读出", "a time was not read"),
    "sure-name": ("名称", "name"),
    "sure-kind": ("类型", "kind"),
    "sure-period": ("期限", "period"),
    "enterprise": ("企业", "enterprise"),
    "project": ("项目", "project"),
    "park": ("园区", "park"),
    "place": ("地方", "place"),
    "platform": ("平台", "platform"),
    "institution": ("机构", "institution"),
    "row": ("表格行", "row"),
    "action": ("行动", "action"),
    "task": ("任务", "task"),
    "orientation": ("方向", "orientation"),
    "safeguard": ("保障", "safeguard"),
    "page": ("页", "page"),
    "left_out": ("读到而未列的数", "Numbers left out"),
    "why-past": ("说的是已有成绩", "tells what was"),
    "why-unnamed": ("没有写数的是什么", "nothing says what is counted"),
    "why-duration": ("是时长、年限或电压", "a duration or a voltage"),
    "why-reward": ("是奖补、收费或额度", "money granted or charged"),
    "why-condition": ("是适用条件或比例依据", "a condition"),
    "why-size": ("是规模门槛，属于名称", "a size, part of a name"),
    "why-start": ("是起点数", "where it starts from"),
    "why-not_wanted": ("没有写要达到或完成", "no words ask for it"),
}


class PageWords:
    """`words("targets")` in the language of the page; an unknown word stands for itself."""

    def __init__(self, language: Language) -> None:
        self._column = 1 if language == "en" else 0

    def __call__(self, key: str) -> str:
        return _WORDS[key][self._column] if key in _WORDS else key
