"""Content as YAML with `# review` comments where a person must decide.

A mark stands in a mapping as a key of its own before the key it is about; written, it becomes a comment; for checking
in memory it is taken out.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from sigai.programme.yaml_writing import ContentDumper, content_yaml

_MARK = "#review"
_LINE = re.compile(rf"^(\s*)(?:- )?['\"]?{_MARK}\d*['\"]?: (.*)$")

Mapping = dict[str, Any]


def mark(item: Mapping, note: str) -> None:
    """Put a review mark into `item`, before whatever key is added next."""
    number = sum(key.startswith(_MARK) for key in item)
    item[f"{_MARK}{number}"] = note


def marked(note: str, **keys: Any) -> Mapping:
    """A mapping that begins with its first key and carries a review mark behind it."""
    names = list(keys)
    item: Mapping = {names[0]: keys[names[0]]}
    mark(item, note)
    return item | {name: keys[name] for name in names[1:]}


def plain(content: Any) -> Any:
    """The content without its marks."""
    if isinstance(content, dict):
        return {key: plain(value) for key, value in content.items() if not str(key).startswith(_MARK)}
    if isinstance(content, list):
        return [plain(item) for item in content]
    return content


def marks(content: Any) -> int:
    """How many places a person has to look at."""
    if isinstance(content, dict):
        return sum(1 if str(key).startswith(_MARK) else marks(value) for key, value in content.items())
    return sum(map(marks, content)) if isinstance(content, list) else 0


def yaml_text(content: Any, title: str) -> str:
    """The content as YAML under a title, short sequences and texts on one line, marks as comments."""
    text = content_yaml(content, _Dumper)
    return f"# {title}\n" + "\n".join(map(_comment, text.splitlines())) + "\n"


def _comment(line: str) -> str:
    found = _LINE.match(line)
    if not found:
        return line
    note = str(yaml.safe_load(found[2])).replace("\n", " ")
    return f"{found[1]}# review: {note}"


class _Dumper(ContentDumper):
    """What has a mark is never put on one line."""

    def is_short(self, mapping: Any) -> bool:
        """As all content, but for mappings with marks."""
        marked = isinstance(mapping, dict) and any(str(key).startswith(_MARK) for key in mapping)
        return not marked and super().is_short(mapping)
