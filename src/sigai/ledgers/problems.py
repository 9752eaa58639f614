"""What can be wrong with records of ledgers, their lives and their transitions (L001 to L069)."""

from __future__ import annotations

from sigai.base.issues import Problem, Severity, problem

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


def _declare(code: str, severity: Severity, zh: tuple[str, str], en: tuple[str, str]) -> Problem:
    return problem(code, severity, zh=zh[0], advice_zh=zh[1], en=en[0], advice_en=en[1])


UNKNOWN_LEDGER = _declare(
    "L001",
    WARNING,
    ("方案中没有台账“{given}”，此文件没有读取", "文件名应为台账编号{hint_zh}"),
    ('the programme has no ledger "{given}"; the file was not read', "name the file after a ledger{hint_en}"),
)

# --- a row of records -----------------------------------------------------------------------------------------------

NO_ID = _declare(
    "L010",
    ERROR,
    ("没有填写记录编号，此行没有读入", "请为每条记录填一个不重复的编号"),
    ("the id of the record is missing; the row was not taken", "give every record an id of its own"),
)
SAME_ID = _declare(
    "L011",
    ERROR,
    ("记录编号“{given}”已在{place_zh}出现，以先出现的为准", "请改用不同的编号，或合并成一行"),
    ('the id "{given}" stands already in {place_en}, which holds', "use another id, or make one row of the two"),
)
NUMBERS_ROWS = _declare(
    "L018",
    WARNING,
    ("“{name}”只是行的序号，每张表都从 1 开始，不能当作记录编号，没有读取", "已有的记录请另加“编号”列；新记录不用填"),
    (
        '"{name}" only numbers the rows and begins with 1 in every sheet; it is no id and was not read',
        "give known records a column of their ids; new ones need none",
    ),
)
NO_ENTITY = _declare(
    "L012",
    WARNING,
    ("没有填写主体，这条记录只按地区计数", "请填写记录所属主体的编号"),
    ("the entity is missing: the record counts by its area only", "give the id of the entity it is about"),
)
UNKNOWN_ENTITY = _declare(
    "L013",
    ERROR,
    ("主体名录中没有“{given}”", "请核对编号，或先把它补进主体名录{hint_zh}"),
    ('"{given}" is not on the register of entities', "check it, or register it first{hint_en}"),
)
UNKNOWN_AREA = _declare(
    "L014",
    ERROR,
    ("方案中没有地区“{given}”", "请填方案中的地区代码或名称{hint_zh}"),
    ('the programme has no area "{given}"', "give the code or name of an area{hint_en}"),
)
UNKNOWN_STATE = _declare(
    "L015",
    ERROR,
    ("台账没有状态“{given}”，此行没有读入", "可填：{choices_zh}"),
    ('the ledger has no state "{given}"; the row was not taken', "it may be one of: {choices_en}"),
)
NO_STATE = _declare(
    "L016",
    ERROR,
    ("没有填写状态，此行没有读入", "可填：{choices_zh}"),
    ("the state is missing; the row was not taken", "it may be one of: {choices_en}"),
)
BAD_SINCE = _declare(
    "L017",
    ERROR,
    ("进入该状态的时间“{given}”读不懂或没有填写，此行没有读入", "请写成 2021-06-30"),
    (
        'the date of its state, "{given}", is missing or cannot be read; the row was not taken',
        "write 2021-06-30",
    ),
)

# --- fields ---------------------------------------------------------------------------------------------------------

FIELD_MISSING = _declare(
    "L020",
    ERROR,
    ("必填项“{field}”没有填写", "请补填“{field}”"),
    ('the required field "{field_en}" is missing', "fill it in"),
)
NOT_A_NUMBER = _declare(
    "L021",
    ERROR,
    ("“{field}”应填数字，这里是“{given}”", "请只填数字，单位为 {unit}"),
    ('"{field_en}" is a number, but "{given}" is not', "write digits only, in {unit}"),
)
FIELD_UNIT = _declare(
    "L022",
    ERROR,
    ("“{field}”以 {unit} 计，“{given}”不能换算成它", "请换算成 {unit} 后再填"),
    ('"{field_en}" is in {unit}, and {given} cannot be converted to it', "convert it first"),
)
FIELD_RANGE = _declare(
    "L023",
    ERROR,
    ("“{field}”为 {given}，超出允许范围（{range}）", "请核对数字和单位"),
    ('"{field_en}" is {given}, outside its range ({range})', "check the number and its unit"),
)
FIELD_ROUNDED = _declare(
    "L024",
    WARNING,
    ("“{field}”的“{given}”小数超过四位，已四舍五入", "如需更高精度，请改用更小的单位"),
    ('"{given}" of "{field_en}" has more than four decimals and was rounded', "use a smaller unit to keep them"),
)
MONEY_ROUNDED = _declare(
    "L027",
    ERROR,
    ("“{field}”是金额，“{given}”以 {unit} 计多于四位小数，不能四舍五入", "请写到万分之一{unit}以内"),
    ('"{field_en}" is money: "{given}" has more than four decimals in {unit} and is not rounded', "write at most four"),
)
FIELD_FORM = _declare(
    "L025",
    ERROR,
    ("“{field}”读不懂“{given}”", "{wanted_zh}"),
    ('"{given}" of "{field_en}" cannot be read', "{wanted_en}"),
)
MERGED_NUMBER = _declare(
    "L026",
    ERROR,
    ("“{field}”的一个合并单元格对应了几行，分不清是谁的", "请取消合并，每行各填各的数"),
    ('one merged cell holds "{field_en}" of several rows', "unmerge it"),
)

