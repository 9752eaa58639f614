"""What can be wrong with a file before its content is looked at or its columns are matched (T101 to T139)."""

from __future__ import annotations

from sigai.base.issues import Severity, problem

EMPTY_FILE = problem(
    "T101",
    Severity.WARNING,
    zh="文件是空的",
    en="the file is empty",
    advice_zh="如需报送，请重新导出后放入；否则可删除此文件",
    advice_en="export it again if it should hold data, or remove it",
)
NOT_READABLE = problem(
    "T102",
    Severity.ERROR,
    zh="文件打不开，不是有效的 {kind} 文件（{reason}）",
    en="the file cannot be opened: it is not a valid {kind} file ({reason})",
    advice_zh="请用原软件打开后另存为 .xlsx 或 .csv，再放入",
    advice_en="open it in the program that made it, save it as .xlsx or .csv and put it back",
)
NO_HEADER = problem(
    "T103",
    Severity.ERROR,
    zh="前 30 行中找不到表头",
    en="no header row was found in the first 30 rows",
    advice_zh="请在数据上方保留一行列名，例如：{example}",
    advice_en="keep one row of column names above the data, for example: {example}",
)
BAD_ENCODING = problem(
    "T104",
    Severity.WARNING,
    zh="此行含有无法识别的字符（文件编码按 {encoding} 读取）",
    en="the row holds characters that cannot be read (the file was read as {encoding})",
    advice_zh="请核对此行，并将文件另存为 UTF-8 编码",
    advice_en="check this row and save the file as UTF-8",
)
SHORT_ROW = problem(
    "T105",
    Severity.WARNING,
    zh="此行只有 {found} 格，表头有 {expected} 格；缺的格按空白读取",
    en="the row has {found} cells where the header has {expected}; the missing ones were read as empty",
    advice_zh="请核对此行是否漏填或错列",
    advice_en="check whether cells are missing or have slipped",
)
CUT_ROW = problem(
    "T106",
    Severity.ERROR,
    zh="文件在此行中断：只有 {found} 格，表头有 {expected} 格；此行未读入",
    en="the file breaks off in this row: {found} cells where the header has {expected}; the row was not taken",
    advice_zh="文件可能没有传完，请重新导出或上传",
    advice_en="the file was probably cut in transfer: export or upload it again",
)
LONG_ROW = problem(
    "T107",
    Severity.ERROR,
    zh="此行有 {found} 格，表头只有 {expected} 格；此行未读入",
    en="the row has {found} cells where the header has {expected}; the row was not taken",
    advice_zh="数字中的千分位逗号或文字中的逗号，请用英文双引号括起来，或去掉",
    advice_en="put a text or number that contains the separator in double quotes, or take the separator out",
)
STRAY_QUOTE = problem(
    "T108",
    Severity.WARNING,
    zh="此行的双引号不成对，已按普通字符读取",
    en="the double quotes of this row do not pair; they were read as plain characters",
    advice_zh="请核对此行，去掉多余的双引号",
    advice_en="check the row and take the stray quote out",
)
NO_LAST_BREAK = problem(
    "T109",
    Severity.NOTE,
    zh="文件末尾没有换行，最后一行可能不完整",
    en="the file does not end with a line break: its last row may be cut short",
    advice_zh="请核对最后一行的数字",
    advice_en="check the figure of the last row",
)
HIDDEN_SHEET = problem(
    "T110",
    Severity.WARNING,
    zh="隐藏的工作表“{sheet}”没有读取",
    en='the hidden sheet "{sheet}" was not read',
    advice_zh="如其中有要报送的数据，请取消隐藏后再放入",
    advice_en="unhide it if its data should be taken",
)
TOO_LARGE_INSIDE = problem(
    "T111",
    Severity.ERROR,
    zh="文件解压后有 {size} MB（为压缩前后 {ratio} 倍），超过允许的大小，没有打开",
    en="unpacked, the file would be {size} MB ({ratio} times its size), more than is allowed; it was not opened",
    advice_zh="请删去图片和空白区域，或分成几个文件，或另存为 .csv",
    advice_en="delete pictures and blank areas, split it into several files, or save it as .csv",
)
FAR_CELLS = problem(
    "T112",
    Severity.WARNING,
    zh="数据区以外很远处还有单元格（直到第 {row} 行、第 {column} 列），只读到第 {last} 行",
    en="cells stand far away from the table (down to row {row}, column {column}); it was read up to row {last}",
    advice_zh="请删除数据区下方和右侧的多余行列后再放入",
    advice_en="delete the rows and columns beyond the table",
)
PASSWORD = problem(
    "T113",
    Severity.ERROR,
    zh="文件有打开密码，无法读取",
    en="the file is protected by a password and cannot be read",
    advice_zh="请去掉打开密码后再放入",
    advice_en="remove the password and put it back",
)
_MORE_ZH = "同类问题 {code} 在此文件中还有 {count} 处，未逐条列出（最后一处在第 {last} 行）"
_MORE_EN = "problem {code} occurs {count} more times in this file, not listed one by one (the last is in row {last})"
_MORE_ADVICE_ZH = "请先按已列出的各条改正，再检查一次"
_MORE_ADVICE_EN = "correct those that are listed, then check again"
MORE_ERRORS = problem(
    "T114",
    Severity.ERROR,
    zh=_MORE_ZH,
    en=_MORE_EN,
    advice_zh=_MORE_ADVICE_ZH,
    advice_en=_MORE_ADVICE_EN,
)
MORE_WARNINGS = problem(
    "T117",
    Severity.WARNING,
    zh=_MORE_ZH,
    en=_MORE_EN,
    advice_zh=_MORE_ADVICE_ZH,
    advice_en=_MORE_ADVICE_EN,
)
NOT_A_TABLE_FILE = problem(
    "T115",
    Severity.WARNING,
    zh="没有读取此文件：只读取 .csv、.xlsx、.xls、.parquet",
    en="the file was not read: only .csv, .xlsx, .xls and .parquet are",
    advice_zh="如是要报送的数据，请另存为以上格式之一",
    advice_en="save it in one of these forms if it holds data",
)
SAME_HEADER = problem(
    "T116",
    Severity.WARNING,
    zh="第 {at} 列“{name}”与第 {read} 列“{other}”含义相同，读取的是第 {read} 列",
    en='column {at}, "{name}", and column {read}, "{other}", mean the same; column {read} was read',
    advice_zh="如两列不同，请改正列名；否则可删去一列",
    advice_en="correct the name of one if they differ, or delete it",
)
MISSING_COLUMN = problem(
    "T118",
    Severity.ERROR,
    zh="缺少“{names}”列，此表没有读入",
    en="the column {names} is missing; the table was not taken",
    advice_zh="请补上这一列；表头可写：{example}{hint_zh}",
    advice_en="add it; a header may read: {example}{hint_en}",
)
UNKNOWN_COLUMN = problem(
    "T119",
    Severity.WARNING,
    zh="不认识“{name}”列，没有读取{hint_zh}",
    en='the column "{name}" is not known and was not read{hint_en}',
    advice_zh="如是要报送的内容，请改用规定的列名；否则可删去",
    advice_en="use one of the agreed names, or delete it",
)
MANY_CELLS = problem(
    "T120",
    Severity.ERROR,
    zh="各工作表从 A1 到最后一格合计超过 {most} 格，而其中绝大多数是空的，没有打开",
    en="from A1 to the last cell of each, the sheets hold more than {most} cells, nearly all of them empty; the file "
    "was not opened",
    advice_zh="请删除各表数据区下方和右侧的多余行列，删去不用的工作表，再放入",
    advice_en="delete the rows and columns beyond the tables and the sheets that are not needed, and put it back",
)
MANY_MERGED = problem(
    "T121",
    Severity.ERROR,
    zh="合并单元格（或整片的超链接）合计超过 {most} 格，文件没有打开",
    en="merged cells (or links over ranges) take more than {most} cells together; the file was not opened",
    advice_zh="请取消数据区以外的合并单元格，每行各填各的数，再放入",
    advice_en="unmerge the cells outside the table, fill in every row by itself, and put it back",
)
MANY_SHEETS = problem(
    "T122",
    Severity.ERROR,
    zh="工作簿有 {most} 张以上的工作表，没有打开",
    en="the workbook has more than {most} sheets; it was not opened",
    advice_zh="请删去不用的工作表，或分成几个文件",
    advice_en="delete the sheets that are not needed, or split it into several files",
)
MUCH_TEXT = problem(
    "T123",
    Severity.ERROR,
    zh="很长的文字在许多单元格中重复，展开后超过 {most} MB，文件没有打开",
    en="long texts are repeated in many cells: written out they would be more than {most} MB; the file was not opened",
    advice_zh="请删去重复的长文字，或分成几个文件",
    advice_en="delete the long texts that repeat, or split it into several files",
)
STRANGE_XML = problem(
    "T124",
    Severity.ERROR,
    zh="文件内部不是电子表格软件写出的样子（{reason_zh}），没有打开",
    en="inside, the file is not as spreadsheet programs write it ({reason_en}); it was not opened",
    advice_zh="请用电子表格软件打开后另存为 .xlsx，再放入",
    advice_en="open it in a spreadsheet program, save it as .xlsx and put it back",
)
LONG_LINE = problem(
    "T125",
    Severity.ERROR,
    zh="此行太长（{size} 字节，最多 {most}）；此行未读入",
    en="the row is too long ({size} bytes, {most} at most); it was not taken",
    advice_zh="请检查此行是否缺少换行，或文字过长",
    advice_en="check whether line breaks are missing, or a text is too long",
)
MANY_BLANKS = problem(
    "T126",
    Severity.ERROR,
    zh="表头有 {columns} 列，许多行却只有几格，补齐后太大，没有读取",
    en="the header has {columns} columns, and many rows only a few cells: filled up, the table is too large; it was "
    "not taken",
    advice_zh="请删去表头中多余的列，或检查各行是否缺少分隔符",
    advice_en="delete the columns that are not needed, or check whether separators are missing",
)
TOO_MUCH_WORK = problem(
    "T127",
    Severity.ERROR,
    zh="读取此文件所需的时间或内存超过允许的限度，或文件使读取中断，没有读入",
    en="reading the file takes more time or memory than is allowed, or it broke the reader; it was not taken",
    advice_zh="请用原软件打开后另存为 .xlsx，删去图片和多余的工作表，或分成几个文件",
    advice_en="open it in its program and save it as .xlsx, without pictures and needless sheets, or split it",
)
SHOWN_AS_FORMATTED = problem(
    "T130",
    Severity.NOTE,
    zh="{count} 个格子按单元格格式显示的读取，例如 {cell}：存的是 {stored}，显示并读作 {shown}",
    en="{count} cells were read as their number formats show them, such as {cell}: {stored} is stored, {shown} is read",
    advice_zh="与您看到的不一致时，请改格式或重新填数",
    advice_en="change the format or the figure where this is not what you see",
)
PASSED_COLUMNS = problem(
    "T135",
    Severity.NOTE,
    zh="这些列不是报送的数，没有读取：{names}",
    en="these columns hold no figures and were not read: {names}",
    advice_zh="如其中有要报送的内容，请改用规定的列名",
    advice_en="use one of the agreed names for what is to be read",
)
UNNAMED_COLUMN = problem(
    "T131",
    Severity.WARNING,
    zh="第 {number} 列有内容而没有列名，没有读取",
    en="column {number} holds something and has no name; it was not read",
    advice_zh="如是要报送的内容，请补上列名；否则可删去",
    advice_en="name it if it should be read, or delete it",
)
UNREAD_NOTES = problem(
    "T136",
    Severity.WARNING,
    zh="有 {count} 个格子带批注，批注没有读取，例如 {cell}：“{text}”",
    en='the notes (comments) on {count} cells were not read, such as that on {cell}: "{text}"',
    advice_zh="批注若说明了数是什么数、以什么为单位，请写进列名或另设一列；否则不必处理",
    advice_en="if a note says what a figure is, or its unit, write that into the header or a column of its own",
)
PROMPTED_UNIT = problem(
    "T139",
    Severity.NOTE,
    zh="单元格的填写提示写着单位，有提示的数按提示的单位读取，例如“{text}”",
    en='prompts at cells say a unit, and figures with one were read in it, such as "{text}"',
    advice_zh="不是这个单位的，请改正提示，或在列名写明单位",
    advice_en="correct the prompt, or write the unit into the header, where it is another one",
)
NOTED_FIGURE = problem(
    "T138",
    Severity.ERROR,
    zh="格子里是 {given}，批注写着“{note}”，分不清要报哪个数，没有读取",
    en='the cell holds {given} and its note says "{note}": which figure is meant is unclear; it was not read',
    advice_zh="请把批注里的单位写进列名或“单位”列；不是本期的数请删去，或删去批注",
    advice_en="write the unit of the note into the header or a unit column; delete another figure, or the note",
)
HIDDEN_BY_DEFAULT = problem(
    "T137",
    Severity.WARNING,
    zh="工作表设为默认隐藏行，有内容的行已经读取",
    en="the sheet hides rows by default; the rows that hold something were read",
    advice_zh="请核对读入的行是否都是要报的；不要报的行请删去",
    advice_en="check that all of them are to be reported, and delete those that are not",
)
HIDDEN_ROW = problem(
    "T132",
    Severity.ERROR,
    zh="此行是隐藏的，没有读入",
    en="the row is hidden; it was not taken",
    advice_zh="要读入就取消隐藏（或清除筛选）后再放入；不要就删去",
    advice_en="unhide it (or clear the filter) if it is to be taken, delete it if not",
)
NOT_SHOWN = problem(
    "T133",
    Severity.ERROR,
    zh="“{given}”{how_zh}，没有读入",
    en='"{given}" {how_en}; it was not taken',
    advice_zh="要报就取消删除线，或改成看得见的字色和格式；不要就删去",
    advice_en="undo the striking out, or make it visible, if it is to be taken; delete it if not",
)
TWO_NAMES = problem(
    "T134",
    Severity.NOTE,
    zh="第 {at} 列“{name}”与第 {read} 列“{other}”说的是同一事物：按第 {read} 列读取，逐行与第 {at} 列核对",
    en='column {at}, "{name}", and column {read}, "{other}", name the same thing: column {read} was read, and each row '
    "held against column {at}",
    advice_zh="如两列说的不是同一事物，请改正列名",
    advice_en="correct the name of one if they do not",
)
