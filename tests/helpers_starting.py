"""Archives of starting data for the invented programme."""

from __future__ import annotations

import io
import zipfile

from helpers_web import OURS
from sigai_web.journal.writing import Actor
from sigai_web.starting.changing import ask, read_archive
from sigai_web.starting.models import StartingBundle

FILES: dict[str, str | bytes] = {
    "values.csv": f"主体,指标项,时期,数值,单位\n{OURS},orders,2020-12,12,万元\n{OURS},orders,2020-11,11,万元\n",
    "records/titles.csv": f"编号,名称,主体,状态,进入状态时间,类别\nS1,老称号,{OURS},认定,2020-05-01,甲\n",
}


def archive(files: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def sent(
    files: dict[str, str | bytes] | None = None, by: str = "maker", name: str = "起步.zip"
) -> StartingBundle | None:
    """What was asked for with these files."""
    read = read_archive(archive(FILES if files is None else files), name)
    return ask(Actor(by, ""), None, read, reason="统计局历史数").bundle
