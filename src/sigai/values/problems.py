"""What can be wrong with a data folder, its entities and its figures (V001 to V063)."""

from __future__ import annotations

from sigai.base.issues import Problem, Severity, problem

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


def declare(code: str, severity: Severity, zh: tuple[str, str], en: tuple[str, str]) -> Problem:
    """A problem from what is wrong and what to do, in both languages."""
    return problem(code, severity, zh=zh[0], advice_zh=zh[1], en=en[0], advice_en=en[1])


# --- the folder and its files ---------------------------------------------------------------------------------------

NO_FOLDER = declare(
    "V001",
    ERROR,
    ("找不到数据文件夹 {folder}", "请核对路径；文件夹中应有 entities.csv 和 values/"),
    ("there is no data folder {folder}", "check the path; it should hold entities.csv and values/"),
)
NOTHING_TO_READ = declare(
    "V002",
    WARNING,
    ("文件夹中没有数值文件", "请把数值表放在 values/ 下，或命名为 values.csv、values.xlsx、values.parquet"),
    (
        "the folder holds no file of figures",
        "put them under values/, or name one values.csv, values.xlsx, values.parquet",
    ),
)
BAD_DESCRIPTION = declare(
    "V003",
    ERROR,
    ("data.yaml 读不懂：{reason}", "请按 title、demonstration、note、source 四项逐行书写"),
    ("data.yaml cannot be read: {reason}", "write one line each for title, demonstration, note and source"),
)
UNKNOWN_KEY = declare(
    "V004",
    WARNING,
    ("data.yaml 中不认识“{name}”，没有读取", "可用的项目：title、demonstration、note、source"),
    ('data.yaml holds "{name}", which is not known and was not read', "it may say title, demonstration, note, source"),
)
NO_REGISTER = declare(
    "V005",
    NOTE,
    ("文件夹中没有主体名录 entities，只能读取地区和园区的数值", "要报企业数值，请放入 entities.csv"),
    (
        "the folder holds no register of entities: only figures of areas can be taken",
        "add entities.csv for enterprises",
    ),
)

# --- a row of figures -----------------------------------------------------------------------------------------------

