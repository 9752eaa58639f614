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
RELIED_ON_EMPTY = problem(
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
    zh="办理日期“{given}”读不懂，或晚于今天，或早得不合理",
    en="the day “{given}” cannot be read, lies in the future, or earlier than can be",
    advice_zh="填写今天或以前的日期，如 2022-10-12，不早于 {first} 年",
    advice_en="give today or an earlier day, such as 2022-10-12, not before {first}",
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
SHARE_USED_UP = problem(
    "W308",
    Severity.ERROR,
    zh="一人一天最多上传 {most} MB 材料，今天的已用完",
    en="one person sends at most {most} MB of documents a day; today's share is used up",
    advice_zh="压缩图片和扫描件，或明天再传",
    advice_en="make pictures and scans smaller, or send the rest tomorrow",
)
EVIDENCE_STANDS = problem(
    "W309",
    Severity.ERROR,
    zh="“{name}”还没有移除，不能抹掉",
    en="“{name}” was not removed: it cannot be erased",
    advice_zh="先移除，再由工作专班抹掉内容；已作为流转依据的不能移除",
    advice_en="remove it first, then the office erases it; what a step rests on cannot be removed",
)
ERASE_REASON = problem(
    "W310",
    Severity.ERROR,
    zh="没有写明为什么抹掉",
    en="it is not said why it is erased",
    advice_zh="写明理由，如“误传了身份证照片”；理由记入留痕",
    advice_en="give the reason, such as “a photograph of an identity card, sent by mistake”; the journal keeps it",
)
RECORD_WITHDRAWN = problem(
    "W170",
    Severity.ERROR,
    zh="“{number}”已经撤回，不能再改",
    en="{number} was withdrawn: it cannot be changed any more",
    advice_zh="撤回不能取消；撤错了的，打开它的页面，点“按它重新登记一条”；在接口里新登记一条",
    advice_en="a withdrawal is not undone: by mistake, “enter it anew” on its page, or a new record by the API",
)
WITHDRAWAL_REASON = problem(
    "W171",
    Severity.ERROR,
    zh="没有写撤回的理由，或不同意的意见",
    en="the reason of the withdrawal, or of declining it, is missing",
    advice_zh="写一句话，让后来的人知道为什么",
    advice_en="write a sentence, so that whoever comes later knows why",
)
WITHDRAWAL_PENDING = problem(
    "W172",
    Severity.ERROR,
    zh="“{number}”已经申请撤回，等待决定",
    en="{number} is asked to be withdrawn already; that waits for a decision",
    advice_zh="请另一位审核员或专班决定",
    advice_en="another approver or the office decides",
)
NO_WITHDRAWAL = problem(
    "W173",
    Severity.ERROR,
    zh="没有人申请撤回“{number}”，或已经决定",
    en="nobody asks that {number} be withdrawn, or it was decided",
    advice_zh="刷新页面，看看别人是否已经办理",
    advice_en="reload the page: somebody may have dealt with it",
)
OWN_WITHDRAWAL = problem(
    "W174",
    Severity.ERROR,
    zh="撤回“{number}”是您自己申请的，不能由您决定",
    en="you asked yourself that {number} be withdrawn; somebody else decides",
    advice_zh="请本单位、本地区或专班的另一位办理",
    advice_en="ask another approver of the unit or area, or another member of the office",
)
FIELD_SETTLED = problem(
    "W180",
    Severity.ERROR,
    zh="“{field}”已由“{step}”定下，不能直接修改",
    en="“{field_en}” was settled by “{step_en}” and is not edited",
    advice_zh="确有错误的，由能办这一步的{roles}写明理由、附上依据申请更正，另一位或专班决定",
    advice_en="where it is wrong, one who makes that step ({roles_en}) asks for a correction with reason and document; "
    "another one or the office decides",
)
NOT_YOUR_FIELD = problem(
    "W181",
    Severity.ERROR,
    zh="“{field}”由{roles}填写",
    en="“{field_en}” is filled in by: {roles_en}",
    advice_zh="请他们填写；有不同意见的，附上材料说明",
    advice_en="ask them to; where you disagree, attach a document that says so",
)
FIELD_TOO_EARLY = problem(
    "W182",
    Severity.ERROR,
    zh="“{field}”到“{state}”以后才填写",
    en="“{field_en}” is filled in from “{state_en}” on",
    advice_zh="先办理到这一状态",
    advice_en="lead the record there first",
)
FIELD_TOO_LATE = problem(
    "W183",
    Severity.ERROR,
    zh="办理“{step}”以后，“{field}”不再修改",
    en="“{field_en}” is not changed any more after “{step_en}”",
    advice_zh="恢复原来的内容",
    advice_en="leave it as it is",
)
CORRECTION_REASON = problem(
    "W184",
    Severity.ERROR,
    zh="没有写更正的理由，或不同意的意见",
    en="the reason of the correction, or of declining it, is missing",
    advice_zh="写明哪里错了、依据是什么",
    advice_en="say what is wrong, and how that is known",
)
CORRECTION_DOCUMENT = problem(
    "W185",
    Severity.ERROR,
    zh="更正没有附依据",
    en="the correction comes without a document",
    advice_zh="附上更正所依据的文件，如更正公告、复核结论",
    advice_en="attach what it rests on, such as the corrected announcement",
)
CORRECTION_PENDING = problem(
    "W186",
    Severity.ERROR,
    zh="“{number}”已经有一项更正在等待决定",
    en="a correction of {number} waits for a decision already",
    advice_zh="请另一位或专班先决定那一项",
    advice_en="another one or the office decides that first",
)
NO_CORRECTION = problem(
    "W187",
    Severity.ERROR,
    zh="没有人申请更正“{number}”，或已经决定",
    en="nobody asks that {number} be corrected, or it was decided",
    advice_zh="刷新页面，看看别人是否已经办理",
    advice_en="reload the page: somebody may have dealt with it",
)
OWN_CORRECTION = problem(
    "W188",
    Severity.ERROR,
    zh="“{number}”的更正是您自己申请的，不能由您决定",
    en="you asked yourself that {number} be corrected; somebody else decides",
    advice_zh="请能办这一步的另一位，或专班办理",
    advice_en="ask another one who makes that step, or the office",
)
NOTHING_CORRECTED = problem(
    "W189",
    Severity.ERROR,
    zh="更正没有改动任何内容",
    en="the correction changes nothing",
    advice_zh="填写更正后的内容",
    advice_en="write what is right",
)
NOT_SETTLED = problem(
    "W190",
    Severity.ERROR,
    zh="“{field}”还没有定下，不用更正",
    en="“{field_en}” is not settled: it needs no correction",
    advice_zh="直接修改",
    advice_en="edit it",
)
NOT_YOUR_CORRECTION = problem(
    "W191",
    Severity.ERROR,
    zh="“{field}”由“{step}”定下，只有能办这一步的{roles}可以申请更正",
    en="“{field_en}” was settled by “{step_en}”: only who makes that step ({roles_en}) asks for its correction",
    advice_zh="请他们申请；附上材料说明哪里不对",
    advice_en="ask them to; attach a document that says what is wrong",
)
NOT_YOUR_DOCUMENT = problem(
    "W192",
    Severity.ERROR,
    zh="材料“{name}”不是您或本单位的人上传的，不能移除",
    en="“{name}” was attached by another organisation: it is not yours to remove",
    advice_zh="请上传它的单位移除；有不同意见的，另附材料说明",
    advice_en="ask them to remove it; where you disagree, attach a document that says so",
)
KEY_HELD = problem(
    "W193",
    Severity.ERROR,
    zh="不能重复：{key}。已有 {held}",
    en="not twice: {key_en}. There is {held_en}",
    advice_zh="请核对是不是同一件事；登重了的请撤回其中一条",
    advice_en="is it the same thing? if it was entered twice, withdraw one of them",
)
TOO_MANY_STEPS = problem(
    "W194",
    Severity.ERROR,
    zh="一次最多办理 {most} 条，选了 {chosen} 条",
    en="at most {most} records at once; {chosen} were chosen",
    advice_zh="用筛选分成几批办理",
    advice_en="narrow the list and take them in parts",
)
NOTHING_CHOSEN = problem(
    "W195",
    Severity.ERROR,
    zh="没有选中任何记录",
    en="no record was chosen",
    advice_zh="在要办理的记录前打勾",
    advice_en="tick the records that shall make the step",
)
NOT_YOUR_STEP = problem(
    "W196",
    Severity.ERROR,
    zh="这条记录不由您办理“{step}”",
    en="“{step_en}” of this record is not yours to make",
    advice_zh="由台账规定的角色办理：{roles}",
    advice_en="it is made by: {roles_en}",
)
CHANGED_MEANWHILE = problem(
    "W197",
    Severity.ERROR,
    zh="这条记录刚被别人改过或办过",
    en="somebody has just changed this record, or led it on",
    advice_zh="看过现状再办",
    advice_en="look at how it stands now",
)
NONE_STEPPED = problem(
    "W198",
    Severity.ERROR,
    zh="{refused} 条不能办理，按您的选择一条也没有办",
    en="{refused} records cannot make the step; none made it, as you chose",
    advice_zh="取消这些记录的勾选，或选“能办的先办”",
    advice_en="leave these out, or choose to make the step with those that can",
)
ROW_CHANGED_SINCE = problem(
    "W522",
    Severity.ERROR,
    zh="“{field}”第 {row} 行在申请更正之后又改过",
    en="row {row} of “{field_en}” was changed since its correction was asked for",
    advice_zh="不同意这次申请，看清现在的内容后重新申请",
    advice_en="decline this request, look at the row as it is now, and ask anew",
)
ROWS_SEALED = problem(
    "W320",
    Severity.ERROR,
    zh="记录到过“{state}”以后，“{field}”只增加、不改也不划去已有的行",
    en="once the record has been in “{state_en}”, rows of “{field_en}” are added, never changed or struck",
    advice_zh="请由办理这一步的角色申请更正（理由、依据，另一人决定），或新增一行说明",
    advice_en="let whoever makes that step ask for a correction, with reason and document, which another one decides; "
    "or add a row that says so",
)
NOT_YOUR_COLUMN = problem(
    "W321",
    Severity.ERROR,
    zh="“{field}”由{roles}填写",
    en="“{field_en}” is filled in by: {roles_en}",
    advice_zh="请他们填写",
    advice_en="ask them to",
)
ROW_OF_OTHERS = problem(
    "W322",
    Severity.ERROR,
    zh="这一行的“{field}”已由{roles}填写，不能划去",
    en="others ({roles_en}) have filled in “{field_en}” of this row: it is not yours to strike",
    advice_zh="请他们处理",
    advice_en="ask them to",
)
NO_SUCH_ROW = problem(
    "W323",
    Severity.ERROR,
    zh="“{field}”没有第 {row} 行",
    en="“{field_en}” has no row {row}",
    advice_zh="请重新打开记录页核对",
    advice_en="open the record's page again",
)
ROW_IS_STRUCK = problem(
    "W324",
    Severity.ERROR,
    zh="“{field}”第 {row} 行已划去，不能再改",
    en="row {row} of “{field_en}” was struck and stays as it is",
    advice_zh="请新增一行",
    advice_en="add another row",
)
ROW_REASON_NEEDED = problem(
    "W325",
    Severity.ERROR,
    zh="更正、划去已有的内容要写理由",
    en="what stood there is corrected or struck with a reason only",
    advice_zh="请写明理由",
    advice_en="say why",
)
COMMENT_LENGTH = problem(
    "W326",
    Severity.ERROR,
    zh="留言要有内容，最多 {most} 字（现有 {length} 字）",
    en="a comment says something in at most {most} characters (it has {length})",
    advice_zh="写短一些，或另附材料",
    advice_en="write it shorter, or attach a document",
)
