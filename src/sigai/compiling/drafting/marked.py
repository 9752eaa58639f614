"""Content as YAML with `# review` comments where a person must decide.

A mark stands in a mapping as a key of its own before the key it is about; written, it becomes a comment; for checking
in memory it is taken out.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

_MARK = "#review"
_LINE = re.compile(rf"^(\s*)(?:- )?['\"]?{_MARK}\d*['\"]?: (.*)$")
_FLOW_WIDTH = 100

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
    text = yaml.dump(content, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)
    return f"# {title}\n" + "\n".join(map(_comment, text.splitlines())) + "\n"


def _comment(line: str) -> str:
    found = _LINE.match(line)
    if not found:
        return line
    note = str(yaml.safe_load(found[2])).replace("\n", " ")
    return f"{found[1]}# review: {note}"


class _Dumper(yaml.SafeDumper):
    """Lists of plain values and short mappings without marks on one line; lists indented under their key."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:  # noqa: ARG002
        return super().increase_indent(flow, False)

    def represent_sequence(self, tag: str, sequence: Any, flow_style: bool | None = None) -> yaml.SequenceNode:
        short = all(not isinstance(item, dict | list) for item in sequence)
        return super().represent_sequence(tag, sequence, flow_style=True if short else flow_style)

    def represent_mapping(self, tag: str, mapping: Any, flow_style: bool | None = None) -> yaml.MappingNode:
        short = _short(mapping)
        return super().represent_mapping(tag, mapping, flow_style=True if short else flow_style)


def _short(mapping: Any) -> bool:
    """Texts in two languages and the like: few keys, plain values, no mark, and room on the line."""
    if not isinstance(mapping, dict) or any(str(key).startswith(_MARK) for key in mapping):
        return False
    flat = all(not isinstance(value, dict) for value in mapping.values())
    return flat and 1 < len(mapping) <= 5 and "id" not in mapping and len(str(mapping)) < _FLOW_WIDTH