# --- lives ----------------------------------------------------------------------------------------------------------

HISTORY_OF_NOBODY = _declare(
    "L030",
    ERROR,
    ("台账中没有记录“{given}”，这行经过没有读入", "请核对编号，或先改正台账中的这条记录"),
    (
        'the ledger has no record "{given}"; this row of its history was not taken',
        "check the id",
    ),
)
ENDS_BEFORE_START = _declare(
    "L031",
    ERROR,
    ("结束时间 {until} 早于开始时间 {since}，此行没有读入", "请核对两个时间"),
    ("its end, {until}, lies before its start, {since}; the row was not taken", "check both"),
)
NO_SUCH_STEP = _declare(
    "L032",
    WARNING,
    ("记录“{given}”从“{origin}”到“{to}”，台账没有规定这一步", "请核对经过是否缺了中间的状态"),
    ('the record "{given}" went from {origin_en} to {to_en}, a step the ledger does not have', "is a state left out?"),
)
AFTER_THE_PRESENT = _declare(
    "L033",
    WARNING,
    ("记录“{given}”现在的状态始于 {since}，经过里却有更晚的 {later}", "请核对两处时间；计数以台账中的现状为准"),
    (
        'the record "{given}" entered its present state on {since}, but its history has a later {later}',
        "check both dates",
    ),
)

# --- transitions ----------------------------------------------------------------------------------------------------

NO_TRANSITION = _declare(
    "L040",
    ERROR,
    ("台账“{ledger}”没有“{given}”这一步", "可办的有：{choices_zh}"),
    ('the ledger "{ledger_en}" has no step "{given}"', "there are: {choices_en}"),
)
WRONG_ROLE = _declare(
    "L041",
    ERROR,
    ("“{step}”不能由您的角色（{role}）办理", "请交由以下角色办理：{choices_en}"),
    ('"{step_en}" is not for your role ({role})', "it is for: {choices_en}"),
)
WRONG_ORIGIN = _declare(
    "L042",
    ERROR,
    ("记录现在是“{state}”，不能办理“{step}”", "“{step}”只能从以下状态办理：{choices_zh}"),
    ('the record stands in "{state_en}", from which "{step_en}" does not lead on', "it starts from: {choices_en}"),
)
REQUIRED_FOR_STEP = _declare(
    "L043",
    ERROR,
    ("办理“{step}”前要填写“{field}”", "请补填“{field}”"),
    ('"{step_en}" needs the field "{field_en}"', "fill it in"),
)
EVIDENCE_MISSING = _declare(
    "L044",
    ERROR,
    ("办理“{step}”需要材料：{evidence}", "请上传这份材料"),
    ('"{step_en}" needs a document: {evidence_en}', "attach it"),
)
CONDITION_FAILS = _declare(
    "L045",
    ERROR,
    ("不满足“{step}”的条件：{condition_zh}{taken_zh}", "请核对所填各项"),
    ('the condition of "{step_en}" does not hold: {condition_en}{taken_en}', "check what was filled in"),
)
CONDITION_OPEN = _declare(
    "L046",
    ERROR,
    ("“{step}”的条件还判断不了（{condition_zh}{taken_zh}），有内容没有填写", "请补填条件中提到的各项"),
    ('the condition of "{step_en}" ({condition_en}{taken_en}) cannot be judged yet', "fill in what it asks about"),
)
UNKNOWN_FIELD = _declare(
    "L047",
    ERROR,
    ("台账没有“{given}”这一项", "请使用台账规定的各项{hint_zh}"),
    ('the ledger has no field "{given}"', "use the fields of the ledger{hint_en}"),
)
BEFORE_PRESENT = _declare(
    "L048",
    ERROR,
    ("办理日期 {on} 早于进入现状的日期 {since}", "请核对日期"),
    ("the date {on} lies before the record entered its present state on {since}", "check the date"),
)

