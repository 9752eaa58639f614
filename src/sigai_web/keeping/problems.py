"""What can be wrong when the system is kept: backup, restore, upgrade. No Django here."""

from sigai.base import Severity, problem

NOT_FOR_PRODUCTION = problem(
    "W270",
    Severity.ERROR,
    zh="只有演示系统才能这样做",
    en="only a demonstration can do this",
    advice_zh="正式系统里每人用自己的账号、邀请和身份验证器",
    advice_en="in production everybody has an account, an invitation and an authenticator of their own",
)
BACKUP_EXISTS = problem(
    "W271",
    Severity.ERROR,
    zh="文件 {file} 已经有了，备份不覆盖任何文件",
    en="the file {file} is there already; a backup overwrites nothing",
    advice_zh="换一个文件名，例如带上日期",
    advice_en="choose another name, for example with the date in it",
)
BACKUP_INSIDE = problem(
    "W272",
    Severity.ERROR,
    zh="备份文件 {file} 不能放在系统自己的文件夹里：以后的备份会把它也包进去",
    en="the backup {file} cannot lie in the system's own folder: later backups would contain it",
    advice_zh="放到 SIGAI_HOME 以外，最好是另一台机器的磁盘",
    advice_en="put it outside SIGAI_HOME, best on another machine's disk",
)
NO_TOOL = problem(
    "W273",
    Severity.ERROR,
    zh="找不到 {tool}，没有它不能备份或恢复 PostgreSQL",
    en="{tool} is not found; without it PostgreSQL cannot be backed up or restored",
    advice_zh="安装与服务器同版本的 postgresql-client",
    advice_en="install the postgresql-client of the server's version",
)
TOOL_FAILED = problem(
    "W274",
    Severity.ERROR,
    zh="{tool} 没有成功：{reason}",
    en="{tool} did not succeed: {reason}",
    advice_zh="常见原因：客户端比服务器旧，或账号没有权限",
    advice_en="often the client is older than the server, or the account lacks a right",
)
NOT_A_BACKUP = problem(
    "W275",
    Severity.ERROR,
    zh="{file} 不是完整的备份：{reason}",
    en="{file} is not a whole backup: {reason}",
    advice_zh="用另一份备份；什么都没有恢复",
    advice_en="use another one; nothing was restored",
)
NOT_EMPTY = problem(
    "W276",
    Severity.ERROR,
    zh="{where} 里已有内容，恢复只用于空的系统",
    en="{where} holds something already; a restore is for an empty system",
    advice_zh="把 SIGAI_HOME 和 SIGAI_DATABASE 指向空的文件夹和空的数据库",
    advice_en="let SIGAI_HOME and SIGAI_DATABASE name an empty folder and an empty database",
)
OTHER_DATABASE = problem(
    "W277",
    Severity.ERROR,
    zh="备份来自 {given}，而这里的数据库是 {here}",
    en="the backup was made from {given}, and the database here is {here}",
    advice_zh="把 SIGAI_DATABASE 改成同一种数据库",
    advice_en="let SIGAI_DATABASE name a database of the same kind",
)
NEWER_BACKUP = problem(
    "W278",
    Severity.ERROR,
    zh="备份由更新的版本（{version}）写成，这里的版本不认识 {step}",
    en="the backup was written by a newer version ({version}); this one does not know {step}",
    advice_zh="先升级，再恢复",
    advice_en="upgrade first, then restore",
)
JOURNAL_BROKEN = problem(
    "W279",
    Severity.ERROR,
    zh="恢复后的留痕不完整（{fault}，第 {entry} 条）",
    en="the restored journal is broken ({fault}, entry {entry})",
    advice_zh="不要使用这个系统；用更早的备份恢复到另一个空文件夹，请审计员比对",
    advice_en="do not use this system; restore an earlier backup elsewhere and let the auditor compare",
)
DATA_FORGED = problem(
    "W269",
    Severity.ERROR,
    zh="恢复后的数据与留痕不符",
    en="the restored data are not what their journal says",
    advice_zh="不要使用这个系统；用更早的备份恢复到另一个空文件夹，请审计员比对",
    advice_en="do not use this system; restore an earlier backup elsewhere and let the auditor compare",
)
