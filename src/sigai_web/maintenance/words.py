"""The figures of the operator's page in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from sigai_web.language import choose

FIGURES: Mapping[str, tuple[str, str]] = {
    "database": ("数据库可写", "database takes writes"),
    "append_only": ("防改动的触发器在", "triggers stand"),
    "programme": ("方案内容可读", "content can be read"),
    "migrated": ("数据库已升级", "migrated"),
    "triggers_droppable": ("系统账号能关触发器", "the role could drop triggers"),
    "little_room": ("磁盘空间少", "little room"),
    "beat": ("最后动静", "last sign of life"),
    "seconds": ("几秒前", "seconds ago"),
    "waiting": ("在等、在算", "waiting or at work"),
    "oldest": ("最早的", "the oldest"),
    "last": ("最近完成", "last finished"),
    "failed": ("失败", "failed"),
    "ready": ("待办", "ready"),
    "outstanding": ("未发出", "outstanding"),
    "at": ("时间", "at"),
    "hours": ("小时前", "hours ago"),
    "file": ("文件", "file"),
    "mb": ("大小 MB", "size in MB"),
    "readable": ("写完已读验", "read back"),
    "free_mb": ("可用 MB", "free MB"),
    "whole_mb": ("共 MB", "of MB"),
    "number": ("条目", "entries"),
    "digest": ("摘要", "digest"),
    "sessions": ("会话", "sessions"),
    "tasks": ("任务", "tasks"),
    "files": ("残留文件", "leftover files"),
}
"""Every figure by its name."""


def figure_words(figures: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Label and value of each, in the reader's language."""
    for name, value in figures.items():
        yield choose(*FIGURES[name]), _value(value)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return choose("是", "yes") if value else choose("否", "no")
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M:%S}"
    return "—" if value is None or value == "" else str(value)
