"""What can be wrong with records and their documents on the web (W150 to W199). No Django here."""

from sigai.base import Severity, problem

OUT_OF_REACH = problem(
    "W150",
    Severity.ERROR,
    zh="这样填写后，记录不属于您的单位、地区或企业",
    en="with these entries the record does not belong to your unit, area or enterprise",
    advice_zh="主体、地区或责任单位中至少一项须在您的范围内",
    advice_en="its entity, its area or a responsible unit must lie within your reach",
)
REASON_NEEDED = problem(
    "W151",
    Severity.ERROR,
    zh="“{fields}”是已办事项的依据，修改须说明理由",
    en="steps already made rest on “{fields_en}”: changing it needs a reason",
    advice_zh="填写“修改理由”",
    advice_en="fill in the reason",
)
SETTLED_EMPTY = problem(
    "W152",
    Severity.ERROR,
    zh="“{field}”是已办事项的依据，不能清空",
    en="steps already made rest on “{field_en}”: it cannot be emptied",
    advice_zh="填写正确的内容",
    advice_en="fill in what is right",
)
BAD_DAY = problem(
    "W153",
    Severity.ERROR,
    zh="办理日期“{given}”读不懂，或晚于今天",
    en="the day “{given}” cannot be read, or lies in the future",
    advice_zh="填写今天或以前的日期，如 2022-10-12",
    advice_en="give today or an earlier day, such as 2022-10-12",
)
NOT_ASKED = problem(
    "W154",
    Severity.ERROR,
    zh="办理“{step}”时不能同时修改“{field}”",
    en="“{step_en}” does not take “{field_en}” along",
    advice_zh="先在记录上修改，再办理",
    advice_en="edit the record first, then make the step",
)
UNKNOWN_EVIDENCE = problem(
    "W155",
    Severity.ERROR,
    zh="台账没有规定材料“{given}”",
    en="the ledger names no document “{given}”",
    advice_zh="选择台账列出的材料，或“其他材料”",
    advice_en="choose one that the ledger names, or “other”",
)
EVIDENCE_BOUND = problem(
    "W156",
    Severity.ERROR,
    zh="材料“{name}”是已办事项的依据，不能移除",
    en="a step already made rests on “{name}”: it cannot be removed",
    advice_zh="另行上传更正后的材料",
    advice_en="attach the corrected document beside it",
)
NAME_TOO_LONG = problem(
    "W157",
    Severity.ERROR,
    zh="名称有 {length} 个字，最多 {most} 个",
    en="the name has {length} characters, at most {most} are kept",
    advice_zh="缩短名称，其余写在说明里",
    advice_en="shorten it, and write the rest into a text field",
)
SHEET_EMPTY = problem(
    "W160",
    Severity.ERROR,
    zh="文件里没有记录",
    en="the file holds no records",
    advice_zh="在模板中从第二行起每行填一条记录",
    advice_en="fill in one record a row, from the second row of the template on",
)
SHEET_TOO_LONG = problem(
    "W161",
    Severity.ERROR,
    zh="一次最多导入 {most} 条记录，文件中有 {rows} 条",
    en="at most {most} records at once; the file holds {rows}",
    advice_zh="分成几个文件",
    advice_en="split the file",
)
SHEET_STRANGER = problem(
    "W162",
    Severity.ERROR,
    zh="台账中没有您可以修改的记录“{given}”",
    en="the ledger has no record “{given}” that you may change",
    advice_zh="新记录不填编号；已有记录请从导出的文件中取编号",
    advice_en="leave the number of a new record empty; take those of existing ones from an export",
)
SHEET_STATE = problem(
    "W163",
    Severity.ERROR,
    zh="记录现在是“{state}”，状态和时间不能在表格中修改",
    en="the record stands in “{state_en}”; its state and the day of it are not changed in a sheet",
    advice_zh="恢复原状态，在记录页面上办理",
    advice_en="restore it, and make the step on the record's page",
)
SHEET_START = problem(
    "W164",
    Severity.ERROR,
    zh="您不能在表格中登记“{state}”状态的新记录",
    en="you cannot enter new records in the state “{state_en}” by a sheet",
    advice_zh="可登记：{choices_zh}；须附材料的请在页面上登记",
    advice_en="you can enter: {choices_en}; what needs documents is entered on its page",
)
