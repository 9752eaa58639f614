"""The Chinese fonts of pictures. Without them a chart is drawn in empty boxes, silently: they are asked for first."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

import vl_convert

from sigai.base.issues import Place, Severity, UserError, problem

NO_FONT = problem(
    "R001",
    Severity.ERROR,
    zh="找不到绘图所需的中文字体（{name}），图中文字会变成空框",
    en="the Chinese font that charts need ({name}) is missing; their words would be empty boxes",
    advice_zh="重新安装：pip install pylopdf-fonts-zh-cn==0.1.1",
    advice_en="install it again: pip install pylopdf-fonts-zh-cn==0.1.1",
)


def font_files() -> tuple[Path, Path]:
    """The sans and the serif font file. Raises UserError (R001) where either is missing."""
    try:
        package = import_module("pylopdf_fonts_zh_cn")
    except ImportError as error:
        raise UserError([NO_FONT.at(name="pylopdf-fonts-zh-cn")]) from error
    files = Path(package.sans_path()), Path(package.serif_path())
    missing = [NO_FONT.at(Place(str(file)), name=file.name) for file in files if not file.is_file()]
    if missing:
        raise UserError(missing)
    return files


@cache
def register_fonts() -> None:
    """Make the fonts known to the chart library, once a process. Raises UserError (R001) where they are missing."""
    vl_convert.register_font_directory(str(font_files()[0].parent))
