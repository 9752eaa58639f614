"""What can be wrong with a scenario that is carried out, and with carrying it out."""

from __future__ import annotations

from sigai.base import Severity, problem

NOT_A_THROWAWAY = problem(
    "W370",
    Severity.ERROR,
    zh="情景只在用后即弃的空数据库里演练，这个数据库里已有数据",
    en="scenarios play in an empty database that is thrown away; this one holds data",
    advice_zh="用 python -m sigai_web scenarios 方案文件夹",
    advice_en="use python -m sigai_web scenarios PROGRAMME",
)
NO_SUCH_SHEET = problem(
    "W371",
    Severity.ERROR,
    zh="{reporter} 没有 {period} 的报表“{form}”要报",
    en="{reporter} owes no form “{form}” for {period}",
    advice_zh="核对报表、期别和填报人，以及情景里这一天是否已过该期",
    advice_en="check form, period and reporter, and whether the period has ended on that day",
)
STEP_REFUSED = problem(
    "W372",
    Severity.ERROR,
    zh="“{step}”被拒绝（{codes}）：{what}",
    en="“{step}” was refused ({codes}): {what_en}",
    advice_zh="改正这一步，或写明预期被拒绝（refused）",
    advice_en="correct the step, or say that it is refused (refused)",
)
NOT_REFUSED = problem(
    "W373",
    Severity.ERROR,
    zh="“{step}”应被拒绝（{wanted}），却办成了",
    en="“{step}” should be refused ({wanted}) and was done",
    advice_zh="台账少了一道关，或情景写错了",
    advice_en="the ledger lacks a gate, or the scenario is wrong",
)
OTHER_NUMBER = problem(
    "W374",
    Severity.ERROR,
    zh="{when_zh}应为 {wanted}，算出来是 {found}",
    en="{when}: {wanted} expected, {found} found",
    advice_zh="核对各步、口径和手算",
    advice_en="check the steps, the formula and the working",
)
OTHER_TRAIL = problem(
    "W375",
    Severity.ERROR,
    zh="数字变了，说明里变化的依据却不全是这些步骤写下的：{rows}",
    en="the number moved, but not only what the steps wrote changed under it: {rows}",
    advice_zh="数字必须能追溯到各步的记录和数值",
    advice_en="the number must lead back to the records and figures of the steps",
)
REFUSED_OTHERWISE = problem(
    "W376",
    Severity.ERROR,
    zh="少了“{step}”应以 {wanted} 被拒绝，实际是：{found}",
    en="without “{step}” it should be refused with {wanted}; it was: {found_en}",
    advice_zh="核对少了它以后会怎样",
    advice_en="check what becomes of it without",
)
EARLY_REFUSAL = problem(
    "W377",
    Severity.ERROR,
    zh="少了“{step}”应得到另一个数，却在“{at}”被拒绝（{codes}）：{what}",
    en="without “{step}” it should give another number, but “{at}” was refused ({codes}): {what_en}",
    advice_zh="改写成被拒绝（refused）",
    advice_en="say that it is refused (refused)",
)