CELL_MISSING = declare(
    "V010",
    ERROR,
    ("没有填写{role_zh}", "请补填{role_zh}"),
    ("the {role_en} is missing", "fill in the {role_en}"),
)
UNKNOWN_MEASURE = declare(
    "V011",
    ERROR,
    ("方案中没有指标项“{given}”", "请改用方案中的指标项编号或名称{hint_zh}"),
    ('the programme has no measure "{given}"', "use the id or the name of a measure of the programme{hint_en}"),
)
UNKNOWN_ENTITY = declare(
    "V012",
    ERROR,
    ("主体名录和地区中都没有“{given}”", "请核对编号，或先把它补进主体名录{hint_zh}"),
    (
        '"{given}" is neither on the register of entities nor an area',
        "check the id, or add it to the register{hint_en}",
    ),
)
REFUSED_ENTITY = declare(
    "V013",
    ERROR,
    ("主体“{given}”在名录中有错（{place_zh}），它的数值暂不读入", "请先改正名录中的这一行"),
    (
        'the entity "{given}" was refused in the register ({place_en}), so its figures wait',
        "correct its row there first",
    ),
)
AMBIGUOUS_NAME = declare(
    "V014",
    ERROR,
    ("有几个主体都叫“{given}”", "请改填统一社会信用代码或编号"),
    ('several entities are called "{given}"', "give the credit code or id instead"),
)
WRONG_SUBJECT = declare(
    "V015",
    ERROR,
    (
        "指标项“{measure}”由{wanted_zh}填报，而“{given}”是{found_zh}",
        "请填{wanted_zh}的编号，或改用{found_zh}填报的指标项",
    ),
    (
        'the measure "{measure_en}" is for each {wanted_en}, but "{given}" is of the kind {found_en}',
        "give the id of the {wanted_en}, or use a measure for each {found_en}",
    ),
)
NO_FIGURE = declare(
    "V020",
    WARNING,
    (
        "没有填数，不当作 0",
        "确实为零请填 0；没有数据可不填此行；要撤回已报的数，请填更高的修订号",
    ),
    (
        "no figure is given, which is never zero",
        "write 0 where it is zero; leave the row out else; to withdraw a figure give the row a higher revision",
    ),
)
NOT_A_NUMBER = declare(
    "V021",
    ERROR,
    ("“{given}”不是数", "请只填数字，例如 1234.5；单位写在“单位”列，说明写在“来源”列"),
    ('"{given}" is not a number', "write digits only, such as 1234.5; the unit has a column of its own"),
)
SHOWN_UNLIKE = declare(
    "V049",
    ERROR,
    (
        "这个格子存的是 {stored}，按单元格格式显示为“{given}”，分不清要报哪个数，没有读取",
        "请改单元格格式或重新填数，使显示的就是要报的数",
    ),
    (
        'the cell holds {stored}, and its number format shows "{given}": which of them is meant is unclear',
        "change the format or the number, so that the cell shows the figure that is meant",
    ),
)
TOO_LARGE = declare(
    "V022",
    ERROR,
    ("“{given}”大得不可能，整数部分超过 13 位", "请核对位数和单位（指标项单位：{unit}）"),
    (
        '"{given}" is too large to be right: more than 13 digits',
        "check the digits and the unit (the measure's: {unit})",
    ),
)
OUT_OF_RANGE = declare(
    "V023",
    ERROR,
    ("“{measure}”为 {value} {unit}，超出允许范围（{range}）", "请核对数字和单位"),
    ('"{measure_en}" is {value} {unit}, outside its range ({range})', "check the figure and its unit"),
)
ROUNDED = declare(
    "V024",
    WARNING,
    ("“{given}”换算成 {unit} 后小数超过四位，已四舍五入为 {value}", "如需更高精度，请改用更小的单位"),
    ('"{given}" has more than four decimals in {unit}; it was rounded to {value}', "use a smaller unit to keep them"),
)
VANISHED = declare(
    "V101",
    ERROR,
    (
        "“{given}”不是零，以 {unit} 计到四位小数却成了 0，没有读入",
        "请核对数字和单位；确实为零请填 0",
    ),
    (
        '"{given}" is not zero, yet in {unit} with four decimals it would count as 0; it was not taken',
        "check the figure and its unit; write 0 where it is zero",
    ),
)
MERGED_FIGURE = declare(
    "V025",
    ERROR,
    ("一个合并单元格里的数对应了几行，分不清是谁的", "请取消合并，每行各填各的数"),
    ("one merged cell holds a figure for several rows", "unmerge it and give every row its own figure"),
)
HIDDEN_FIGURE = declare(
    "V058",
    ERROR,
    ("此数在隐藏的行或列里，没有读入", "要报就取消隐藏（或清除筛选）后再放入；不报就删去"),
    (
        "the figure stands in a hidden row or column; it was not taken",
        "unhide it (or clear the filter) if it is to be reported, delete it if not",
    ),
)
UNSAVED_FORMULA = declare(
    "V026",
    ERROR,
    ("格子里是公式“{given}”，文件没有保存它算出的结果", "请用 Excel 或 WPS 打开、重新计算并保存后再放入，或直接填数"),
    (
        'the cell holds the formula "{given}" without a saved result',
        "open the file in Excel or WPS, calculate and save it again, or type the figure",
    ),
)
ERROR_CELL = declare(
    "V027",
    ERROR,
    ("格子里是错误值 {given}，不是没有填数", "请改正公式或直接填数；没有数据请清空此格"),
    (
        "the cell shows the error {given}, which is not an empty cell",
        "correct its formula, type the figure, or empty it",
    ),
)
NOTE_MARK = declare(
    "V028",
    WARNING,
    ("“{given}”中的注释标记没有当作数字，读作 {value}", "请把注释写到“来源”列或表下"),
    ('the mark of a note in "{given}" is no digit; {value} was read', "put notes under the table or into the source"),
)
SAID_MISSING = declare(
    "V029",
    NOTE,
    ("“{given}”按没有数读取，不当作 0", "确实为零请填 0"),
    ('"{given}" is read as no figure, never as zero', "write 0 where it is zero"),
)
UNKNOWN_UNIT = declare(
    "V030",
    ERROR,
    ("不认识单位“{given}”", "“{measure}”的单位是 {unit}：请把数换算成它或与它同类的单位，不要只删去单位"),
    (
        'the unit "{given}" is not known',
        '"{measure_en}" is in {unit}: convert the figure to it or to a unit of its kind; do not just drop the unit',
    ),
)
WRONG_UNIT = declare(
    "V031",
    ERROR,
    (
        "“{measure}”以 {unit} 计，“{given}”量的是另一种量（如重量与体积），不知道换算关系，没有换算",
        "请按实际关系换算成 {unit} 后再填（如水 1 吨约合 1 立方米）；只是单位写错的请改单位，指标项填错的请改指标项",
    ),
    (
        '"{measure_en}" is in {unit}; {given} measures another thing (such as weight and volume), it was not converted',
        "convert it to {unit} as you know it (a tonne of water is about 1 m3), or correct the unit or the measure",
    ),
)
UNIT_TWICE = declare(
    "V032",
    ERROR,
    ("数后面写的（或单元格显示的）单位“{given}”与表中写明的单位“{other}”不一致", "请只保留正确的一个"),
    ("the unit behind the figure, {given}, differs from the unit that the table states, {other}", "keep the right one"),
)
NO_UNIT_AS_WRITTEN = declare(
    "V063",
    WARNING,
    ("数后面的“{given}”不是单位的写法，按写明的单位 {unit} 读入", "如果是别的单位，请写清单位，例如 MWh"),
    (
        'the letters "{given}" behind the figure are no unit as written; it was read in {unit}, which is stated',
        "write the unit as it is spelled, such as MWh, if it is another one",
    ),
)
UNITS_CONTRADICT = declare(
    "V033",
    ERROR,
    ("表中对这一列写了两种单位：{given} 和 {other}", "请只保留正确的一种"),
    ("two units are stated for this column: {given} and {other}", "keep the right one only"),
)
SCALE_OPEN = declare(
    "V034",
    ERROR,
    ("“{given}”只写了倍数，“{measure}”以 {unit} 计，不知道乘的是什么单位", "请写全单位，例如 12.3万元"),
    (
        '"{given}" only scales the figure, and "{measure_en}" is in {unit}: of what, is open',
        "write the whole unit, such as 12.3万元",
    ),
)
HEAD_OTHER = declare(
    "V035",
    WARNING,
    ("“{head}”不是“{measure}”本期要报的数，没有读取", "如是要报的数，请改正表头或指标名称"),
    ('"{head}" is not the figure that "{measure_en}" wants for the period; it was not read', "correct it if it is"),
)
HEAD_UNCLEAR = declare(
    "V036",
    ERROR,
    ("“{head}”：分不清写的是“{measure}”的什么数，没有读取", "请写明本月、累计，或只写指标项名称"),
    (
        '"{head}": which figure of "{measure_en}" is meant is unclear; it was not read',
        "say whether it is of the period or since January, or write the name of the measure only",
    ),
)
HEAD_MISMATCH = declare(
    "V037",
    ERROR,
    ("“{measure}”要报{wanted_zh}的数，而写的是“{head}”，没有读取", "请填{wanted_zh}的数，或改正表头或指标名称"),
    (
        '"{measure_en}" is the figure {wanted_en}, but "{head}" is written; it was not read',
        "give the figure {wanted_en}, or correct the header or the name of the measure",
    ),
)
HEAD_PERIOD = declare(
    "V102",
    ERROR,
    ("“{head}”写的时期与此行的时期“{given}”不一致，分不清是哪一期的数", "请改正其中写错的一处"),
    ('"{head}" names another period than this row, "{given}": of which the figure is, is open', "correct one of them"),
)
COLUMNS_DIFFER = declare(
    "V038",
    ERROR,
    ("含义相同的几列“{role_zh}”在此行写的不一样，分不清以哪一列为准", "请只保留正确的一列"),
    ("the columns that all mean the {role_en} differ in this row; which holds is open", "keep the right one only"),
)
MONTHS_AS_COLUMNS = declare(
    "V039",
    NOTE,
    ("各期写在列名里（“{first}”等 {count} 列），已逐列读取", "如有一列不是一期的数，请改正列名"),
    ("the periods stand as columns ({count}, such as {first}); each was read", "rename a column that is none"),
)
MONTH_OTHER = declare(
    "V103",
    WARNING,
    ("“{head}”这一列不是所写时期的实际数，没有读取", "如是要报的数，请改正列名"),
    ('the column "{head}" does not hold the actual figures of its period; it was not read', "correct its header if so"),
)
MONTHS_LACK = declare(
    "V046",
    ERROR,
    ("各期写在列名里（“{first}”等），但缺少“{names}”列，此表没有读入", "请补上{names}列，每行写明是谁的数"),
    (
        "the periods stand as columns (such as {first}), but {names} is missing; the table was not taken",
        "add the column, so that every row says whose figure it is",
    ),
)
PART_OF_MONTH = declare(
    "V047",
    ERROR,
    (
        "时期“{given}”写到某一天或某一时刻，不知道是不是整个{frequency_zh}的数",
        "是整期的数请写成 {example}；是一天或一小时的数请先加总再报",
    ),
    (
        'the period "{given}" is a day or a moment; whether the figure is of the whole {frequency_en} is open',
        "write {example} if it is; sum up figures of days and hours first",
    ),
)
UNIT_STATED = declare(
    "V048",
    NOTE,
    ("表上写明的单位 {units} 用于没有另写单位的列：{columns}", "如不对，请在列名或“单位”列写明单位"),
    (
        "the units stated for the table, {units}, are read for {columns}",
        "write the unit into headers or a column if not",
    ),
)
UNIT_MENTIONED = declare(
    "V062",
    ERROR,
    (
        "表题、文件或工作表的名称、表注、备注、合计行、页眉页脚、填写提示、别的表或说明页写着“{given}”，"
        "“{measure}”以 {unit} 计，分不清数以哪个为单位，没有读取",
        "请在列名、“单位”列或表题写明单位，例如“单位：{given}”",
    ),
    (
        'a title, name, note, total, printed head, prompt, other table or sheet says "{given}", "{measure_en}" is in '
        "{unit}: which is meant is open",
        "write the unit into the header, a unit column or the title",
    ),
)
UNIT_LEFT_BLANK = declare(
    "V067",
    WARNING,
    (
        "此行没有写单位，按“{measure}”的单位 {unit} 读取，而“单位”列的其他行写着“{given}”",
        "如此行的数也以“{given}”为单位，请在此行的“单位”列写明，再放入一次",
    ),
    (
        'the row has no unit and was read in {unit}, the unit of "{measure_en}", while other rows say "{given}"',
        'write "{given}" into the unit column of this row if its figure is in that unit, and send the file again',
    ),
)
UNIT_BEHIND_OTHERS = declare(
    "V160",
    ERROR,
    (
        "此数没有写单位，表中别的数后面写着“{given}”，“{measure}”以 {unit} 计，分不清以哪个为单位，没有读取",
        "请在此数后面也写明单位，或在列名、“单位”列写明，数后面都不写",
    ),
    (
        'the figure has no unit, others of the table are written with "{given}", "{measure_en}" is in {unit}: '
        "which is meant is open",
        "write the unit behind this figure, too, or once into the header or a unit column",
    ),
)
UNREADABLE_PERIOD = declare(
    "V040",
    ERROR,
    ("读不懂时期“{given}”{why_zh}", "请写成 2021-06（月）、2021Q2（季）、2021H1（半年）或 2021（年）"),
    ('the period "{given}" cannot be read{why_en}', "write 2021-06, 2021Q2, 2021H1 or 2021"),
)
WRONG_FREQUENCY = declare(
    "V041",
    ERROR,
    ("“{measure}”按{frequency_zh}填报，时期却是“{given}”", "请写成 {example} 这样的时期"),
    (
        '"{measure_en}" is reported by the {frequency_en}, but the period is "{given}"',
        "write it as {example}",
    ),
)
OUTSIDE_TIME = declare(
    "V042",
    ERROR,
    ("时期“{given}”不在方案数据的时间范围 {first} 至 {last} 之内", "请核对年份"),
    ('the period "{given}" lies outside the time of the programme\'s data, {first} to {last}', "check the year"),
)
JANUARY_ALONE = declare(
    "V043",
    ERROR,
    ("“{measure}”1月不单独填报，1—2月合并报在2月", "请把 1—2 月的数填在 {example}，删去此行"),
    (
        '"{measure_en}" has no figure for January alone: January and February are reported together',
        "report it in {example}",
    ),
)
CUMULATED_FLOW = declare(
    "V044",
    ERROR,
    ("“{measure}”不是累计数，而“{given}”是1月起累计的写法", "请填 {example} 一期的数，时期写成 {example}"),
    ('"{measure_en}" does not run from January, but "{given}" does', "give the figure of {example} alone"),
)
FALLING_TOTAL = declare(
    "V045",
    WARNING,
    (
        "“{measure}”是1月至本月累计，{period} 的 {value} 却比 {earlier} 的 {before} 小",
        "请核对：是否填成了当月数，或上一期有误；确属核减请在“来源”中说明",
    ),
    (
        '"{measure_en}" runs from January, yet {value} of {period} is below {before} of {earlier}',
        "check whether the month alone was given, or the earlier figure is wrong",
    ),
)

