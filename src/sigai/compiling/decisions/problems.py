"""What can be wrong with a file of decisions."""

from __future__ import annotations

from sigai.base.issues import Severity, problem

NO_DECISIONS = problem(
    "C110",
    Severity.ERROR,
    zh="{file} 不是决定文件",
    en="{file} holds no decisions",
    advice_zh="给出审阅页保存的文件，或按 docs/compiling.md 的格式写一个",
    advice_en="name a file that the review page saved, or write one as docs/compiling.md describes",
)
OTHER_TEXT = problem(
    "C111",
    Severity.WARNING,
    zh="文件 {document} 与作决定时不是同一文本；各处按原文字句重新对上",
    en="{document} is not the text that the decisions were made on; places are found again by their words",
    advice_zh="看下面列出的对不上的决定",
    advice_en="look at the decisions listed as not found",
)
NOT_FOUND = problem(
    "C112",
    Severity.WARNING,
    zh="决定没有对上原文，未采用：{document} 中没有读出“{quote}”（{what}）",
    en="a decision was left out: “{quote}” was not read in {document} ({what})",
    advice_zh="在新的审阅页上重新决定",
    advice_en="decide it anew on a fresh review page",
)
NO_SUCH_NAME = problem(
    "C113",
    Severity.WARNING,
    zh="决定没有对上，未采用：没有读出名为“{name}”的{what}",
    en="a decision was left out: there is no {what_en} that was read as “{name}”",
    advice_zh="名称须与审阅页上读出的一致",
    advice_en="write the name as the review page shows it",
)
NOT_WHOLE = problem(
    "C114",
    Severity.WARNING,
    zh="补列的数“{quote}”没有写全，未采用：缺 {missing}",
    en="the number “{quote}” that was added is not whole and was left out: it lacks {missing}",
    advice_zh="补上名称、类型、数值和期限",
    advice_en="give its name, kind, value and period",
)
NO_SUCH_TARGET = problem(
    "C115",
    Severity.WARNING,
    zh="出处“{quote}”归入的目标 {target} 没有写名称，按读出的名称归并",
    en="the target {target} of “{quote}” has no name in the decisions; it is called as it was read",
    advice_zh="在 targets 中写上它的名称",
    advice_en="name it under targets",
)
TWO_TARGETS = problem(
    "C116",
    Severity.WARNING,
    zh="对矛盾的决定未采用：“{quote}”等出处现在不属于同一个目标",
    en="a decision on a contradiction was left out: “{quote}” and the others are not of one target",
    advice_zh="先把它们归入同一目标，或删去这条决定",
    advice_en="put them under one target first, or delete the decision",
)
