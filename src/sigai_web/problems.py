"""What can be wrong with settings and uploads. No Django here: documentation is made from it."""

from sigai.base import Severity, problem

NO_SECRET = problem(
    "W001",
    Severity.ERROR,
    zh="没有设置 SIGAI_SECRET，或不足 50 个字符",
    en="SIGAI_SECRET is not set, or shorter than 50 characters",
    advice_zh="设置一个随机的长文本，例如 python -m sigai_web secret 打印的那个",
    advice_en="set a long random text, such as python -m sigai_web secret prints",
)
POOR_SECRET = problem(
    "W311",
    Severity.ERROR,
    zh="SIGAI_SECRET 不像随机文本：字符种类太少，或反复重复",
    en="SIGAI_SECRET is not random: it has few different characters, or repeats itself",
    advice_zh="用 python -m sigai_web secret 打印的那个",
    advice_en="take what python -m sigai_web secret prints",
)
ANY_HOST = problem(
    "W312",
    Severity.ERROR,
    zh="正式运行时 SIGAI_HOSTS 不能含“{given}”：谁都可以用任意域名冒充本系统",
    en="in production SIGAI_HOSTS cannot hold “{given}”: anybody could pass for this system under any name",
    advice_zh="写明系统的域名，例如 SIGAI_HOSTS=sigai.example.gov.cn",
    advice_en="name the system's own hosts, for example SIGAI_HOSTS=sigai.example.gov.cn",
)
SECOND_SETUP = problem(
    "W044",
    Severity.ERROR,
    zh="已有一个 setup 在运行",
    en="another set-up is running",
    advice_zh="等它结束，再运行一次",
    advice_en="wait until it ends, then run it again",
)
UNKNOWN_SETTING = problem(
    "W040",
    Severity.ERROR,
    zh="没有 {name} 这个设置{near_zh}：写错的设置不起作用",
    en="there is no setting {name}{near_en}: one that is mistyped does nothing",
    advice_zh="改正或删去；全部设置见 docs/operations.md",
    advice_en="correct or remove it; docs/operations.md lists all settings",
)
NOT_A_SWITCH = problem(
    "W041",
    Severity.ERROR,
    zh="{name} 应为 on 或 off，而不是“{given}”",
    en="{name} is on or off, not “{given}”",
    advice_zh="改正 {name}",
    advice_en="correct {name}",
)
NOT_A_HOST = problem(
    "W042",
    Severity.ERROR,
    zh="SIGAI_HOSTS 中的“{given}”不是域名：不要写协议、端口、路径，多个之间用英文逗号",
    en="“{given}” in SIGAI_HOSTS is no host's name: leave out scheme, port and path, part several by commas",
    advice_zh="例如 SIGAI_HOSTS=sigai.example.gov.cn",
    advice_en="for example SIGAI_HOSTS=sigai.example.gov.cn",
)
HOME_UNUSABLE = problem(
    "W043",
    Severity.ERROR,
    zh="不能在 SIGAI_HOME（{home}）里写：{reason}",
    en="nothing can be written in SIGAI_HOME ({home}): {reason}",
    advice_zh="建好这个目录，归服务的用户所有：install -d -o sigai -g sigai -m 0700；命令用 deploy/sigai-web 运行",
    advice_en="make the folder, owned by the user of the service: install -d -o sigai -g sigai -m 0700; run commands "
    "by deploy/sigai-web",
)
DEBUG_IN_PRODUCTION = problem(
    "W002",
    Severity.ERROR,
    zh="正式运行时不能打开 SIGAI_DEBUG",
    en="SIGAI_DEBUG cannot be on in production",
    advice_zh="去掉 SIGAI_DEBUG",
    advice_en="remove SIGAI_DEBUG",
)
NO_HOSTS = problem(
    "W003",
    Severity.ERROR,
    zh="正式运行时须用 SIGAI_HOSTS 列出系统的域名",
    en="production needs SIGAI_HOSTS: the names under which the system is reached",
    advice_zh="例如 SIGAI_HOSTS=sigai.example.gov.cn",
    advice_en="for example SIGAI_HOSTS=sigai.example.gov.cn",
)
UNNAMED_DATABASE = problem(
    "W039",
    Severity.ERROR,
    zh="正式运行时须用 SIGAI_DATABASE 写明数据库：没写明时不会悄悄改用另一个空库",
    en="production needs SIGAI_DATABASE: without it commands would work on another, empty database",
    advice_zh="例如 postgresql://sigai:密码@主机/sigai；只用一个文件的：sqlite:///{file}",
    advice_en="for example postgresql://sigai:PASSWORD@HOST/sigai; with one file only: sqlite:///{file}",
)
UNKNOWN_MODE = problem(
    "W004",
    Severity.ERROR,
    zh="SIGAI_MODE 应为 demonstration 或 production，而不是“{given}”",
    en="SIGAI_MODE is demonstration or production, not “{given}”",
    advice_zh="改正 SIGAI_MODE",
    advice_en="correct SIGAI_MODE",
)
UNREADABLE_DATABASE = problem(
    "W005",
    Severity.ERROR,
    zh="SIGAI_DATABASE 看不懂：应为 sqlite:///文件 或 postgresql://用户@主机/库名",
    en="SIGAI_DATABASE cannot be read: it is sqlite:///FILE or postgresql://USER@HOST/NAME",
    advice_zh="改正 SIGAI_DATABASE",
    advice_en="correct SIGAI_DATABASE",
)
DEMONSTRATION_ACCOUNTS = problem(
    "W006",
    Severity.ERROR,
    zh="数据库里有 {count} 个演示账号，正式系统不能带着它们启动",
    en="the database holds {count} demonstration accounts; production does not start with them",
    advice_zh="用新的数据库；确是误开的，运行 python -m sigai_web remove-demonstration-accounts 删除它们",
    advice_en="use a new database; where they were opened by mistake, "
    "python -m sigai_web remove-demonstration-accounts takes them away",
)
DEMONSTRATION_DATA = problem(
    "W007",
    Severity.ERROR,
    zh="数据库里是演示数据，正式系统不能用它启动",
    en="the database holds demonstration data; production does not start with it",
    advice_zh="正式系统使用新的数据库",
    advice_en="use a new database for production",
)
NOT_A_NUMBER = problem(
    "W008",
    Severity.ERROR,
    zh="{name} 应为不小于 0 的整数，而不是“{given}”",
    en="{name} is a whole number from 0 on, not “{given}”",
    advice_zh="改正 {name}",
    advice_en="correct {name}",
)
TODAY_IN_PRODUCTION = problem(
    "W009",
    Severity.ERROR,
    zh="正式运行时不能用 SIGAI_TODAY 改变日期",
    en="production does not let SIGAI_TODAY change the date",
    advice_zh="去掉 SIGAI_TODAY",
    advice_en="remove SIGAI_TODAY",
)
UNREADABLE_DAY = problem(
    "W011",
    Severity.ERROR,
    zh="SIGAI_TODAY 应为日期，如 2022-10-12，而不是“{given}”",
    en="SIGAI_TODAY is a date such as 2022-10-12, not “{given}”",
    advice_zh="改正 SIGAI_TODAY",
    advice_en="correct SIGAI_TODAY",
)
UNREADABLE_ADDRESS = problem(
    "W012",
    Severity.ERROR,
    zh="{name} 看不懂：应为 {form}",
    en="{name} cannot be read: it is {form}",
    advice_zh="改正 {name}",
    advice_en="correct {name}",
)
NO_SUCH_FILE = problem(
    "W013",
    Severity.ERROR,
    zh="{name} 所指的文件不存在：{file}",
    en="the file that {name} names is not there: {file}",
    advice_zh="改正 {name}，或去掉它",
    advice_en="correct {name}, or leave it out",
)
NO_MODE = problem(
    "W014",
    Severity.ERROR,
    zh="没有说明是演示还是正式运行：SIGAI_MODE 未设置",
    en="SIGAI_MODE is not set: is this the demonstration or production?",
    advice_zh="正式运行用 SIGAI_MODE=production；演示用 SIGAI_MODE=demonstration（make demo 自己会设）",
    advice_en="set SIGAI_MODE=production, or SIGAI_MODE=demonstration for the demonstration (make demo sets it)",
)
REAL_DATABASE = problem(
    "W015",
    Severity.ERROR,
    zh="这是正式系统的数据库（{reason_zh}），演示不能在它上面设置或运行；什么都没有改动",
    en="this is the database of a production system ({reason}); the demonstration is neither set up nor run on it; "
    "nothing was changed",
    advice_zh="正式系统：SIGAI_MODE=production；演示：用另一个 SIGAI_HOME 和 SIGAI_DATABASE",
    advice_en="for production set SIGAI_MODE=production; for a demonstration use another SIGAI_HOME and SIGAI_DATABASE",
)
DATA_IN_PRODUCTION = problem(
    "W016",
    Severity.ERROR,
    zh="--data 只用于演示，什么都没有做",
    en="--data is for the demonstration; nothing was done",
    advice_zh="去掉 --data；起步数据用 starting-data 提出；要演示的，设 SIGAI_MODE=demonstration 并另用数据库",
    advice_en="leave --data out: production takes starting data by starting-data, which the office confirms; for a "
    "demonstration set SIGAI_MODE=demonstration and use a database of its own",
)
FOR_PRODUCTION = problem(
    "W017",
    Severity.ERROR,
    zh="只有正式系统才这样做",
    en="this is done in production only",
    advice_zh="设 SIGAI_MODE=production；演示系统不要了就删掉它的 SIGAI_HOME",
    advice_en="set SIGAI_MODE=production; a demonstration that is no longer wanted is removed with its SIGAI_HOME",
)
TRIGGERS_DROPPABLE = problem(
    "W018",
    Severity.WARNING,
    zh="系统所用的数据库账号是数据表的属主，能关掉防止改动的触发器",
    en="the system works as a database role that owns the tables: it could take away the triggers that refuse changes",
    advice_zh="按 deploy/postgresql.sql 用两个账号：属主只用于 setup 和 restore，系统用另一个",
    advice_en="use two roles as in deploy/postgresql.sql: the owner for setup and restore, another one for the system",
)
NOT_OWNER = problem(
    "W019",
    Severity.ERROR,
    zh="这个数据库账号不能建表、改表，不能用来设置系统；什么都没有改动",
    en="this role of the database may not make or change tables: it cannot set the system up; nothing was changed",
    advice_zh="设置时让 SIGAI_DATABASE 用属主账号（deploy/postgresql.sql 中的 sigai_owner）",
    advice_en="for set-up let SIGAI_DATABASE name the owner (sigai_owner in deploy/postgresql.sql)",
)
STORE_NOT_EMPTY = problem(
    "W010",
    Severity.ERROR,
    zh="数据库里已有数值或台账记录，整批导入只用于空的数据库",
    en="the database holds figures or records already; a whole import is for an empty one",
    advice_zh="换一个空的数据库，或在页面上逐项填报",
    advice_en="use an empty database, or report on the pages",
)
TEXT_TOO_LONG = problem(
    "W037",
    Severity.ERROR,
    zh="“{column}”列有 {count} 行的文字太长：最长的有 {length} 个字符，最多 {most} 个",
    en="{count} rows hold too long a text under “{column}”: the longest has {length} characters, at most {most}",
    advice_zh="缩短后再导入",
    advice_en="shorten them and import again",
)
ID_TOO_LONG = problem(
    "W038",
    Severity.ERROR,
    zh="方案内容中{kind_zh}的编号“{given}”太长：最多 {most} 个字符",
    en="the id “{given}” of {kind_en} in the programme's content is too long: at most {most} characters are kept",
    advice_zh="在内容文件中缩短编号，以及所有引用它的地方",
    advice_en="shorten it in the content, and wherever it is referred to",
)
NOT_READABLE = problem(
    "W020",
    Severity.ERROR,
    zh="文件无法按 CSV 读取：{reason}",
    en="the file cannot be read as CSV: {reason}",
    advice_zh="另存为 CSV UTF-8 再上传",
    advice_en="save it as CSV UTF-8 and upload again",
)
MISSING_COLUMN = problem(
    "W021",
    Severity.ERROR,
    zh="缺少列 {column}",
    en="column {column} is missing",
    advice_zh="第一行应为：username,name,email,role,scope",
    advice_en="the first line is: username,name,email,role,scope",
)
ROLE_GIVES_NOTHING = problem(
    "W521",
    Severity.WARNING,
    zh="{count} 个账号的角色（{roles}）已不起作用：方案内容中已没有这个角色，或代表担任者的记录已不在规定状态",
    en="{count} accounts have roles ({roles}) that give nothing: the content knows them no longer, or the record that "
    "stands for their holder has left the states that it must be in",
    advice_zh="由安全管理员在“角色与安全”收回，或在 roles.yaml 中恢复该角色、把记录办回规定状态",
    advice_en="let the security administrator revoke them, or bring the role back in roles.yaml, the record into its "
    "state",
)
NO_NAME = problem(
    "W028",
    Severity.ERROR,
    zh="没有写姓名，或姓名太长",
    en="there is no name, or it is too long",
    advice_zh="填写 name 列",
    advice_en="fill in the column name",
)
UPLOAD_MISSING = problem(
    "W030",
    Severity.ERROR,
    zh="没有选择文件",
    en="no file was chosen",
    advice_zh="选择文件后再上传",
    advice_en="choose a file, then upload",
)
UPLOAD_WRONG_KIND = problem(
    "W031",
    Severity.ERROR,
    zh="文件不是可接收的类型（{kind}），或内容与扩展名不符",
    en="the file is not of a kind that is taken ({kind}), or is not what its ending says",
    advice_zh="可上传：{allowed}；别的格式（如 .ods、.et）的表格，用 Excel 或 WPS 另存为 .xlsx 再上传",
    advice_en="taken are: {allowed}; save a table of another kind (such as .ods) as .xlsx first",
)
UPLOAD_EMPTY = problem(
    "W032",
    Severity.ERROR,
    zh="文件是空的",
    en="the file is empty",
    advice_zh="检查文件后再上传",
    advice_en="look at the file, then upload again",
)
UPLOAD_TOO_LARGE = problem(
    "W033",
    Severity.ERROR,
    zh="文件太大，或解压后大得不正常",
    en="the file is too large, or unpacks to more than it should",
    advice_zh="一次最多 {largest} MB；压缩图片或拆分文件",
    advice_en="at most {largest} MB; make pictures smaller or split the file",
)
UPLOAD_MACROS = problem(
    "W034",
    Severity.ERROR,
    zh="文件含有宏、控件、外部链接或嵌入对象，不能接收",
    en="the file holds macros, controls, external links or embedded objects and is not taken",
    advice_zh="另存为不含宏的 .xlsx 或 .docx 再上传",
    advice_en="save it as a plain .xlsx or .docx and upload again",
)
UPLOAD_TOO_MUCH = problem(
    "W035",
    Severity.ERROR,
    zh="读取文件所需的时间或内存超过允许的限度，没有接收",
    en="reading the file takes more time or memory than is allowed; it was not taken",
    advice_zh="用原软件打开，删去图片、空白区域和多余的工作表，另存为 .xlsx 再上传；或分成几个文件",
    advice_en="open it in its program, delete pictures, blank areas and needless sheets, save it as .xlsx and upload "
    "again; or split it",
)
UPLOADS_WAITING = problem(
    "W036",
    Severity.ERROR,
    zh="同时上传的文件太多，这一份还没有读取",
    en="too many files are being uploaded at once; this one was not read",
    advice_zh="过一分钟再上传",
    advice_en="upload it again in a minute",
)
TOO_MANY_EXPORTS = problem(
    "W300",
    Severity.ERROR,
    zh="一小时内已下载 {most} 个文件，这一份没有给出",
    en="{most} files were taken within an hour; this one is not handed out",
    advice_zh="过一小时再下载；要的是全部数据时，用一次导出代替逐个下载",
    advice_en="come again in an hour; where all data are wanted, one export replaces many",
)
NO_SUCH_ACCOUNT = problem(
    "W307",
    Severity.ERROR,
    zh="没有账号“{user}”",
    en="there is no account “{user}”",
    advice_zh="三员的用户名：{known}",
    advice_en="the administrators are called: {known}",
)
SHORT_KEY = problem(
    "W341",
    Severity.ERROR,
    zh="{name} 不足 {least} 个字符",
    en="{name} is not set, or shorter than {least} characters",
    advice_zh="用 python -m sigai_web secret 打印的那个",
    advice_en="take what python -m sigai_web secret prints",
)
UNKNOWN_OPTION = problem(
    "W342",
    Severity.ERROR,
    zh="SIGAI_DATABASE 问号后面的“{given}”不可用",
    en="SIGAI_DATABASE demands “{given}”, which is not known",
    advice_zh="可用：{allowed}",
    advice_en="known are: {allowed}",
)
NO_DATABASE = problem(
    "W343",
    Severity.ERROR,
    zh="连不上数据库：{reason}",
    en="the database cannot be reached: {reason}",
    advice_zh="看 PostgreSQL 是否在运行，SIGAI_DATABASE 的主机、账号、密码、sslmode 对不对",
    advice_en="look whether PostgreSQL runs, and whether host, user, password and sslmode of SIGAI_DATABASE are right",
)
NOT_SET_UP = problem(
    "W344",
    Severity.ERROR,
    zh="数据库还没有建好或升级：缺 {step}",
    en="the database is not set up, or not upgraded: {step} is missing",
    advice_zh="先运行 python -m sigai_web setup",
    advice_en="run python -m sigai_web setup first",
)
NEWER_SCHEMA = problem(
    "W345",
    Severity.ERROR,
    zh="数据库由更新的版本写成：这里的版本不认识 {step}",
    en="the database was written by a newer version: this one does not know {step}",
    advice_zh="装回较新的版本；要退回旧版本，恢复升级前的备份",
    advice_en="install the newer version again; to go back, restore the backup from before the upgrade",
)
DISK_FULL = problem(
    "W330",
    Severity.ERROR,
    zh="服务器磁盘已满，没有写入",
    en="the server's disk is full; nothing was written",
    advice_zh="告诉系统管理员腾出空间（docs/operations.md“磁盘”），腾出后再来一次；读取不受影响",
    advice_en="tell whoever runs the system to make room (docs/operations.md, disk), then do it again; "
    "reading works on",
)
