"""What the pages of the documentation that are made from the code need of the web."""

from __future__ import annotations

import importlib
import pkgutil

import sigai_web


def declare_problems() -> None:
    """Import every module `problems` or `…_problems` of the web: `problems_page` of the engine lists what they declare.

    Problems of the web are declared in modules so named, which need no Django; a test finds one declared elsewhere.
    """
    for module in pkgutil.walk_packages(sigai_web.__path__, "sigai_web."):
        if module.name.endswith("problems"):
            importlib.import_module(module.name)
