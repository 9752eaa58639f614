"""What can be wrong with bulletins on their way. No Django here: documentation is made from it."""

from sigai.base import Severity, problem

STALE_TEXT = problem(
    "W660",
    Severity.ERROR,
    zh="{who} 刚改过这一段，您的没有保存",
    en="{who} changed this text meanwhile; yours is not saved",
    advice_zh="对照两份文字，改好再保存",
    advice_en="compare the two texts, put them together and save again",
)
OWN_BULLETIN = problem(
    "W661",
    Severity.ERROR,
    zh="您参与了起草，不能自己签发",
    en="you had a hand in this draft and cannot sign it",
    advice_zh="请工作专班没有参与起草的另一位签发",
    advice_en="have it signed by a member of the office who wrote none of it",
)
OTHER_STATE = problem(
    "W662",
    Severity.ERROR,
    zh="这份草稿现在是“{state}”，不能这样办",
    en="this draft is “{state}” now; that cannot be done to it",
    advice_zh="刷新页面，看它到了哪一步",
    advice_en="load the page again and see how far it is",
)
NO_PLACE = problem(
    "W663",
    Severity.ERROR,
    zh="模板里没有“{name}”这个位置",
    en="the template has no place “{name}”",
    advice_zh="刷新页面再写；模板可能改过",
    advice_en="load the page again: the template may have been changed",
)
DRAFT_OPEN = problem(
    "W664",
    Severity.ERROR,
    zh="同一种通报已有一份在起草（第 {number} 件）",
    en="a draft of this kind is under way already (draft {number})",
    advice_zh="接着写那一份，或先作废它",
    advice_en="go on with that one, or drop it first",
)
NOT_STANDING = problem(
    "W665",
    Severity.ERROR,
    zh="{bulletin} 号通报已经撤回或被修订",
    en="bulletin {bulletin} is withdrawn or revised already",
    advice_zh="看它的页面，由谁代替",
    advice_en="see on its page what took its place",
)
WHY_NOT = problem(
    "W666",
    Severity.ERROR,
    zh="没有写明原因",
    en="the reason is missing",
    advice_zh="写一句为什么，读到它的人要看",
    advice_en="say why in a sentence: whoever read it wants to know",
)
NO_PDF = problem(
    "W667",
    Severity.ERROR,
    zh="这台服务器上没有 LibreOffice，做不出 PDF",
    en="there is no LibreOffice on this server to make a PDF",
    advice_zh="下载 Word 文件，在 WPS 或 Word 里另存为 PDF；或请管理员安装 LibreOffice Writer",
    advice_en="download the Word file and save it as PDF, or have LibreOffice Writer installed",
)
OTHER_MONTH = problem(
    "W668",
    Severity.ERROR,
    zh="“{kind}”只在 {months} 月末起草，现在的结果截至 {month}",
    en="“{kind}” is drafted at the end of month {months} only; the results are as of {month}",
    advice_zh="等到那个月的计算完成",
    advice_en="wait for the calculation of that month",
)
LONG_TEXT = problem(
    "W669",
    Severity.ERROR,
    zh="这一段超过 {most} 字",
    en="this text has more than {most} characters",
    advice_zh="写短些，细节放到附件",
    advice_en="make it shorter",
)
