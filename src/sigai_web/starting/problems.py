"""What can be wrong with starting data (W430 to W449). No Django here."""

from __future__ import annotations

from sigai.base import Severity, problem

NOT_AN_ARCHIVE = problem(
    "W430",
    Severity.ERROR,
    zh="“{name}”不是 zip 压缩包，或已损坏",
    en="{name} is no zip archive, or a damaged one",
    advice_zh="把数据文件夹压缩成一个不加密的 zip",
    advice_en="pack the data folder into one zip, without a password",
)
HOSTILE_ARCHIVE = problem(
    "W431",
    Severity.ERROR,
    zh="压缩包中的“{name}”不能解开：{reason_zh}",
    en="{name} in the archive is not unpacked: {reason_en}",
    advice_zh="压缩包里只放数据文件夹：.csv、.xlsx、.xls、.parquet、.yaml，不加密，不套压缩包",
    advice_en="only what a data folder holds: .csv, .xlsx, .xls, .parquet, .yaml, no password, no archive within",
)
INVENTED = problem(
    "W432",
    Severity.ERROR,
    zh="这个文件夹写明是演示数据，不能装入正式系统",
    en="the folder says that its data are invented: production does not take them in",
    advice_zh="装入真实数据；data.yaml 中不写 demonstration: true",
    advice_en="take in real data; without demonstration: true in data.yaml",
)
FIGURE_OTHERWISE = problem(
    "W433",
    Severity.ERROR,
    zh="{entity} 的 {measure} {period} 已有数 {stands}，这里是 {given}",
    en="{measure} of {entity} in {period} is {stands} already; {given} here",
    advice_zh="起步数据不改已有的数；要更正的，在填报中更正",
    advice_en="starting data change no figure that stands; correct it in reporting",
)
RECORD_OTHERWISE = problem(
    "W434",
    Severity.ERROR,
    zh="台账“{ledger}”的 {number} 已有，内容不同",
    en="record {number} of {ledger} stands with other content",
    advice_zh="起步数据不改已有的记录；要修改的，在记录页面上修改；另一条的，换一个编号",
    advice_en="starting data change no record; edit it on its page, or give another one another number",
)
NOTHING_IN_IT = problem(
    "W435",
    Severity.ERROR,
    zh="“{name}”里没有可装入的数据",
    en="{name} holds no data",
    advice_zh="放入 values、records/、entities 等文件，见“起步数据”的说明",
    advice_en="put values, records/, entities in it; docs/data.md shows how",
)
BUNDLE_WAITS = problem(
    "W436",
    Severity.ERROR,
    zh="同一个压缩包已经提出（第 {number} 号），等待确认",
    en="the same archive was asked for (number {number}) and waits to be confirmed",
    advice_zh="请工作专班的另一位确认",
    advice_en="another member of the office confirms it",
)
BUNDLE_DECIDED = problem(
    "W437",
    Severity.ERROR,
    zh="第 {number} 号已经决定",
    en="number {number} was decided already",
    advice_zh="刷新页面，看看是怎么决定的",
    advice_en="reload the page to see how",
)
OWN_BUNDLE = problem(
    "W438",
    Severity.ERROR,
    zh="第 {number} 号是您自己提出的，不能由您确认",
    en="you asked for number {number} yourself; somebody else confirms it",
    advice_zh="请工作专班的另一位确认",
    advice_en="ask another member of the office",
)
BUNDLE_WHY = problem(
    "W439",
    Severity.ERROR,
    zh="没有写意见",
    en="the comment is missing",
    advice_zh="不同意的，写一句话说明为什么",
    advice_en="say in a sentence why it is declined",
)
BUNDLE_CHANGED = problem(
    "W440",
    Severity.ERROR,
    zh="第 {number} 号的压缩包与提出时不一样，没有装入",
    en="the archive of number {number} is not the one that was asked for; nothing was taken in",
    advice_zh="请审计员验证留痕，再重新提出",
    advice_en="have the journal verified, then ask anew",
)
