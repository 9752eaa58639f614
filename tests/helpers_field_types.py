"""The field type that CONTRIBUTING shows how to add, added as it stands there."""

from __future__ import annotations

import re
from typing import Any

from helpers_repository import ROOT
from helpers_values import text
from sigai.programme import field_types
from sigai_web.ledgers import field_looks

PHONE: dict[str, Any] = {"id": "line", "name": text("电话"), "type": "phone"}
"""A field of that type."""


def add_phone(monkeypatch: Any) -> None:
    """The two pieces of the recipe, in the modules that it names."""
    recipe = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("## Add a field type")[1]
    made, looks = re.findall(r"```python\n(.*?)```", recipe, flags=re.DOTALL)[:2]
    names = {**vars(field_types), "re": re}
    exec(compile(made, "CONTRIBUTING.md", "exec"), names)
    monkeypatch.setitem(field_types.FIELD_TYPES, "phone", names["PHONE"])
    look = eval(f"{{{looks}}}", vars(field_looks).copy())
    assert set(look) == {"phone"}
    monkeypatch.setitem(field_looks.FIELD_LOOKS, "phone", look["phone"])
