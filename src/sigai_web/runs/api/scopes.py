"""The scopes of calculations and their results."""

from __future__ import annotations

from sigai_web.manifests import Scope

READ_PROGRESS = Scope(
    "read:progress",
    "读计算结果：进展、指标值、解释、通报",
    "read results: progress, indicators, explanations",
    order=20,
)
RUN = Scope("run", "启动计算", "start calculations", order=120)
