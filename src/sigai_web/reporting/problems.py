"""What can be wrong with handing figures in (W100 to W149). No Django here: documentation is made from it."""

from sigai.base import Severity, problem

NOT_NOW = problem(
    "W100",
    Severity.ERROR,
    zh="“{sheet}”现在的状态是{state_zh}，不能{deed_zh}",
    en="{sheet_en} is {state_en}; it cannot be {deed_en}",
    advice_zh="刷新页面，看看别人是否已经办理",
    advice_en="reload the page: somebody may have dealt with it",
)
OUTDATED = problem(
    "W101",
    Severity.ERROR,
    zh="“{sheet}”在您打开之后又有改动，没有{deed_zh}",
    en="{sheet_en} was changed after you opened it; it was not {deed_en}",
    advice_zh="刷新页面，核对新的数再办",
    advice_en="reload the page, look at the new figures, then go on",
)
OWN_SUBMISSION = problem(
    "W102",
    Severity.ERROR,
    zh="“{sheet}”是您自己提交或审核的，不能由您{deed_zh}",
    en="you handed in or approved {sheet_en} yourself; somebody else must see to it that it is {deed_en}",
    advice_zh="请本单位、本地区或专班的另一位办理",
    advice_en="ask another approver of the unit or area, or another member of the office",
)
REASON_WANTED = problem(
    "W103",
    Severity.ERROR,
    zh="“{measure}”（{entity}）需要说明原因：{what}",
    en='"{measure_en}" ({entity}) needs a reason: {what_en}',
    advice_zh="在这一行的“原因”里写一句；数填错了就改数",
    advice_en="write a sentence under “Reason” in its row, or correct the figure",
)
COMMENT_WANTED = problem(
    "W104",
    Severity.ERROR,
    zh="没有写{what_zh}",
    en="the {what_en} is missing",
    advice_zh="写一句话，让对方知道要做什么",
    advice_en="write a sentence, so that the other side knows what to do",
)
UNKNOWN_CELL = problem(
    "W105",
    Severity.ERROR,
    zh="“{sheet}”里没有 {entity} 的“{measure}”这一格",
    en='{sheet_en} has no cell for "{measure_en}" of {entity}',
    advice_zh="刷新页面；名录或报表可能有变",
    advice_en="reload the page: the register or the form may have changed",
)
TEXT_TOO_LONG = problem(
    "W106",
    Severity.ERROR,
    zh="“{measure}”填写的内容太长：数最多 {most} 个字符，原因最多 {most_reason} 个",
    en='what was written for "{measure_en}" is too long: figures {most} characters, reasons {most_reason}',
    advice_zh="只写数字；原因写要点",
    advice_en="write digits only; keep the reason short",
)
OVERTAKEN = problem(
    "W107",
    Severity.ERROR,
    zh="“{sheet}”中有 {count} 个数在填报之后已被别处的填报或导入改动，没有核收",
    en="{count} figures of {sheet_en} were changed elsewhere since they were handed in; it was not accepted",
    advice_zh="退回，请填报员核对后重新提交",
    advice_en="give it back: the reporter looks at them and hands it in again",
)
STANDING_CHANGED = problem(
    "W108",
    Severity.WARNING,
    zh="“{measure}”已有数 {standing} {unit}，现在填的是 {value}",
    en='"{measure_en}" stands at {standing} {unit} already; this says {value}',
    advice_zh="改动已有的数请说明原因",
    advice_en="say why a figure that stands is changed",
)
FIGURE_REFUSED = problem(
    "W109",
    Severity.ERROR,
    zh="“{measure}”（{entity}）：{what}",
    en='"{measure_en}" ({entity}): {what_en}',
    advice_zh="{advice}",
    advice_en="{advice_en}",
)
NOT_A_TEMPLATE = problem(
    "W110",
    Severity.ERROR,
    zh="“{file}”不是本系统的填报模板",
    en="{file} is not a template of this system",
    advice_zh="在本页重新下载模板，把数填在黄色格子里再上传",
    advice_en="download the template on this page, fill in the yellow cells and upload it again",
)
OTHER_TEMPLATE = problem(
    "W111",
    Severity.ERROR,
    zh="模板是“{given}”的，而这里是“{wanted}”",
    en="the template is for {given}, but this is {wanted_en}",
    advice_zh="到对应的报表页面上传，或在本页重新下载模板",
    advice_en="upload it on the page of that form, or download the template of this one",
)
OLD_TEMPLATE = problem(
    "W112",
    Severity.ERROR,
    zh="模板下载之后，这张表已有改动（模板第 {given} 版，现为第 {now} 版）",
    en="the form has changed since the template was downloaded (version {given}, now {now})",
    advice_zh="重新下载模板，把数抄过去再上传",
    advice_en="download the template again, copy the figures over and upload it",
)
TEMPLATE_DAMAGED = problem(
    "W113",
    Severity.ERROR,
    zh="模板的行被删改过，认不出每一行是什么：{where}",
    en="rows of the template were removed or overwritten: {where} cannot be told",
    advice_zh="重新下载模板；只填黄色格子，不增删行列",
    advice_en="download the template again; fill in the yellow cells only and leave rows and columns as they are",
)
TEMPLATE_UNREAD = problem(
    "W121",
    Severity.ERROR,
    zh="格子里是公式或错误值“{given}”，文件没有保存它算出的结果；模板没有读入，草稿没有改动",
    en='the cell holds a formula or an error, "{given}", without a saved result; nothing of the template was taken',
    advice_zh="用 Excel 或 WPS 打开、重新计算并保存后再上传，或直接填数",
    advice_en="open it in Excel or WPS, calculate and save it again, or type the figure, then upload it",
)
NOTHING_CHOSEN = problem(
    "W114",
    Severity.ERROR,
    zh="没有勾选任何一张表",
    en="no form was chosen",
    advice_zh="勾选要办理的表",
    advice_en="tick those that you mean",
)
CORRECTION_OF_ANOTHER = problem(
    "W115",
    Severity.ERROR,
    zh="“{sheet}”的更正不是您打开的，不能由您放弃",
    en="the correction of {sheet_en} was opened by somebody else; it is not yours to drop",
    advice_zh="请打开更正的人或专班放弃",
    advice_en="ask whoever opened it, or the office",
)
NOT_A_MONTH = problem(
    "W116",
    Severity.ERROR,
    zh="“{given}”不是方案中已经过完的月份",
    en='"{given}" is not a month of the programme that has ended',
    advice_zh="写成 2022-09 这样的月份；从基年起，到最近一个过完的月份为止",
    advice_en="write a month such as 2022-09, from the base year to the last month that has ended",
)
ALREADY_CLOSED = problem(
    "W117",
    Severity.ERROR,
    zh="{month} 已经结账",
    en="{month} is closed already",
    advice_zh="要改，请先写明原因重新打开",
    advice_en="to change it, open it again with a reason first",
)
NOT_CLOSED = problem(
    "W118",
    Severity.ERROR,
    zh="{month} 没有结账，不用重新打开",
    en="{month} is not closed: there is nothing to open again",
    advice_zh="刷新页面，看看别人是否已经办理",
    advice_en="reload the page: somebody may have dealt with it",
)
NO_REASON = problem(
    "W119",
    Severity.ERROR,
    zh="没有写重新打开的原因",
    en="no reason was given for opening the month again",
    advice_zh="写一句为什么，例如“误结”“有更正要计入”",
    advice_en="say why in a sentence: closed by mistake, a correction is to count",
)
NOT_COMPUTED_YET = problem(
    "W120",
    Severity.ERROR,
    zh="{month} 还没有算出结果，不知道缺报的按多少计，不能结账",
    en="no calculation knows {month} yet, so that nothing could stand for the missing figures: it cannot be closed",
    advice_zh="先在“计算”页启动一次计算，算完再结账",
    advice_en="start a calculation first, and close the month when it has finished",
)
