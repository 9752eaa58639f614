"""A small invented plan with the usual faults, and what compiling makes of a text."""

from __future__ import annotations

from sigai.compiling.compiled import compile_documents
from sigai.compiling.result import Result
from sigai.documents.reading import document_from_text

PLAN = """关于推进甲市制造业升级的实施方案（2024—2026年）

为推进制造业升级，制定本方案。

一、总体要求

到2026年，规模以上工业企业研发投入强度达到2%以上，技术改造投资年均增长12%以上，绿色工厂达到20家。

二、重点任务

（一）推进绿色制造。围绕化工、建材、冶金、纺织五个方面，建设绿色制造体系。每年培育绿色工厂5家，到2026年累计培育绿色工厂20家。（责任单位：市工业和信息化局、市生态环境局）

（二）推进技术改造。严格执行差别电价，支持乙丙机械集团实施改造。技术改造投资年均增长9%以上。（责任单位：市工业和信息化局）

三、保障措施

（一）加强组织领导。各相关科室按月碰头。
"""


def compiled(*texts: str) -> Result:
    """The result of compiling one or several texts."""
    return Result(compile_documents([document_from_text(text, f"plan{i}") for i, text in enumerate(texts, 1)]))
