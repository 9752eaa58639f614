"""`data.yaml`: what a data folder says about itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from sigai.base.issues import Issue, Place
from sigai.programme.yaml_nodes import read_yaml
from sigai.values.problems import BAD_DESCRIPTION, UNKNOWN_KEY

FILE = "data.yaml"
_KEYS = ("title", "demonstration", "note", "source")


@dataclass(frozen=True, slots=True)
class Description:
    """Title, note and source of a data folder; `demonstration` marks invented data."""

    title: str = ""
    demonstration: bool = False
    note: str = ""
    source: str = ""


def read_description(folder: Path) -> tuple[Description, list[Issue]]:
    """The folder's description; an empty one where there is none."""
    path = folder / FILE
    if not path.is_file():
        return Description(), []
    try:
        content = read_yaml(path, FILE)
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        return Description(), [BAD_DESCRIPTION.at(Place(FILE), reason=" ".join(str(error).split())[:120])]
    if content is None:
        return Description(), []
    if not isinstance(content, dict):
        return Description(), [BAD_DESCRIPTION.at(Place(FILE), reason=type(content).__name__)]
    issues = [UNKNOWN_KEY.at(Place(FILE), name=name) for name in content if name not in _KEYS]
    demonstration = content.get("demonstration", False)
    if not isinstance(demonstration, bool):
        issues.append(BAD_DESCRIPTION.at(Place(FILE), reason="demonstration: true / false"))
        demonstration = True  # in doubt, never let invented data pass as real
    texts = {name: str(content.get(name) or "") for name in ("title", "note", "source")}
    return Description(demonstration=demonstration, **texts), issues
