"""What a proof of the journal and of the data can find. No Django here: documentation is made from it."""

from sigai.base import Severity, problem

_ASK_ZH = "保留现场，请审计员与备份比对，查明谁在何时改动"
_ASK_EN = "leave everything as it is; let the auditor compare with a backup and find out who changed it and when"

ROW_CHANGED = problem(
    "W280",
    Severity.ERROR,
    zh="{key} 的 {column} 与留痕不符：第 {entry} 条写的是“{told}”，现在是“{stands}”",
    en="{column} of {key} is not what the journal says: entry {entry} wrote “{told}”, now it is “{stands}”",
    advice_zh=_ASK_ZH,
    advice_en=_ASK_EN,
)
ROW_UNTOLD = problem(
    "W281",
    Severity.ERROR,
    zh="{key} 在留痕中没有：没有任何一条写入过它。现在是：{stands}",
    en="{key} is in no entry of the journal: none ever wrote it. It says: {stands}",
    advice_zh=_ASK_ZH,
    advice_en=_ASK_EN,
)
ROW_GONE = problem(
    "W282",
    Severity.ERROR,
    zh="{key} 不见了：留痕第 {entry} 条写入过，此后没有删除。写的是：{told}",
    en="{key} is gone: entry {entry} of the journal wrote it and none removed it since. It said: {told}",
    advice_zh=_ASK_ZH,
    advice_en=_ASK_EN,
)
DERIVED_CHANGED = problem(
    "W283",
    Severity.ERROR,
    zh="{key} 应由留痕所证的数据得出“{told}”，现在是“{stands}”",
    en="{key} follows from what the journal proves as “{told}”, but it is “{stands}”",
    advice_zh="方案内容刚换过的，先运行 python -m sigai_web setup；仍不符则" + _ASK_ZH,
    advice_en="after a change of content first run python -m sigai_web setup; where it stays, " + _ASK_EN,
)
FIGURES_CHANGED = problem(
    "W298",
    Severity.ERROR,
    zh="计算所读的数值文件（SIGAI_HOME/figures）不是系统写下的那些，下次计算会从数据库重新生成",
    en="the files of figures that runs read (SIGAI_HOME/figures) are not those the system wrote; the next calculation "
    "makes them anew from the database",
    advice_zh="查明谁能写这个目录；此后完成的计算请重新计算一次，再核对",
    advice_en="find out who can write that folder; calculate anew what was calculated since, and compare",
)
FILE_CHANGED = problem(
    "W284",
    Severity.ERROR,
    zh="文件的摘要与 {key} 所记不同：记的是 {told}，文件是 {stands}",
    en="the file's digest is not the one that {key} gives: {told} there, {stands} of the file",
    advice_zh="不要使用这个文件；从备份取回原件。" + _ASK_ZH,
    advice_en="do not use the file; bring it back from a backup; " + _ASK_EN,
)
FILE_GONE = problem(
    "W285",
    Severity.ERROR,
    zh="文件不见了：{key} 记着它，摘要 {told}",
    en="the file is gone: {key} names it with the digest {told}",
    advice_zh="从备份取回原件。" + _ASK_ZH,
    advice_en="bring it back from a backup; " + _ASK_EN,
)
TRIGGER_CHANGED = problem(
    "W286",
    Severity.ERROR,
    zh="防止改动的触发器不是系统所建：{stands}",
    en="the triggers that refuse changes are not those that the system made: {stands}",
    advice_zh=_ASK_ZH + "；之后运行 python -m sigai_web setup 重建",
    advice_en=_ASK_EN + "; then python -m sigai_web setup makes them anew",
)
MORE_FOUND = problem(
    "W287",
    Severity.ERROR,
    zh="还有 {count} 处不符，没有逐一列出",
    en="{count} more differences are not listed",
    advice_zh=_ASK_ZH,
    advice_en=_ASK_EN,
)
NO_PROOF = problem(
    "W288",
    Severity.ERROR,
    zh="留痕里还没有数据的凭据，数据无法证明",
    en="the journal holds no proof of the data yet: nothing can be said of them",
    advice_zh="运行 python -m sigai_web setup：从那时起写入的和已有的数据都可以证明",
    advice_en="run python -m sigai_web setup: from then on what is there and what is written can be proven",
)
PROVEN_SINCE = problem(
    "W289",
    Severity.NOTE,
    zh="有 {count} 行写于留痕开始证明数据之前：只能证明自第 {entry} 条（{at}）以来没有改动，此前的不能证明",
    en="{count} rows were written before the journal proved data: they are unchanged since entry {entry} ({at}); "
    "what happened to them before is not provable",
)
FILE_UNPROVABLE = problem(
    "W290",
    Severity.NOTE,
    zh="文件没有登记摘要（系统升级前写成），不能证明它没有改动",
    en="no digest of the file was kept (it was written before the system did so): it is not provable",
)
NOT_COMPARED = problem(
    "W292",
    Severity.NOTE,
    zh="没有比对：它由 {others} 得出，而那里有不符之处",
    en="not compared: it follows from {others}, where there are differences",
    advice_zh="先查清那里的不符",
    advice_en="clear up the differences there first",
)
RESTS_BEHIND = problem(
    "W299",
    Severity.WARNING,
    zh="有 {count} 行只由断开处以后的条目（第 {entry} 条起）写入、改动或删除：已与这些条目比对，但它们证明不了什么",
    en="{count} rows were written, changed or removed by entries behind the break only (from {entry} on): they were "
    "compared with these entries, which prove nothing",
    advice_zh="与断开之前和之后的备份逐行比对",
    advice_en="compare them with backups from before and after the break",
)
CHANGED_BEHIND = problem(
    "W313",
    Severity.WARNING,
    zh="{key} 的 {column}：完好的第 {entry} 条写的是“{told}”，断开处以后的第 {later} 条改成“{stands}”",
    en="{column} of {key}: entry {entry}, which is sound, wrote “{told}”; entry {later}, behind the break, made it "
    "“{stands}”",
    advice_zh="请当事人或备份证实这次改动",
    advice_en="have the change confirmed by whoever made it, or by a backup",
)
REMOVED_BEHIND = problem(
    "W314",
    Severity.WARNING,
    zh="{key}：完好的第 {entry} 条写入过，断开处以后的条目删去了它。写的是：{told}",
    en="{key}: entry {entry}, which is sound, wrote it; an entry behind the break removed it. It said: {told}",
    advice_zh="请当事人或备份证实这次删除",
    advice_en="have the removal confirmed by whoever made it, or by a backup",
)
UNREADABLE_TABLE = problem(
    "W293",
    Severity.ERROR,
    zh="读不出来，不是系统所写的样子：{reason}",
    en="cannot be read as the system writes it: {reason}",
    advice_zh=_ASK_ZH,
    advice_en=_ASK_EN,
)
UNREADABLE_PROOF = problem(
    "W294",
    Severity.ERROR,
    zh="第 {entry} 条的凭据读不出来：{reason}",
    en="the proof of entry {entry} cannot be read: {reason}",
    advice_zh=_ASK_ZH,
    advice_en=_ASK_EN,
)
TURNED_BACK = problem(
    "W302",
    Severity.WARNING,
    zh="第 {entry} 条的时间（{at}）早于前一条（{before}）：时钟被拨回过，前后几条的时间不可信",
    en="entry {entry} is of {at}, before the one that it follows ({before}): the clock was set back, and the times "
    "around it cannot be relied on",
    advice_zh="查明谁在何时调过服务器时钟；对照代理和系统的日志。先后次序以编号为准",
    advice_en="find out who set the server's clock, and compare with the logs of proxy and machine; the order of the "
    "numbers holds",
)
NOT_MIGRATED = problem(
    "W295",
    Severity.ERROR,
    zh="数据库是空的，或还是旧版本的结构，不能验证",
    en="the database is empty or of an earlier version: it cannot be verified",
    advice_zh="确认 SIGAI_HOME、SIGAI_DATABASE 指向要验证的系统；升级后先运行 python -m sigai_web setup",
    advice_en="see that SIGAI_HOME and SIGAI_DATABASE name the system meant; after an upgrade first run "
    "python -m sigai_web setup",
)
NOT_SERVED = problem(
    "W291",
    Severity.ERROR,
    zh="{name} 的内容已不是当初保存的那份，系统不再提供",
    en="the content of {name} is not what was kept: the system does not hand it out",
    advice_zh="请审计员验证留痕，并从备份取回原件",
    advice_en="let the auditor verify the journal and bring the file back from a backup",
)