# --- links ----------------------------------------------------------------------------------------------------------

NO_SUCH_RECORD = _declare(
    "L050",
    ERROR,
    ("“{field}”没有找到您可以关联的记录“{given}”", "请填记录的编号或名称{hint_zh}"),
    ('no record that you may link to is called "{given}" ("{field_en}")', "give its number or name{hint_en}"),
)
LINK_UNFIT = _declare(
    "L051",
    ERROR,
    ("“{field}”不能关联到 {number}：它现在是“{state}”，或不符合关联条件", "可关联的状态：{wanted_zh}"),
    (
        '"{field_en}" cannot link to {number}: it stands in "{state_en}", or not as the field asks',
        "states that can be linked to: {wanted_en}",
    ),
)
LINK_CIRCLE = _declare(
    "L052",
    ERROR,
    ("“{field}”关联到 {given} 后，记录会绕一圈又关联到自己", "请改为关联别的记录，或先去掉对方的关联"),
    (
        'with a link to {given} ("{field_en}") the record would lead back to itself',
        "link to another record, or take the other link out first",
    ),
)
TO_BE_LINKED = _declare(
    "L053",
    WARNING,
    ("“{field}”的“{given}”没有对上，按原文保留，待关联", "请改填编号{hint_zh}"),
    ('"{given}" of "{field_en}" leads to nothing known; it stays as written, to be linked', "give an id{hint_en}"),
)
LINK_WITHDRAWN = _declare(
    "L054",
    ERROR,
    ("“{field}”不能关联到“{given}”：这条记录已经撤回", "请改为关联仍然有效的记录"),
    ('"{field_en}" cannot link to "{given}": that record was withdrawn', "link to one that stands"),
)
SAME_KEY = _declare(
    "L055",
    WARNING,
    ("不能重复：{key}。{given} 与 {others} 相同，都读入了", "请核对，登重了的撤回其中一条；在此之前它们的下一步办不了"),
    (
        "not twice: {key_en}. {given} has the same as {others}; all were taken",
        "withdraw what was entered twice: until then none of them makes a step",
    ),
)
ROWS_FOR_STEP = _declare(
    "L070",
    ERROR,
    ("办理“{step}”前“{field}”至少要有 {least} 行，现有 {there} 行", "请先在“{field}”中补上"),
    ('"{step_en}" needs {least} row(s) of "{field_en}"; there are {there}', 'add them to "{field_en}" first'),
)
ROW_BY_ROW = _declare(
    "L071",
    ERROR,
    ("“{field}”是一张表，不能当作一项来填", "请逐行新增、更正"),
    ('"{field_en}" is a table inside the record and no single field', "add and correct its rows one by one"),
)
WORKED_OUT = _declare(
    "L072",
    ERROR,
    ("“{field}”由系统算出，不能填写", "请改它所依据的内容"),
    ('"{field_en}" is computed and not written', "change what it follows from"),
)
TOO_MANY_ROWS = _declare(
    "L073",
    ERROR,
    ("“{field}”最多 {most} 行，已经满了", "请更正或划去已有的行"),
    ('"{field_en}" takes {most} rows and is full', "correct or strike rows that are there"),
)
SAME_ROW = _declare(
    "L074",
    ERROR,
    ("“{table}”第 {row} 行已有相同的{columns}", "请更正第 {row} 行，不要另加一行"),
    ('row {row} of "{table_en}" has the same {columns_en}', "correct row {row} instead of adding another"),
)
ROW_OF_NOBODY = _declare(
    "L075",
    ERROR,
    ("“{table}”中的这一行属于 {given}，没有这条记录", "请核对记录编号{hint_zh}"),
    ('this row of "{table_en}" belongs to {given}, which is no record', "check the number of the record{hint_en}"),
)
LINK_OF_ANOTHER = _declare(
    "L080",
    ERROR,
    ("“{field}”只能关联同一主体的记录，{number} 属于别的主体", "请关联本主体自己的记录；主体写错了的，先改正主体"),
    (
        '"{field_en}" links only to records of the same entity; {number} is about another one',
        "link to a record of this entity; where the entity is wrong, correct that first",
    ),
)
