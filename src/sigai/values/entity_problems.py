"""What can be wrong with the register of entities in a data folder."""

from __future__ import annotations

from sigai.values.problems import ERROR, NOTE, WARNING, declare

NO_ID = declare(
    "V070",
    ERROR,
    ("没有填写主体编号，此行没有读入", "企业填 18 位统一社会信用代码"),
    ("the id is missing; the row was not taken", "an enterprise's id is its 18-character credit code"),
)
CREDIT_CODE_FORM = declare(
    "V071",
    ERROR,
    ("“{given}”不是统一社会信用代码：{reason_zh}", "请按营业执照核对 18 位代码（字母中没有 I、O、S、V、Z）"),
    ('"{given}" is no unified social credit code: {reason_en}', "copy all 18 characters from the business licence"),
)
CODE_AS_NUMBER = declare(
    "V106",
    ERROR,
    (
        "“{given}”是被电子表格变成数的代码，末几位已经丢失，此行没有读入",
        "请把这一列的格式设为“文本”，按营业执照重新填写 18 位代码",
    ),
    (
        '"{given}" is a code that a spreadsheet turned into a number: its last digits are lost; the row was not taken',
        "format the column as text and enter all 18 characters again",
    ),
)
CHECK_DIGIT = declare(
    "V072",
    ERROR,
    ("统一社会信用代码“{given}”的校验码不对：前 17 位无误时，末位应为 {right}", "请按营业执照逐位核对"),
    ('the check digit of "{given}" is wrong: if the first 17 are right, it is {right}', "compare it with the licence"),
)
ENTITY_TWICE = declare(
    "V073",
    ERROR,
    ("主体编号“{given}”已在{place_zh}出现，内容不同，以先出现的为准", "请合并成一行"),
    ('the id "{given}" stands already in {place_en} with other content, which holds', "make one row of the two"),
)
ENTITY_REPEATED = declare(
    "V074",
    NOTE,
    ("与{place_zh}完全相同，只算一次", "可删去重复的一行"),
    ("this is the same as {place_en}; it counts once", "one of the two rows can go"),
)
UNKNOWN_KIND = declare(
    "V075",
    ERROR,
    ("不认识主体类型“{given}”，此行没有读入", "可填：{known}"),
    ('the kind "{given}" is not known; the row was not taken', "write one of {known}"),
)
UNKNOWN_AREA = declare(
    "V076",
    ERROR,
    ("方案中没有地区“{given}”，此行没有读入", "请填方案中的县（区）或园区代码{hint_zh}"),
    ('the programme has no area "{given}"; the row was not taken', "give the code of a county or park{hint_en}"),
)
UNKNOWN_PARK = declare(
    "V077",
    WARNING,
    ("方案中没有园区“{given}”，园区按未填处理", "请填方案中的园区代码{hint_zh}"),
    ('the programme has no park "{given}"; it counts as not given', "give the code of a park{hint_en}"),
)
INDUSTRY_FORM = declare(
    "V078",
    WARNING,
    ("“{given}”不是国民经济行业分类代码，行业按未填处理", "请写成门类字母加 2 至 4 位数字，例如 C3240{hint_zh}"),
    ('"{given}" is no code of GB/T 4754; the industry counts as not given', "write it as C3240{hint_en}"),
)
INDUSTRY_LETTER = declare(
    "V079",
    WARNING,
    ("行业代码“{given}”缺门类字母，按 {right} 读取", "请写成 {right}"),
    ('the industry "{given}" lacks its letter; it was read as {right}', "write {right}"),
)
INDUSTRY_ZERO = declare(
    "V107",
    WARNING,
    ("行业代码“{given}”可能丢了开头的 0（{zero}），也可能是 {whole}，行业按未填处理", "请写全：{zero} 或 {whole}"),
    (
        'the industry "{given}" may have lost its zero ({zero}) or be {whole}; it counts as not given',
        "write {zero} or {whole}",
    ),
)
BAD_MONTH = declare(
    "V080",
    WARNING,
    ("读不懂{role_zh}“{given}”，按未填处理", "请写成 2020-01"),
    ('the {role_en} "{given}" cannot be read; it counts as not given', "write 2020-01"),
)
ENDS_BEFORE_START = declare(
    "V081",
    WARNING,
    ("结束时间 {until} 早于开始时间 {start}", "请核对两个时间"),
    ("its end, {until}, lies before its start, {start}", "check both"),
)
NOT_ACTIVE = declare(
    "V108",
    WARNING,
    (
        "“{entity}”在 {period} 不在经营期内（{active_zh}），这个数已读入，但不计入任何指标",
        "请核对期别；主体仍在经营的，请改名录中的开始、结束时间或关闭记录",
    ),
    (
        '"{entity}" is not active in {period} ({active}): the figure was read and counts nowhere',
        "check the period; where the entity still works, correct its beginning, end or closing on the register",
    ),
)
NO_AREA = declare(
    "V082",
    WARNING,
    ("没有填写地区，它的数值不计入任何县（区）", "请填县（区）或园区代码"),
    ("the area is missing: its figures count in no county", "give the code of its county or park"),
)
OTHER_PLACE = declare(
    "V109",
    ERROR,
    (
        "“{head}”写的是“{given}”，而名录中“{entity}”在{place}，分不清是谁的数，没有读取",
        "请核对主体和地区；主体已迁移的，请先改名录中的地区",
    ),
    (
        '"{head}" says "{given}", but on the register "{entity}" lies in {place_en}: whose figure it is, is open',
        "check who is meant and where; correct the area on the register where the entity has moved",
    ),
)
AREA_TOTAL = declare(
    "V141",
    ERROR,
    (
        "同一表里还有企业等的“{measure}”，分不清“{given}”的数是自己报的，还是它们的合计，没有读取",
        "确是{found_zh}报的数，请与企业的数分表放入，或删去不该由企业报的行",
    ),
    (
        'the table gives "{measure_en}" of enterprises, too: whether "{given}" reports its own or their total, is open',
        "put the figures of each {found_en} into a table of their own, or delete the rows of others",
    ),
)
