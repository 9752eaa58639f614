"""What can be wrong with calculations and bulletins. No Django here: documentation is made from it."""

from sigai.base import Severity, problem

SECOND_WORKER = problem(
    "W220",
    Severity.ERROR,
    zh="已有一个后台进程在运行",
    en="a worker is running already",
    advice_zh="每套系统只运行一个 worker；先停掉另一个",
    advice_en="an installation runs one worker: stop the other first",
)
NO_RESULTS = problem(
    "W221",
    Severity.ERROR,
    zh="还没有完成过计算，没有可发布、可写出的结果",
    en="no calculation is finished yet: there is nothing to publish or to write",
    advice_zh="先启动计算，完成后再来",
    advice_en="start a calculation and come back when it is done",
)
NUMBER_TAKEN = problem(
    "W222",
    Severity.ERROR,
    zh="{year} 年第 {number} 号通报已经发布过",
    en="bulletin {number} of {year} is published already",
    advice_zh="用下一个号；已发布的通报不能改",
    advice_en="take the next number; a published bulletin stays as it is",
)
BAD_NUMBER = problem(
    "W223",
    Severity.ERROR,
    zh="通报号应为 1 至 999 的整数，而不是“{given}”",
    en="a bulletin's number is a whole number from 1 to 999, not “{given}”",
    advice_zh="改正通报号",
    advice_en="correct the number",
)
NOT_A_MONTH = problem(
    "W224",
    Severity.ERROR,
    zh="“{given}”不是方案期内的月份",
    en="“{given}” is not a month of the programme",
    advice_zh="写成 2022-09 这样，不早于方案开始，不晚于 {last}",
    advice_en="write it as 2022-09, not before the programme's start, not after {last}",
)
OTHER_DATA = problem(
    "W225",
    Severity.ERROR,
    zh="数据库里已取不出第 {run} 次计算所用的数据",
    en="the store no longer gives the data that calculation {run} was made from",
    advice_zh="重新计算，完成后再写出",
    advice_en="calculate again and write that one",
)
