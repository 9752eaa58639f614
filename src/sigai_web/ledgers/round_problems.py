"""What can be wrong with rounds and rechecks of ledgers (W500 to W529). No Django here."""

from sigai.base import Severity, problem

NO_ROUND = problem(
    "W500",
    Severity.ERROR,
    zh="“{ledger}”现在没有适用的开放批次，不能办理“{step}”{last}",
    en="no round of “{ledger_en}” that fits is open today: “{step_en}” cannot be made{last_en}",
    advice_zh="等下一批，或请{keepers}延长、开放批次（“申报批次”页）",
    advice_en="wait for the next round, or ask {keepers_en} to extend one or open another (page “Rounds”)",
)
WHICH_ROUND = problem(
    "W501",
    Severity.ERROR,
    zh="现在开放的批次不止一个：{rounds}",
    en="more than one round is open: {rounds_en}",
    advice_zh="选择在哪一批申报",
    advice_en="choose under which one this is handed in",
)
NOT_THIS_ROUND = problem(
    "W502",
    Severity.ERROR,
    zh="不能在这一批申报：它没有开放，或不是为这类申报开的",
    en="nothing of this kind is handed in under that round now: it is not open, or is for something else",
    advice_zh="选择开放的批次：{rounds}",
    advice_en="choose one that is open: {rounds_en}",
)
NOT_WITHIN_ROUND = problem(
    "W503",
    Severity.ERROR,
    zh="办理日期 {on} 不在批次“{round}”的 {first} 至 {last} 之内",
    en="the day {on} does not lie within the round “{round}”, {first} to {last}",
    advice_zh="填写这段时间内实际报送的日期",
    advice_en="give the day on which it was really handed in",
)
QUOTA_USED_UP = problem(
    "W504",
    Severity.ERROR,
    zh="批次“{round}”的名额 {quota} 个已用完",
    en="the {quota} places of the round “{round}” are taken",
    advice_zh="由别的申报让出名额（撤回错认的），或增加名额后再办；未入选的办理未通过",
    advice_en="withdraw what was recognised by mistake, or raise the quota; the others are rejected",
)
ROUND_WAS_WITHDRAWN = problem(
    "W505",
    Severity.ERROR,
    zh="批次“{round}”已取消，不能据此认定",
    en="the round “{round}” was withdrawn: nothing is decided under it",
    advice_zh="退回或办理未通过，由申报人在下一批重新申报",
    advice_en="reject it; it can be handed in again under another round",
)
OPEN_AT_ONCE = problem(
    "W506",
    Severity.ERROR,
    zh="与批次“{round}”（{first} 至 {last}）同时开放；这个台账同一事项一次只开放一批",
    en="the round “{round}” is open then, {first} to {last}; this ledger has one round for the same thing at a time",
    advice_zh="改在它截止以后，或先关闭、取消它",
    advice_en="let this one begin after it, or close or withdraw it first",
)
ROUND_DAYS = problem(
    "W507",
    Severity.ERROR,
    zh="开始和截止日期读不懂，或截止早于开始、早于今天",
    en="the first and last day cannot be read, or the last lies before the first, or before today",
    advice_zh="按 2022-06-30 填写；截止日当天还可以申报",
    advice_en="write them as 2022-06-30; on the last day itself one can still hand in",
)
ROUND_INCOMPLETE = problem(
    "W508",
    Severity.ERROR,
    zh="“{field}”没有填写或不对",
    en="“{field_en}” is empty or wrong",
    advice_zh="{choices}",
    advice_en="{choices_en}",
)
ROUND_REASON = problem(
    "W509",
    Severity.ERROR,
    zh="没有写明理由",
    en="it is not said why",
    advice_zh="写明延长、关闭、取消或改名额的理由，申报人看得到",
    advice_en="say why: who hands in reads it",
)
ROUND_OVER = problem(
    "W510",
    Severity.ERROR,
    zh="批次“{round}”已{ended}，不能这样办",
    en="the round “{round}” was {ended_en}: this cannot be done any more",
    advice_zh="看看它现在的情况；取消了的另开一批",
    advice_en="look at how it stands now; in the place of a withdrawn one open another",
)
QUOTA_BELOW = problem(
    "W511",
    Severity.ERROR,
    zh="已认定 {used} 个，名额不能少于它",
    en="{used} places are taken: the quota cannot be less",
    advice_zh="填写不少于 {used} 的整数，不限名额则不填",
    advice_en="give a whole number of at least {used}, or none for no limit",
)
FIELD_NOTED = problem(
    "W515",
    Severity.ERROR,
    zh="“{field}”由复核记载，不能直接填写",
    en="“{field_en}” is noted by rechecks: nobody types into it",
    advice_zh="在记录页登记复核结果",
    advice_en="record the recheck on the record's page",
)
NOT_DUE_YET = problem(
    "W516",
    Severity.ERROR,
    zh="“{recheck}”现在没有到期的{opens}",
    en="“{recheck_en}” is not due now{opens_en}",
    advice_zh="到期前 {days} 天起可以登记",
    advice_en="it can be recorded from {days} days before it is due",
)
LAPSED_ALREADY = problem(
    "W517",
    Severity.ERROR,
    zh="“{recheck}”没有按期办理，{until} 后已失效，不能再登记为保持",
    en="“{recheck_en}” was not done in time: the record counts no longer since {until}, and cannot be kept",
    advice_zh="办理失效；符合条件的重新申报认定",
    advice_en="let it lapse by its step; what still fits is applied for anew",
)
PUT_RIGHT_BY = problem(
    "W518",
    Severity.ERROR,
    zh="限期整改须填写今天以后的日期和理由；失效以前只能改一次比一次晚",
    en="to be put right: give a day after today and why; it can only be put off, and not beyond what lapsed",
    advice_zh="填写整改期限和要整改什么",
    advice_en="give the day by which, and what is to be put right",
)
RECHECK_EVIDENCE = problem(
    "W519",
    Severity.ERROR,
    zh="登记复核结果缺材料“{evidence}”",
    en="the document “{evidence_en}” is missing",
    advice_zh="先在记录页上传它",
    advice_en="attach it on the record's page first",
)
NO_RECHECK_RESULT = problem(
    "W520",
    Severity.ERROR,
    zh="复核“{recheck}”没有这种结果",
    en="the recheck “{recheck_en}” has no such result",
    advice_zh="可登记：{choices}",
    advice_en="it can be: {choices_en}",
)
NOT_FOR_THIS_ROUND = problem(
    "W512",
    Severity.ERROR,
    zh="记录已经改过，不再是批次“{round}”要认定的事项",
    en="the record was changed: it is no longer what the round “{round}” is for",
    advice_zh="改回申报时的内容，或退回后在适用的批次重新申报",
    advice_en="change it back, or reject it and let it be handed in under a round that fits",
)
