"""What set-up makes for pages from installed packages and the content: the chart library, the charts, the map."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from sigai.programme import Programme
from sigai.reports import PAGE_CONFIG, ROW_COLUMNS, area_spec, chart_library, trajectory_spec
from sigai_web import programme
from sigai_web.dashboards.outlines import draw, find_outlines

_FOLDER = "sigai"
_MAP = "map.json"


def make_assets() -> None:
    """Write the chart library and the charts among the static files, the map beside them."""
    folder = Path(settings.SIGAI_ASSETS) / _FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vega.js").write_text(chart_library(), encoding="utf-8")
    (folder / "charts.json").write_text(json.dumps(_charts(), ensure_ascii=False), encoding="utf-8")
    make_map(programme.current())


def make_map(content: Programme) -> None:
    """Write the map of a programme's counties; without outlines of all of them there is none."""
    outlines = find_outlines(content)
    file = _map_file()
    if outlines is None:
        file.unlink(missing_ok=True)
    else:
        file.write_text(json.dumps({**draw(outlines), "programme": content.id}), encoding="utf-8")


def county_map(content: Programme) -> dict[str, Any] | None:
    """The map that set-up drew for this programme; None where there is none."""
    file = _map_file()
    drawn = _read(file, file.stat().st_mtime_ns) if file.is_file() else None
    return drawn if drawn and drawn["programme"] == content.id else None


@lru_cache(maxsize=2)
def _read(file: Path, _written: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def _map_file() -> Path:
    return Path(settings.SIGAI_HOME) / _MAP


def _charts() -> dict[str, Any]:
    return {
        "columns": ROW_COLUMNS,
        "config": PAGE_CONFIG,
        "specs": {
            "way": {"zh": trajectory_spec("zh"), "en": trajectory_spec("en")},
            "areas": {"zh": area_spec("zh"), "en": area_spec("en")},
        },
    }