# --- the same figure more than once ---------------------------------------------------------------------------------

SAME_TWICE = declare(
    "V050",
    NOTE,
    ("与{place_zh}是同一个数，只算一次", "可删去重复的一行"),
    ("this is the same figure as {place_en}; it counts once", "one of the two rows can go"),
)
CONFLICT = declare(
    "V051",
    ERROR,
    (
        "同一主体、指标项、时期的同一次填报有不同的数：{values}（见{places_zh}），都没有读入",
        "请留下正确的一行；确属更正请填写更高的修订号或填报时间",
    ),
    (
        "one revision holds different figures for one entity, measure and period: {values} ({places}); none was taken",
        "keep the right row; give a correction a higher revision or a report time",
    ),
)
BAD_REVISION = declare(
    "V053",
    ERROR,
    ("修订号“{given}”不是整数", "请填 1、2、3…，首次填报可不填"),
    ('the revision "{given}" is not a whole number', "write 1, 2, 3 …; a first report may leave it out"),
)
BAD_TIME = declare(
    "V054",
    WARNING,
    ("读不懂填报时间“{given}”，不能凭它分先后", "请写成 2021-07-05 或 2021-07-05 16:30"),
    ('the report time "{given}" cannot be read and orders nothing', "write 2021-07-05 or 2021-07-05 16:30"),
)
ORDER_OPEN = declare(
    "V052",
    ERROR,
    (
        "同一主体、指标项、时期有不同的数：{values}（见{places_zh}），其中有的没有填报时间或修订号，或填报时间读不懂，"
        "分不清哪个在后，都没有读入",
        "请逐行填写修订号，或把填报时间都写成 2021-07-05 16:30 这样",
    ),
    (
        "one entity, measure and period has different figures: {values} ({places}), and a report time or a revision "
        "among them is blank or cannot be read: which is the latest is open; none was taken",
        "give every row a revision, or its report time as 2021-07-05 16:30",
    ),
)
# --- figures that contradict each other -------------------------------------------------------------------------------

BROKEN_ZH = "{period}不满足“{name}”：{condition}（{figures}）"
BROKEN_EN = 'in {period} "{name_en}" does not hold: {condition} ({figures_en})'
IDENTITY_BROKEN = declare(
    "V060",
    ERROR,
    (BROKEN_ZH + "，此数没有读入", "请核对这几个数，改正后重新填报"),
    (BROKEN_EN + "; the figure was not taken", "check these figures and report them again"),
)
IDENTITY_DOUBTED = declare(
    "V061",
    WARNING,
    (BROKEN_ZH + "，已读入", "请核对；情况属实的不必改"),
    (BROKEN_EN + "; it was taken", "check it; leave it where it is true"),
)
