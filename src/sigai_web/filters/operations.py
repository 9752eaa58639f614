"""Who keeps filters: whoever reads lists. What a list shows stays with the list."""

from __future__ import annotations

from sigai_web.permissions import READERS, Operation

FILTER_KEEP = Operation(
    "filter.keep", "保存、删除自己的常用筛选", "keep and remove filters of one's own", READERS, order=320
)
