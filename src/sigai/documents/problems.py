"""What can be wrong with a plan file, and the limits that keep a hostile one from doing harm."""

from __future__ import annotations

from sigai.base.issues import Severity, problem

MOST_BYTES = 64 * 2**20
"""The largest file that is opened at all."""
MOST_CHARACTERS = 10_000_000
"""The most characters of content that a document may hold; the longest real plans have about 200,000."""
MOST_UNPACKED = 256 * 2**20
"""The most bytes that a packed file (.docx) may unpack to."""
MOST_RATIO = 200
"""How many times its size one packed entry may grow, once it is larger than `RATIO_FROM`."""
RATIO_FROM = 4 * 2**20
MOST_ENTRIES = 5_000
"""The most entries of a packed file."""
MOST_EMBEDDED = 20
"""The most documents that a Word file may embed as they were (altChunk); of more than these the rest is not read."""
MOST_EMBEDDED_BYTES = 4 * 2**20
"""The largest of them."""
MOST_PAGES = 3_000
"""The most pages of a PDF."""
MOST_MARKS = 4_000_000
"""The most tags and attributes of one XML entry of a packed file: each becomes a node in memory, however short."""

SCANNED = problem(
    "D003",
    Severity.ERROR,
    zh="{file} 是没有文字层的扫描件（{pages} 页），读不出文字",
    en="{file} is a scan without a text layer ({pages} pages): there is no text to read",
    advice_zh="先用文字识别（OCR）软件转换成带文字层的 PDF 或 .docx，再校对一遍",
    advice_en="run it through OCR into a PDF with a text layer or a .docx, proof-read, and give that",
)
ENCRYPTED = problem(
    "D004",
    Severity.ERROR,
    zh="{file} 已加密，没有密码打不开",
    en="{file} is encrypted and cannot be opened without its password",
    advice_zh="用原软件打开，另存为不加密的文件",
    advice_en="open it in its own program and save it without a password",
)
DAMAGED = problem(
    "D005",
    Severity.ERROR,
    zh="{file} 已损坏或不完整，按 {kind} 读不出来",
    en="{file} is damaged or incomplete: it cannot be read as {kind}",
    advice_zh="重新下载或重新另存一份",
    advice_en="download it again, or save it afresh",
)
NOT_A_PLAN = problem(
    "D006",
    Severity.ERROR,
    zh="{file} 不是方案文件，而是{found}",
    en="{file} is not a plan document but {found_en}",
    advice_zh="给出 .docx、.pdf、.html 或 .txt 文件；旧式 .doc、.wps 请另存为 .docx",
    advice_en="give a .docx, .pdf, .html or .txt file; save old .doc and .wps files as .docx",
)
EMPTY = problem(
    "D007",
    Severity.ERROR,
    zh="{file} 里没有文字",
    en="{file} holds no text",
    advice_zh="检查是不是拿错了文件",
    advice_en="check that it is the right file",
)
TOO_LARGE = problem(
    "D008",
    Severity.ERROR,
    zh="{file} 太大：{size}，上限 {limit}",
    en="{file} is too large: {size}, the limit is {limit}",
    advice_zh="只留下方案正文和附件，分成几个文件",
    advice_en="keep the plan and its annexes only, or split the file",
)
PACKED_BOMB = problem(
    "D009",
    Severity.ERROR,
    zh="{file} 解压后大得反常（{detail}），没有打开",
    en="{file} unpacks to an abnormal size ({detail}) and was not opened",
    advice_zh="文件可能被人做了手脚；用原软件打开，另存一份",
    advice_en="the file may have been tampered with; open it in its own program and save it afresh",
)
TOO_MUCH_WORK = problem(
    "D011",
    Severity.ERROR,
    zh="读取 {file} 所需的时间或内存超过允许的限度，或文件使读取中断，没有读入",
    en="reading {file} takes more time or memory than is allowed, or it broke the reader; it was not read",
    advice_zh="文件可能被人做了手脚；用原软件打开，另存一份，或只留下方案正文和附件",
    advice_en="the file may have been tampered with: open it in its own program and save it afresh, or keep the plan "
    "and its annexes only",
)
PAGES_WITHOUT_TEXT = problem(
    "D010",
    Severity.WARNING,
    zh="{file} 的第 {pages} 页没有文字（可能是图片），这几页没有读",
    en="{file}: pages {pages} hold no text (they may be pictures) and were not read",
    advice_zh="用文字识别（OCR）补上这几页，或确认它们是空白页",
    advice_en="add these pages by OCR, or make sure that they are blank",
)
PARTS_UNREAD = problem(
    "D012",
    Severity.WARNING,
    zh="{file} 里有 {count} 处嵌入的对象没有读（{parts}）：里面的文字和数字不在结果里",
    en="{file} embeds {count} objects that were not read ({parts}): what they say is missing from the result",
    advice_zh="在 Word 里打开，把这些内容作为文字或表格粘贴到正文后再读一次",
    advice_en="open it in Word, paste what they show as text or tables into the body, and read it again",
)
FRACTIONS = problem(
    "D013",
    Severity.WARNING,
    zh="{file} 里有写成分数的数（{shown}），没有当作数值读取",
    en="{file} holds figures written as fractions ({shown}); they were not read as figures",
    advice_zh="核对这些句子：是目标的，改写成小数或百分数后再读一次，或自己补上",
    advice_en="check these sentences: where one is a target, write it as a decimal or a percentage and read the file "
    "again, or add the target yourself",
)
UNSEEN = problem(
    "D014",
    Severity.WARNING,
    zh="{file} 里有 {count} 处看不见或划掉的文字没有读（{shown}）",
    en="{file} holds {count} pieces of text that are hidden or struck out; they were not read ({shown})",
    advice_zh="核对原件：应当算数的，去掉隐藏、白色、过小的字号或删除线后再读一次",
    advice_en="check the original: where such text should count, show it (no hidden, white or tiny letters, no line "
    "through it) and read the file again",
)
POWERS = problem(
    "D015",
    Severity.WARNING,
    zh="{file} 里有写成乘方的数（{shown}），没有当作数值读取",
    en="{file} holds figures written as powers ({shown}); they were not read as figures",
    advice_zh="核对这些句子：是目标的，用“万”“亿”改写后再读一次，或自己补上",
    advice_en="check these sentences: where one is a target, write it with 万 or 亿 and read the file again, or add "
    "the target yourself",
)
