"""What can be wrong with decisions on the programme (W450 to W469). No Django here."""

from __future__ import annotations

from sigai.base import Severity, problem

DECISION_WHY = problem(
    "W450",
    Severity.ERROR,
    zh="没有写为什么这样决定",
    en="it is not said why",
    advice_zh="写一句话：依据什么、为什么",
    advice_en="say in a sentence what it rests on",
)
DECISION_DOCUMENT = problem(
    "W451",
    Severity.ERROR,
    zh="没有写依据的文件",
    en="the document that it rests on is not named",
    advice_zh="写文号和标题，如“某工改办〔2022〕3号 关于分解下达……目标的通知”；会议决定的，写会议纪要",
    advice_en="give its number and title, or the minutes of the meeting",
)
NOT_GIVEN = problem(
    "W452",
    Severity.ERROR,
    zh="“{column_zh}”没有填写或不合要求：{given}",
    en="“{column}” is not given, or cannot be: {given}",
    advice_zh="{hint_zh}",
    advice_en="{hint}",
)
NO_SUBJECT = problem(
    "W453",
    Severity.ERROR,
    zh="方案里没有“{given}”，不能就它作决定",
    en="the programme has no “{given}” to decide about",
    advice_zh="从列表中选择；刷新页面可看到现在的方案",
    advice_en="choose one of the list; reload the page to see the programme as it is now",
)
NOTHING_CHANGES = problem(
    "W454",
    Severity.ERROR,
    zh="方案里已经是这样，没有什么要决定的",
    en="the programme says so already: there is nothing to decide",
    advice_zh="核对填写的数；要看现在的内容，见本页上方",
    advice_en="check what was filled in; what holds now stands above",
)
DECISION_WAITS = problem(
    "W455",
    Severity.ERROR,
    zh="同样的决定已经提出（第 {number} 件），等待决定",
    en="the same was asked already (request {number}) and waits",
    advice_zh="请工作专班的另一位决定",
    advice_en="another member of the office decides",
)
DECISION_MADE = problem(
    "W456",
    Severity.ERROR,
    zh="第 {number} 件已经决定",
    en="request {number} was decided already",
    advice_zh="刷新页面，看看是怎么决定的",
    advice_en="reload the page to see how",
)
OWN_DECISION = problem(
    "W457",
    Severity.ERROR,
    zh="第 {number} 件是您自己提出的，不能由您决定",
    en="you asked for {number} yourself; somebody else decides",
    advice_zh="请工作专班的另一位办理",
    advice_en="ask another member of the office",
)
DECISION_DECLINE_WHY = problem(
    "W458",
    Severity.ERROR,
    zh="没有写不同意的意见",
    en="the reason of declining it is missing",
    advice_zh="写一句话，让提出的人知道怎么改",
    advice_en="write a sentence, so that whoever asked knows what to do",
)
PLACE_CHANGED = problem(
    "W459",
    Severity.ERROR,
    zh="提出之后，“{where}”已由别的决定或新的方案内容改过",
    en="“{where}” was changed since by another decision, or by new content",
    advice_zh="不同意这一件，按现在的内容重新提出",
    advice_en="decline it and ask anew on what stands now",
)
NOT_TRIED = problem(
    "W460",
    Severity.ERROR,
    zh="还没有按现在的方案试算，不能同意",
    en="it was not tried on the programme as it is now, and cannot be granted yet",
    advice_zh="已安排试算；算完后刷新页面，看过改变哪些结果再决定",
    advice_en="a trial was asked for; reload the page once it is done, look which results change, then decide",
)
TRIAL_FAILED = problem(
    "W461",
    Severity.ERROR,
    zh="试算没有成功，不能同意：{fault}",
    en="the trial failed, so it cannot be granted: {fault}",
    advice_zh="不同意这一件；按试算指出的问题改正后重新提出",
    advice_en="decline it; mend what the trial says and ask anew",
)
NOTHING_TO_LIFT = problem(
    "W462",
    Severity.ERROR,
    zh="第 {number} 号决定现在不起作用，没有什么可撤销",
    en="decision {number} is not in force any more: there is nothing to lift",
    advice_zh="刷新页面；要撤销的是后来改过同一处的决定",
    advice_en="reload the page; what changed the same place later is what can be lifted",
)
DECISION_OTHERS = problem(
    "W463",
    Severity.ERROR,
    zh="办理期间又有了别的决定，没有写入",
    en="something else was decided meanwhile; nothing was written",
    advice_zh="刷新页面再看一遍，再决定",
    advice_en="reload the page, look again, then decide",
)
