"""What can be wrong with a request to the API, and with tokens. No Django here: documentation is made from it."""

from sigai.base import Severity, problem

UNREADABLE = problem(
    "W240",
    Severity.ERROR,
    zh="请求正文读不懂：{reason}",
    en="the body of the request cannot be read: {reason}",
    advice_zh="按接口文档的格式发送，编码用 UTF-8",
    advice_en="send what the API's documentation says, in UTF-8",
)
NO_TOKEN = problem(
    "W241",
    Severity.ERROR,
    zh="没有可用的令牌：未提供、写错、过期、已撤销，或账号已停用",
    en="no token that counts: missing, mistyped, expired, revoked, or its account is closed",
    advice_zh="在请求头写 Authorization: Bearer 令牌；令牌在“我的令牌”页申领",
    advice_en="send Authorization: Bearer TOKEN; tokens are issued on the page “My tokens”",
)
NOT_IN_SCOPE = problem(
    "W242",
    Severity.ERROR,
    zh="令牌没有权限范围 {scope}",
    en="the token lacks the scope {scope}",
    advice_zh="申领一个带 {scope} 的令牌",
    advice_en="issue a token with {scope}",
)
NOT_ALLOWED = problem(
    "W243",
    Severity.ERROR,
    zh="令牌的主人现在不能做这件事",
    en="the token's owner may not do this now",
    advice_zh="权限见系统的权限表；需要时请系统管理员提出、安全管理员批准角色",
    advice_en="see docs/permissions.md; the system administrator proposes roles, the security one grants them",
)
NOT_FOUND = problem(
    "W244",
    Severity.ERROR,
    zh="没有这个地址，或没有您可见的这个对象",
    en="there is no such address, or no such thing that you may see",
    advice_zh="检查地址和编号",
    advice_en="check the address and the identifier",
)
WRONG_METHOD = problem(
    "W245",
    Severity.ERROR,
    zh="这个地址不接受这种方法",
    en="this address does not take this method",
    advice_zh="可用的方法见 Allow 响应头",
    advice_en="the header Allow names the methods that it takes",
)
CONFLICT = problem(
    "W246",
    Severity.ERROR,
    zh="别人已先改动，或现在的状态不允许",
    en="somebody else changed it meanwhile, or its present state does not allow this",
    advice_zh="重新读取后再决定",
    advice_en="read it again, then decide",
)
TOO_LARGE = problem(
    "W247",
    Severity.ERROR,
    zh="请求太大",
    en="the request is too large",
    advice_zh="分成几次发送",
    advice_en="send it in parts",
)
WRONG_TYPE = problem(
    "W248",
    Severity.ERROR,
    zh="不接收这种类型的正文：{given}",
    en="a body of this type is not taken: {given}",
    advice_zh="可用：{known}",
    advice_en="taken are: {known}",
)
INVALID = problem(
    "W249",
    Severity.ERROR,
    zh="请求中有 {count} 处不对，什么也没有写入",
    en="{count} things in the request are wrong; nothing was written",
    advice_zh="按 issues 逐条改正后重发",
    advice_en="correct what issues names, then send again",
)
TOO_OFTEN = problem(
    "W250",
    Severity.ERROR,
    zh="请求太频繁：每分钟最多 {most} 次",
    en="too many requests: at most {most} a minute",
    advice_zh="等 Retry-After 所说的秒数后再发",
    advice_en="wait the seconds that Retry-After says",
)
OUR_FAULT = problem(
    "W251",
    Severity.ERROR,
    zh="系统出错，什么也没有写入",
    en="the system failed; nothing was written",
    advice_zh="稍后再试；仍不行请把时间告诉系统管理员",
    advice_en="try again later; if it stays, tell the system administrator the time",
)
NOT_AVAILABLE = problem(
    "W268",
    Severity.ERROR,
    zh="系统暂时不能用",
    en="the system is not available just now",
    advice_zh="过 Retry-After 秒再试；带 Idempotency-Key 的请求可原样重发，其他的先核对是否已写入",
    advice_en="try again after Retry-After seconds; a request with an Idempotency-Key can be sent again as it is, of "
    "others look first whether they were carried out",
)
BAD_FIELD = problem(
    "W252",
    Severity.ERROR,
    zh="{column} 不对：{reason_zh}",
    en="{column} is wrong: {reason_en}",
    advice_zh="见接口文档中该项的说明",
    advice_en="see what the API's documentation says of it",
)
ROW_TOO_SHORT = problem(
    "W296",
    Severity.ERROR,
    zh="此行只有 {found} 格，列名有 {expected} 个；缺的格不当作空格",
    en="this row has {found} cells, the first row names {expected} columns; a cell that is missing is not an empty one",
    advice_zh="补齐各格；要清空一格，写出分隔的逗号并留空",
    advice_en="write all cells; to clear one, write its comma and leave it empty",
)
ROW_TOO_LONG = problem(
    "W297",
    Severity.ERROR,
    zh="此行有 {found} 格，多于列名的 {expected} 个",
    en="this row has {found} cells, more than the {expected} columns that the first row names",
    advice_zh='带逗号的数和文字请用引号括起，如 "20,858.14"',
    advice_en='put figures and texts with commas into quotes, such as "20,858.14"',
)
NO_KEY = problem(
    "W253",
    Severity.ERROR,
    zh="缺少请求头 Idempotency-Key，或写法不对",
    en="the header Idempotency-Key is missing or not well formed",
    advice_zh="每批数据用一个新的随机值（如 UUID），重试时不变；1 至 100 个字母、数字、点、横线、下划线、冒号",
    advice_en="a new random value per batch, such as a UUID, kept on retry; 1 to 100 letters, digits, . - _ :",
)
KEY_REUSED = problem(
    "W254",
    Severity.ERROR,
    zh="这个 Idempotency-Key 已用于另一份内容",
    en="this Idempotency-Key was used with another request",
    advice_zh="新的内容用新的值",
    advice_en="use a new value for a new request",
)
TOO_MANY_ROWS = problem(
    "W255",
    Severity.ERROR,
    zh="超过 {most} 行",
    en="more than {most} rows",
    advice_zh="分成几批发送",
    advice_en="send several batches",
)
BAD_CURSOR = problem(
    "W256",
    Severity.ERROR,
    zh="游标“{given}”不是这里给出的",
    en="the cursor “{given}” was not given here",
    advice_zh="原样使用上一页的 next",
    advice_en="use the next of the page before as it is",
)
NO_RESULTS = problem(
    "W257",
    Severity.ERROR,
    zh="还没有完成的计算",
    en="no calculation has finished yet",
    advice_zh="等计算完成，或启动一次",
    advice_en="wait for a run to finish, or start one",
)
NO_TOKEN_NAME = problem(
    "W258",
    Severity.ERROR,
    zh="没有写令牌的用途",
    en="what the token is for is not said",
    advice_zh="写明用它的系统或程序，最多 60 字",
    advice_en="name the system or program that uses it, at most 60 characters",
)
NO_SCOPES = problem(
    "W259",
    Severity.ERROR,
    zh="没有选权限范围，或选了您不能用的",
    en="no scope was chosen, or one that you cannot use",
    advice_zh="至少选一项，只选需要的",
    advice_en="choose at least one, and only what is needed",
)
BAD_LIFE = problem(
    "W260",
    Severity.ERROR,
    zh="有效期应为 1 至 {most} 天",
    en="a token lasts from 1 to {most} days",
    advice_zh="改正有效期",
    advice_en="correct the number of days",
)
TOO_MANY_TOKENS = problem(
    "W261",
    Severity.ERROR,
    zh="已有 {most} 个可用的令牌",
    en="you hold {most} tokens already",
    advice_zh="先撤销不用的",
    advice_en="revoke those that are not used",
)
UNKNOWN_COLUMN = problem(
    "W262",
    Severity.ERROR,
    zh="不认识的列“{given}”",
    en="unknown column “{given}”",
    advice_zh="可用：{known}",
    advice_en="known are: {known}",
)
NOT_OWED = problem(
    "W263",
    Severity.ERROR,
    zh="您没有 {entity} 在 {period} 的“{measure}”要填报",
    en="you do not report {measure} of {entity} for {period}",
    advice_zh="主体、指标项和期间见 /duties 和 /sheets；期间未结束的还不能填",
    advice_en="see /duties and /sheets for what is owed; a period that has not ended cannot be reported yet",
)
SEVERAL_FORMS = problem(
    "W264",
    Severity.ERROR,
    zh="“{measure}”在几张报表中：{forms}",
    en="{measure} is on several forms: {forms}",
    advice_zh="在 form 列写明报表",
    advice_en="name the form in the column form",
)
SAME_CELL_TWICE = problem(
    "W265",
    Severity.ERROR,
    zh="与第 {other} 行是同一个数值",
    en="row {other} gives the same figure",
    advice_zh="只留一行",
    advice_en="keep one of them",
)
DRAFT_OF_ANOTHER = problem(
    "W266",
    Severity.ERROR,
    zh="{by} 已填了“{text}”（版本 {version}），没有覆盖",
    en="{by} filled in “{text}” (version {version}); it was not overwritten",
    advice_zh="核对后仍要覆盖的，在 seen 列写版本 {version}",
    advice_en="look at it; to overwrite it all the same, give {version} in the column seen",
)
TOO_MANY_SHEETS = problem(
    "W267",
    Severity.ERROR,
    zh="涉及 {count} 张报表，一次至多 {most} 张",
    en="the rows belong to {count} sheets; at most {most} at once",
    advice_zh="按期间分几批发送，别人才不用久等",
    advice_en="send several batches, by period: others wait while one is written",
)
