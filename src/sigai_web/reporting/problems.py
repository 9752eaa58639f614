"""What can be wrong with handing figures in (W100 to W149, W570 to W579). No Django here: docs come from it."""

from sigai.base import Severity, problem

NOT_NOW = problem(
    "W100",
    Severity.ERROR,
    zh="“{sheet}”现在的状态是{state_zh}，不能{deed_zh}",
    en="{sheet_en} is {state_en}; it cannot be {deed_en}",
    advice_zh="重新打开这张表，看看别人是否已经办理",
    advice_en="open the form anew: somebody may have dealt with it",
)
OUTDATED = problem(
    "W101",
    Severity.ERROR,
    zh="“{sheet}”在您打开之后又有改动，没有{deed_zh}",
    en="{sheet_en} was changed after you opened it; it was not {deed_en}",
    advice_zh="重新打开这张表，核对新的数再办",
    advice_en="open the form anew, look at the new figures, then go on",
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
    zh="“{file}”不是本系统的填报模板，也不是有表头和数的表",
    en="{file} is neither a template of this system nor a table with heads and figures",
    advice_zh="在本页重新下载模板，把数填在黄色格子里再上传",
    advice_en="download the template on this page, fill in the yellow cells and upload it again",
)
OTHER_TEMPLATE = problem(
    "W111",
    Severity.ERROR,
    zh="模板是“{given}”的，而这里是“{wanted}”",
    en="the template is for {given_en}, but this is {wanted_en}",
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
    zh="模板与下载时不一样：{what_zh}。没有读入，草稿没有改动",
    en="the template is not as it was downloaded: {what_en}. Nothing of it was taken",
    advice_zh="照所说改回来再上传；改不回来的，重新下载模板，只填黄色格子",
    advice_en="put right what is said and upload it again, or download the template anew and fill in its yellow cells",
)
TEMPLATE_UNREAD = problem(
    "W121",
    Severity.ERROR,
    zh="格子里是公式或错误值“{given}”，文件没有保存它算出的结果；模板没有读入，草稿没有改动",
    en='the cell holds a formula or an error, "{given}", without a saved result; nothing of the template was taken',
    advice_zh="用 Excel 或 WPS 打开、重新计算并保存后再上传，或直接填数",
    advice_en="open it in Excel or WPS, calculate and save it again, or type the figure, then upload it",
)
TEMPLATE_MERGED = problem(
    "W127",
    Severity.ERROR,
    zh="格子与别的格子合并了，看不出里面的数属于哪一行；模板没有读入，草稿没有改动",
    en="the cell was merged with others, so that nobody can tell which row its figure is of; nothing was taken",
    advice_zh="取消合并，每一行填自己的数，再上传",
    advice_en="unmerge the cells, give every row its own figure and upload it again",
)
UNIT_CHANGED = problem(
    "W128",
    Severity.ERROR,
    zh="单位被改成“{given}”，而这一行按“{unit}”填报；模板没有读入，草稿没有改动",
    en='the unit was changed to "{given}", while this row is in "{unit}"; nothing of the template was taken',
    advice_zh="把单位改回“{unit}”并换算数值，或在数的后面写单位（如 1.2亿元），再上传",
    advice_en="put {unit} back and convert the figure, or write the unit behind the figure, then upload it again",
)
UNIT_STATED = problem(
    "W133",
    Severity.ERROR,
    zh="格子里写着单位“{given}”，而表里的数按各行的单位（如“{unit}”）填报；模板没有读入，草稿没有改动",
    en='the cell states the unit "{given}", while figures are in the unit of their row ({unit}); nothing was taken',
    advice_zh="数就是按各行单位填的，删去这句话；不是的，换算后再填，或在数的后面写单位（如 1.2亿元），再上传",
    advice_en="delete it if figures are in the units of their rows; else convert them, or write the unit behind each",
)
TEMPLATE_HIDDEN = problem(
    "W134",
    Severity.ERROR,
    zh="{what_zh}隐藏了，里面却有数或原因“{given}”，看不出是否要报；模板没有读入，草稿没有改动",
    en='the {what_en} is hidden, yet it holds "{given}": nobody sees whether it is meant; nothing was taken',
    advice_zh="取消隐藏（或筛选），核对后再上传；不报的，删去里面的内容",
    advice_en="show it again, or take the filter away, and check it; empty the cell if it is not meant",
)
WITHDRAWS = problem(
    "W130",
    Severity.WARNING,
    zh="撤回“{measure}”已有的数 {standing} {unit}",
    en='this withdraws "{measure_en}", which stands at {standing} {unit}',
    advice_zh="写明为什么撤回；核收之后这个数不再计入，历史中保留",
    advice_en="say why; once accepted the figure no longer counts, the history keeps it",
)
LEFT_OR_WITHDRAWN = problem(
    "W131",
    Severity.WARNING,
    zh="“{measure}”已有数 {standing} {unit}，这一格却是空的：保留它，还是撤回？",
    en='"{measure_en}" stands at {standing} {unit}, and this cell is empty: is the figure to be left or withdrawn?',
    advice_zh="保留就照原数填 {standing}；撤回就填“撤回”并写原因",
    advice_en="write {standing} to leave it; write “withdraw” and the reason to withdraw it",
)
NOTHING_TO_WITHDRAW = problem(
    "W132",
    Severity.ERROR,
    zh="“{measure}”没有已在库的数，没有什么可撤回",
    en='no figure of "{measure_en}" stands: there is nothing to withdraw',
    advice_zh="没有数就留空并写原因",
    advice_en="leave the cell empty and say why there is no figure",
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
    zh="{month}已经结账",
    en="{month} is closed already",
    advice_zh="要改，请先写明原因重新打开",
    advice_en="to change it, open it again with a reason first",
)
NOT_CLOSED = problem(
    "W118",
    Severity.ERROR,
    zh="{month}没有结账，不用重新打开",
    en="{month} is not closed: there is nothing to open again",
    advice_zh="重新打开这张表，看看别人是否已经办理",
    advice_en="open the form anew: somebody may have dealt with it",
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
    zh="{month}还没有算出结果，不知道缺报的按多少计，不能结账",
    en="no calculation knows {month} yet, so that nothing could stand for the missing figures: it cannot be closed",
    advice_zh="先在“计算”页启动一次计算，算完再结账",
    advice_en="start a calculation first, and close the month when it has finished",
)
MAPPING_TOO_LARGE = problem(
    "W122",
    Severity.ERROR,
    zh="“{file}”有 {cells} 个格子，多于能在网页上对照的 {most} 个",
    en="{file} has {cells} cells, more than the {most} that can be mapped on a page",
    advice_zh="删去不要的行、列和工作表，或分成几个文件",
    advice_en="delete rows, columns and sheets that are not wanted, or divide it",
)
MAPPING_NAMELESS = problem(
    "W123",
    Severity.ERROR,
    zh="没有给这种格式起名",
    en="the layout was given no name",
    advice_zh="写一个认得出的名称，例如“统计联网直报导出”",
    advice_en="write a name by which you know it, such as the system that it comes from",
)
NO_MAPPING_FILE = problem(
    "W124",
    Severity.ERROR,
    zh="没有选映射文件，或文件太大，或没有选报表",
    en="no mapping file was chosen, or it is too large, or no form was",
    advice_zh="选报表和一个 YAML 文件",
    advice_en="choose a form and a YAML file",
)
MAPPING_OTHER_FORM = problem(
    "W125",
    Severity.ERROR,
    zh="映射是报表“{given}”的，而这里是“{wanted}”",
    en="the mapping is for the form {given}, but this is {wanted}",
    advice_zh="在那张报表的页面导入，或改正文件里的 form",
    advice_en="import it on the page of that form, or correct `form` in the file",
)
MAPPING_USED = problem(
    "W126",
    Severity.NOTE,
    zh="按映射“{name}”读取（{owner}，{by} 于 {at} 保存），取 {count} 个数",
    en="read by the mapping “{name}” (of {owner_en}, kept by {by} on {at}): {count} figures taken",
    advice_zh="核对读取的数；格式不对的，改映射",
    advice_en="look at the figures; change the mapping where they are wrong",
)
LOOK_FIRST = problem(
    "W570",
    Severity.ERROR,
    zh="“{sheet}”有疑问、说明或没有答完的留言，不能和别的一起{deed_zh}",
    en="{sheet_en} holds doubts, reasons or an open conversation; it cannot be {deed_en} among others",
    advice_zh="打开这张表看过，在表页上办理",
    advice_en="open it, look at what is marked, and decide on its page",
)
STEP_OF_ANOTHER = problem(
    "W571",
    Severity.ERROR,
    zh="“{sheet}”的上一步不是您办理的，不能由您撤回",
    en="the last step of {sheet_en} was somebody else's; you cannot take it back",
    advice_zh="请办理的人撤回；审核员和专班可以退回",
    advice_en="ask whoever did it; approvers and the office can give the form back",
)
NOTHING_SAID = problem(
    "W572",
    Severity.ERROR,
    zh="留言是空的",
    en="the comment is empty",
    advice_zh="写一句话再发",
    advice_en="write a sentence, then send it",
)
NOBODY_TALKS = problem(
    "W573",
    Severity.ERROR,
    zh="“{measure}”这一格没有未了结的留言",
    en='there is no open conversation about "{measure_en}"',
    advice_zh="刷新页面：别人可能已经了结",
    advice_en="reload the page: somebody may have resolved it",
)
RESOLVED_BY_OTHERS = problem(
    "W574",
    Severity.ERROR,
    zh="“{measure}”的留言是审核的一方提出的，由他们了结",
    en='the conversation about "{measure_en}" was begun by who decides; they resolve it',
    advice_zh="写下答复即可，审核员或专班看过后了结",
    advice_en="answer it; the approver or the office resolves it",
)
