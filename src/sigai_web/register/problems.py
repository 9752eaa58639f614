"""What can be wrong with changes of the register (W400 to W429). No Django here."""

from __future__ import annotations

from sigai.base import Severity, problem

NO_NAME = problem(
    "W400",
    Severity.ERROR,
    zh="“{given}”没有填写名称",
    en="{given} has no name",
    advice_zh="填写营业执照上的名称",
    advice_en="give the name on its licence",
)
NO_PLACE = problem(
    "W401",
    Severity.ERROR,
    zh="“{given}”没有填写所在地区",
    en="it is not said where {given} lies",
    advice_zh="填写县（区）或园区的代码或名称",
    advice_en="give the code or name of its county or park",
)
OTHERWISE = problem(
    "W402",
    Severity.ERROR,
    zh="“{given}”已在名录中，而{column_zh}不同：名录为“{stands}”，这里是“{wanted}”",
    en="{given} is on the register with another {column}: “{stands}” there, “{wanted}” here",
    advice_zh="登记不改已有的内容；确有变化的，用“变更”写明从哪个月起",
    advice_en="an entry changes nothing that stands; tell the change with the month from which it holds",
)
LOOK_ALIKE = problem(
    "W403",
    Severity.ERROR,
    zh="“{given}”与{other}很像：{why_zh}",
    en="{given} looks like {other}: {why_en}",
    advice_zh="核对是不是同一家；确是另一家的，勾选“确是不同的主体”再提交",
    advice_en="see whether they are one and the same; where they are not, say so and send it again",
)
NOT_YOURS = problem(
    "W404",
    Severity.ERROR,
    zh="“{given}”不在您的范围内",
    en="{given} lies outside of your reach",
    advice_zh="只能登记、变更本地区的主体；其他的请工作专班办理",
    advice_en="enter and change what lies in your own area; the office does the rest",
)
WHY = problem(
    "W405",
    Severity.ERROR,
    zh="没有写为什么变更",
    en="it is not said why",
    advice_zh="写一句话：依据什么、为什么；更正以前月份的，说明错在哪里",
    advice_en="say in a sentence what it rests on; of a correction of the past, what was wrong",
)
NO_DOCUMENT = problem(
    "W406",
    Severity.ERROR,
    zh="名单变动没有写明公布的文件",
    en="the published document of the list is not named",
    advice_zh="写文号和标题，如“某发改〔2022〕15号 关于公布……名单的通知”",
    advice_en="give its number and title",
)
ASKED_ALREADY = problem(
    "W407",
    Severity.ERROR,
    zh="同样的变更已经提出（第 {number} 号），等待决定",
    en="the same was asked already (number {number}) and waits for a decision",
    advice_zh="请工作专班的另一位决定",
    advice_en="another member of the office decides",
)
DECIDED = problem(
    "W408",
    Severity.ERROR,
    zh="第 {number} 号变更已经决定",
    en="change {number} was decided already",
    advice_zh="刷新页面，看看是怎么决定的",
    advice_en="reload the page to see how",
)
OWN_CHANGE = problem(
    "W409",
    Severity.ERROR,
    zh="第 {number} 号变更是您自己提出的，不能由您决定",
    en="you asked for change {number} yourself; somebody else decides",
    advice_zh="请工作专班的另一位办理",
    advice_en="ask another member of the office",
)
DECLINE_WHY = problem(
    "W410",
    Severity.ERROR,
    zh="没有写不同意的意见",
    en="the reason of declining it is missing",
    advice_zh="写一句话，让提出的人知道怎么改",
    advice_en="write a sentence, so that whoever asked knows what to do",
)
NOTHING_SENT = problem(
    "W411",
    Severity.ERROR,
    zh="没有可登记或变更的内容",
    en="there is nothing to enter or to change",
    advice_zh="至少填写一行；模板中有列名和例子",
    advice_en="fill in one row at least; the template shows the columns",
)
NO_SUCH_FACT = problem(
    "W412",
    Severity.ERROR,
    zh="“{given}”没有这样一条记载，不能撤销",
    en="nothing of the kind is told of {given}: it cannot be withdrawn",
    advice_zh="刷新页面，看看名录上现在的记载",
    advice_en="reload the page to see what stands",
)
TOO_MANY = problem(
    "W413",
    Severity.ERROR,
    zh="一次最多 {most} 行，这里有 {rows} 行",
    en="at most {most} rows at once; there are {rows}",
    advice_zh="分成几次导入",
    advice_en="send them in parts",
)
NOT_TWO_ENTERPRISES = problem(
    "W414",
    Severity.ERROR,
    zh="合并、分立写的不是名录里的企业：“{source}”“{target}”",
    en="a merger or split names no enterprises of the register: “{source}”, “{target}”",
    advice_zh="填写名录里两家不同企业的代码；分立的新企业填写它自己的代码",
    advice_en="give the codes of two enterprises that are on the register; of a split the new one's own code",
)
SINCE_WHICH_MONTH = problem(
    "W415",
    Severity.ERROR,
    zh="没有写从哪个月起合并、分立",
    en="it is not said from which month on they merge or split",
    advice_zh="写月份，如 2022-06",
    advice_en="give the month, such as 2022-06",
)
FIGURES_AFTER = problem(
    "W416",
    Severity.ERROR,
    zh="“{source}”{since}起不能并入“{target}”：{months} {has_zh}数",
    en="{source} cannot be merged into {target} from {since} on: of {months} {has}",
    advice_zh="两家的数不会自动相加，也不会丢。把合并后的数报在并入的企业里、原企业这几个月的数更正撤回，或从没有数的月份起合并",
    advice_en=(
        "figures are neither added by themselves nor lost: report them for the one it merges into and take these back, "
        "or merge from a month without figures"
    ),
)
NO_PROOF = problem(
    "W417",
    Severity.ERROR,
    zh="没有写合并、分立依据的文件",
    en="the document of the merger or split is not named",
    advice_zh="写登记机关的通知书或协议的文号、标题",
    advice_en="give number and title of the registry's notice or of the agreement",
)
