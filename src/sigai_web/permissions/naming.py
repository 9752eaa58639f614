"""What the fields of a form that is given back are called, and what the codes in them stand for."""

from __future__ import annotations

import re

from sigai_web import programme
from sigai_web.language import choose, language

_WORDS = {
    "about": ("关于", "About"),
    "above_scale_since": ("上规月份", "Above scale since"),
    "active": ("是否在营", "Active"),
    "active_from": ("开业月份", "Active from"),
    "area": ("地区", "Area"),
    "as_of": ("月份", "Month"),
    "code": ("验证码", "Code"),
    "comment": ("意见", "Comment"),
    "days": ("天数", "Days"),
    "digest": ("摘要", "Digest"),
    "distinct": ("并非同一家", "Not the same one"),
    "document": ("文件", "Document"),
    "email": ("电子邮件", "E-mail"),
    "entity": ("主体", "Entity"),
    "evidence": ("材料", "Document"),
    "excel": ("表格", "Workbook"),
    "fact": ("属性", "Fact"),
    "file": ("文件", "File"),
    "first": ("首行", "First row"),
    "first_day": ("开始日", "First day"),
    "form": ("报表", "Form"),
    "given": ("关联到", "Linked to"),
    "heads": ("表头行", "Row of heads"),
    "id": ("编号", "Id"),
    "industry": ("行业", "Industry"),
    "key": ("编号", "Key"),
    "kind": ("类别", "Kind"),
    "last_day": ("截止日", "Last day"),
    "ledger": ("台账", "Ledger"),
    "list": ("名单", "List"),
    "name": ("名称", "Name"),
    "of": ("应复核日", "Due on"),
    "on": ("日期", "Day"),
    "parent": ("所属主体", "Belongs to"),
    "park": ("园区", "Park"),
    "path": ("列表", "List"),
    "query": ("筛选条件", "What is asked for"),
    "number": ("期号", "Number"),
    "period": ("期别", "Period"),
    "place": ("位置", "Place"),
    "quota": ("名额", "Quota"),
    "reason": ("原因", "Reason"),
    "result": ("结果", "Result"),
    "role": ("角色", "Role"),
    "row": ("行", "Row"),
    "round": ("申报批次", "Round"),
    "scope": ("范围", "Scope"),
    "scopes": ("范围", "Scopes"),
    "shared": ("共用", "Shared"),
    "seen": ("所见版本", "Version seen"),
    "sheet": ("报表", "Form"),
    "table": ("表格", "Table"),
    "since": ("自哪月起", "From month"),
    "step": ("步骤", "Step"),
    "subject": ("事项", "Subject"),
    "target": ("并入", "Merged into"),
    "text": ("内容", "Text"),
    "title": ("名称", "Title"),
    "open": ("打开", "Open"),
    "unit": ("单位", "Unit"),
    "until": ("至哪月", "To month"),
    "used": ("在用", "In use"),
    "username": ("用户名", "User name"),
    "by_group": ("群里提醒", "Tell me in the group"),
    "by_mail": ("发邮件", "Write by e-mail"),
    "digest_at": ("每日汇总", "Digest of the day at"),
    "quiet_from": ("静默从", "Quiet from"),
    "quiet_until": ("静默到", "Quiet until"),
    "telephone": ("电话", "Telephone"),
    "value": ("内容", "Value"),
    "who": ("对象", "Whom"),
    "whole_unit": ("整个单位", "The whole unit"),
    "year": ("年度", "Year"),
}
_RECORD_FIELD = "f_"
_CODED = re.compile(rf"unit|area|scope|about|{_RECORD_FIELD}.*")
"""Fields whose values may be codes of units and areas; elsewhere `12` is a number."""


def field_name(name: str) -> str:
    """What people call a field of a form: a figure by its measure, a field of a record as its ledger calls it."""
    content, said = programme.current(), language()
    kind, _, rest = name.partition(":")
    if kind in _WORDS and rest:
        _, _, measure = rest.partition(":")
        known = content.measure_by_id.get(measure)
        of = f" · {choose(*_WORDS['reason'])}" if kind == "reason" else ""
        return f"{known.name[said]}{of}" if known else choose(*_WORDS[kind])
    if name.startswith(_RECORD_FIELD):
        fields = [field for ledger in content.book_by_id.values() for field in ledger.fields]
        names = {field.name[said]: None for field in fields if field.id == name.removeprefix(_RECORD_FIELD)}
        return " / ".join(names) or name
    return choose(*_WORDS[name]) if name in _WORDS else name


def value_words(name: str, value: str) -> str:
    """A value as it was sent; in a field that takes codes, that of a unit or an area with its name before it."""
    if not _CODED.fullmatch(name):
        return value
    content, said = programme.current(), language()
    known = content.unit_by_id.get(value) or content.area_by_code.get(value)
    return f"{known.name[said]} ({value})" if known else value
