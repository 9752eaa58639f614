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
BACKUP_NOWHERE = problem(
    "W349",
    Severity.ERROR,
    zh="不能在 {folder} 里写备份：没有这个文件夹，或无权写入",
    en="no backup can be written in {folder}: there is no such folder, or it may not be written",
    advice_zh="建好它，归服务的用户所有：install -d -o sigai -g sigai -m 0700 {folder}；命令用 deploy/sigai-web 运行",
    advice_en="make it, owned by the user of the service: install -d -o sigai -g sigai -m 0700 {folder}; run commands "
    "by deploy/sigai-web",
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
CHECK_FAILED = problem(
    "W331",
    Severity.ERROR,
    zh="系统检查没有通过：{check}",
    en="a check of the system fails: {check}",
    advice_zh="见 docs/operations.md“Health”一节的表",
    advice_en="see the table under Health in docs/operations.md",
)
WORKER_SILENT = problem(
    "W332",
    Severity.ERROR,
    zh="后台进程没有动静，最后一次是 {since}：不计算、不发消息",
    en="the worker is silent since {since}: nothing is calculated, no message is sent",
    advice_zh="systemctl status sigai-worker；看日志，再 systemctl restart sigai-worker",
    advice_en="systemctl status sigai-worker; read its log, then systemctl restart sigai-worker",
)
RUN_WAITING = problem(
    "W333",
    Severity.WARNING,
    zh="{count} 次计算没有完成，最早的从 {since} 等起",
    en="{count} calculations are not done, the oldest waits since {since}",
    advice_zh="看后台进程是否在运行，磁盘是否已满",
    advice_en="look whether the worker runs and the disk has room",
)
RUN_FAILED = problem(
    "W334",
    Severity.ERROR,
    zh="最近一次计算（第 {run} 次，{at}）失败",
    en="the last calculation ({run}, {at}) failed",
    advice_zh="请工作专班看“计算”页上的原因；内部错误看 journalctl -u sigai-worker",
    advice_en="let the office read why on the page of calculations; an internal fault stands in "
    "journalctl -u sigai-worker",
)
MAIL_WAITING = problem(
    "W335",
    Severity.WARNING,
    zh="站外消息没有交出：{outstanding} 条在等，一天内 {failed} 条失败",
    en="messages are not handed over: {outstanding} wait, {failed} failed within a day",
    advice_zh="核对邮件、网络回调、群机器人的设置，和到它们的网络",
    advice_en="check the settings of mail, webhook and robots of groups, and the network to them",
)
NO_BACKUP = problem(
    "W336",
    Severity.ERROR,
    zh="还没有任何备份",
    en="there is no backup yet",
    advice_zh="systemctl start sigai-backup，并启用 sigai-backup.timer",
    advice_en="systemctl start sigai-backup, and enable sigai-backup.timer",
)
BACKUP_OLD = problem(
    "W337",
    Severity.ERROR,
    zh="最近的备份是 {at}，已 {hours} 小时，超过 {most} 小时",
    en="the last backup is of {at}: {hours} hours old, more than {most}",
    advice_zh="systemctl status sigai-backup sigai-backup.timer；看日志和备份盘的空间",
    advice_en="systemctl status sigai-backup sigai-backup.timer; read its log, look for room where backups lie",
)
BACKUP_UNREADABLE = problem(
    "W338",
    Severity.ERROR,
    zh="{at} 的备份写完后读不出来，不能用于恢复",
    en="the backup of {at} could not be read after it was written: it restores nothing",
    advice_zh="换一块磁盘再备份",
    advice_en="back up again, to another disk",
)
NOT_TIDIED = problem(
    "W339",
    Severity.WARNING,
    zh="上次清理是 {at}：过期的会话、任务和文件还在",
    en="the system was last tidied at {at}: sessions, tasks and files that ended are still there",
    advice_zh="启用 sigai-tidy.timer",
    advice_en="enable sigai-tidy.timer",
)
NEVER_TIDIED = problem(
    "W348",
    Severity.WARNING,
    zh="从来没有清理过：过期的会话、任务和文件还在",
    en="the system was never tidied: sessions, tasks and files that ended are still there",
    advice_zh="systemctl start sigai-tidy，并启用 sigai-tidy.timer",
    advice_en="systemctl start sigai-tidy, and enable sigai-tidy.timer",
)
LITTLE_ROOM = problem(
    "W340",
    Severity.WARNING,
    zh="磁盘只剩 {free} MB，少于 {least} MB",
    en="only {free} MB of the disk are free, less than {least}",
    advice_zh="移走旧备份，或扩大磁盘；不要删 SIGAI_HOME 里的文件",
    advice_en="move old backups away or enlarge the disk; remove nothing in SIGAI_HOME",
)
NOT_SIGNED = problem(
    "W346",
    Severity.ERROR,
    zh="备份 {file} 没有本系统的签名：不是用这里的 SIGAI_SECRET 写的，或被改过",
    en="the backup {file} is not signed by this installation: it was not written under this "
    "SIGAI_SECRET, or was changed",
    advice_zh="设回写备份时的 SIGAI_SECRET；旧版本的备份、另一系统的备份，确信来源可靠时用 --trust {file}",
    advice_en="set the SIGAI_SECRET under which it was written; for a backup of an earlier version or of "
    "another installation whose way you are sure of, say --trust {file}",
)
STRANGE_FILE = problem(
    "W347",
    Severity.ERROR,
    zh="备份里有不该有的文件：{name}",
    en="the backup holds a file that none holds: {name}",
    advice_zh="不要使用；查它从哪里来",
    advice_en="do not use it; find out where it came from",
)
