"""The chart library for pages: Vega, Vega-Lite and Vega-Embed as one script, from the installed package, no network."""

from __future__ import annotations

import contextlib
import os
from importlib.metadata import version
from pathlib import Path

import vl_convert

_SNIPPET = "window.vegaEmbed = vegaEmbed;"


def chart_library() -> str:
    """The script that defines `vegaEmbed`. Bundling takes a second or two, so it is kept in the user's cache folder;
    where none can be written it is simply made again.
    """
    with contextlib.suppress(OSError, RuntimeError, UnicodeDecodeError):
        script = _kept().read_text(encoding="utf-8")
        if script.endswith(_END):
            return script
    # `</script` inside a string of the library would end the element that holds it.
    script = str(vl_convert.javascript_bundle(_SNIPPET)).replace("</script", "<\\/script") + _END
    with contextlib.suppress(OSError, RuntimeError):
        _keep(_kept(), script)
    return script


_END = "\n/* charts end */\n"
"""Closes a whole script: one that a full disk cut short is not used."""


def _keep(file: Path, script: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(f".{os.getpid()}.part")
    part.write_text(script, encoding="utf-8")
    part.replace(file)


def _kept() -> Path:
    """The file in the cache folder; RuntimeError for a user without a home, as one of a container may be."""
    base = os.environ.get("XDG_CACHE_HOME")
    folder = Path(base) if base else Path.home() / ".cache"
    return folder / "sigai" / f"charts-{version('vl-convert-python')}.js"
