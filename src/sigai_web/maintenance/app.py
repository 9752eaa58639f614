"""What this app brings: whether the system is healthy, for anybody and for whoever runs it."""

from __future__ import annotations

from sigai_web.maintenance.operations import SYSTEM_WATCH
from sigai_web.maintenance.urls import urlpatterns
from sigai_web.maintenance.waiting import WAITING
from sigai_web.manifests import Manifest, MenuPage
from sigai_web.sections import OPERATION

MANIFEST = Manifest(
    urls=urlpatterns,
    menu=(
        MenuPage(
            section=OPERATION,
            operation=SYSTEM_WATCH,
            url="operation",
            zh="运行状况",
            en="Operation",
            why_zh="后台、计算、通知、备份、磁盘是否正常",
            why_en="worker, calculations, mail, backups, disk",
            order=10,
        ),
    ),
    operations=(SYSTEM_WATCH,),
    waiting=WAITING,
)
