"""What can stand between content and what was decided about it (P130 to P139)."""

from __future__ import annotations

from sigai.base.issues import Severity, problem

CONTENT_MOVED = problem(
    "P130",
    Severity.ERROR,
    zh="第 {number} 号决定改过“{where}”，方案内容里现在写的是 {found}：既不是决定前的 {before}，也不是决定后的 {after}",
    en="decision {number} changed “{where}”, and the content now says {found} there: neither {before}, as before it, "
    "nor {after}, as decided",
    advice_zh="把内容这一处改成二者之一（网站的 decisions export 写出带决定的内容）；要用新的，先在网上撤销该决定",
    advice_en="write one of the two there (the site's decisions export writes the content with them); "
    "to use the new content, have the decision lifted on the site first",
)
PLACE_GONE = problem(
    "P131",
    Severity.ERROR,
    zh="第 {number} 号决定改过“{where}”，方案内容里已没有这一处",
    en="decision {number} changed “{where}”, which the content does not have any more",
    advice_zh="把这一处放回内容里；确要去掉的，先在网上撤销该决定",
    advice_en="put it back into the content; to leave it out, have the decision lifted on the site first",
)
PLACES_OVERLAP = problem(
    "P132",
    Severity.ERROR,
    zh="“{where}”和“{other}”互相包含，不能分别决定",
    en="“{where}” and “{other}” lie one within the other and cannot be decided apart",
    advice_zh="先撤销前一项决定，或按前一项决定的范围提出",
    advice_en="have the earlier decision lifted, or ask for the whole that it was about",
)
FOLDER_TAKEN = problem(
    "P133",
    Severity.ERROR,
    zh="{folder} 里已有内容，不能写入",
    en="{folder} holds something already and is not written to",
    advice_zh="换一个空的文件夹",
    advice_en="name an empty folder",
)
CONTENT_REPLACED = problem(
    "P134",
    Severity.ERROR,
    zh="系统运行时方案文件夹 {folder} 被换过，决定不能并入两份内容",
    en="the programme's folder {folder} was replaced while the system ran; a decision fits into one content only",
    advice_zh="重新启动系统，让各进程都用新的内容；也可以先放回原来的内容",
    advice_en="start the system again, so that all of it uses the new content, or put the old content back",
)
