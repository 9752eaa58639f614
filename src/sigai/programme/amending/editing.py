"""Changing places of one YAML file and nothing else in it: layout and comments stay as people wrote them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from sigai.base.issues import InternalError
from sigai.programme.amending.places import behind, item_name, plain, same_form
from sigai.programme.yaml_nodes import compose_yaml, parse_yaml
from sigai.programme.yaml_writing import content_yaml, inline_yaml

Steps = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Cut:
    """Characters of the text that give way to others."""

    start: int
    end: int
    text: str


def edited(text: str, changes: Mapping[Steps, Any]) -> str:
    """The text of a file in which other content stands at some places, each by its steps from the top.

    A place is a key of a mapping or an item of a list; one that is not there yet is put at
    the end, a dated item in its order in time. A file in which one
    text stands for several places (anchors) is written anew, without its comments. InternalError where the new text
    does not say exactly that.
    """
    lines = _Lines(text)
    root, data = compose_yaml(text), parse_yaml(text, "")
    if root is None:
        raise InternalError("an empty file has no places")
    expected = plain(data)
    for steps, content in changes.items():
        _put(expected, steps, content)
    # What is new at one and the same place of the text follows each other as it shall stand.
    in_order = sorted(changes.items(), key=lambda change: _position(expected, change[0]))
    cuts = [_cut(lines, root, data, steps, content) for steps, content in in_order]
    for made in (_applied(text, cuts), content_yaml(expected)):
        if _says(made, expected):
            return made
    raise InternalError(f"content was not written as decided: {list(changes)}")


def _position(data: Any, steps: Steps) -> list[int]:
    """Where a place stands among its neighbours, step by step."""
    found, inner = list[int](), data
    for step in steps:
        names = list(inner) if isinstance(inner, dict) else [item_name(one) for one in inner]
        found.append(names.index(step))
        inner = inner[step] if isinstance(inner, dict) else inner[found[-1]]
    return found


def _says(text: str, expected: Any) -> bool:
    try:
        return same_form(parse_yaml(text, "")) == same_form(expected)
    except yaml.YAMLError:
        return False


def _applied(text: str, cuts: Sequence[_Cut]) -> str:
    made = text
    for _, cut in sorted(enumerate(cuts), key=lambda at: (at[1].start, at[0]), reverse=True):
        made = made[: cut.start] + cut.text + made[cut.end :]
    return made


def _cut(lines: _Lines, node: yaml.Node, data: Any, steps: Steps, content: Any) -> _Cut:
    step, *rest = steps
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                if rest:
                    return _cut(lines, value, data[step], tuple(rest), content)
                return lines.value_cut(node, key, value, content)
        if not rest:
            return lines.key_cut(node, step, content)
    if isinstance(node, yaml.SequenceNode):
        for item, found in zip(node.value, data, strict=True):
            if item_name(found) == step:
                if rest:
                    return _cut(lines, item, found, tuple(rest), content)
                return lines.item_cut(node, item, content)
        if not rest:
            return lines.new_item_cut(node, behind(data, content), content)
    raise InternalError(f"there is no place {steps} to put content at")


class _Lines:
    """A text with the offsets of its lines, which answers where a change cuts into it."""

    def __init__(self, text: str) -> None:
        self._text = text

    def value_cut(self, parent: yaml.MappingNode, key: yaml.Node, value: yaml.Node, content: Any) -> _Cut:
        """Another value for a key that is there."""
        start, end = key.start_mark.index, self._end(value)
        return _Cut(start, end, self._pair(parent, key.value, content, key.start_mark.column))

    def key_cut(self, parent: yaml.MappingNode, key: str, content: Any) -> _Cut:
        """A key that is not there yet, behind the last."""
        if parent.flow_style:
            return self._before_bracket(parent, inline_yaml({key: content}))
        column = parent.start_mark.column
        end = self._end_of_line(self._end(parent))
        return _Cut(end, end, "\n" + " " * column + self._pair(parent, key, content, column))

    def item_cut(self, parent: yaml.SequenceNode, item: yaml.Node, content: Any) -> _Cut:
        """Another item in the place of one."""
        start, end = item.start_mark.index, self._end(item)
        return _Cut(start, end, self._item(parent, content, item.start_mark.column))

    def new_item_cut(self, parent: yaml.SequenceNode, at: int, content: Any) -> _Cut:
        """An item more, behind so many."""
        column = parent.start_mark.column
        if at < len(parent.value):
            start = parent.value[at].start_mark.index
            if parent.flow_style:
                return _Cut(start, start, f"{inline_yaml([content])}, ")
            start = self._text.rindex("-", 0, start)
            return _Cut(start, start, "- " + self._item(parent, content, column + 2) + "\n" + " " * column)
        if parent.flow_style:
            return self._before_bracket(parent, inline_yaml([content]))
        end = self._end_of_line(self._end(parent))
        return _Cut(end, end, "\n" + " " * column + "- " + self._item(parent, content, column + 2))

    def _pair(self, parent: yaml.MappingNode, key: str, content: Any, column: int) -> str:
        if parent.flow_style:
            return inline_yaml({key: content})
        return _shifted(content_yaml({key: content}), column)

    @staticmethod
    def _item(parent: yaml.SequenceNode, content: Any, column: int) -> str:
        if parent.flow_style:
            return inline_yaml([content])
        return _shifted(content_yaml([content]), column - len("- "))[len("- ") :]

    def _before_bracket(self, parent: yaml.Node, text: str) -> _Cut:
        at = parent.end_mark.index - 1
        return _Cut(at, at, f", {text}" if parent.value else text)

    def _end(self, node: yaml.Node) -> int:
        """Where a node's own text ends: before comments and empty lines that follow it."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self._end(last[1] if isinstance(last, tuple) else last)
        return len(self._text[: node.end_mark.index].rstrip())

    def _end_of_line(self, at: int) -> int:
        end = self._text.find("\n", at)
        return len(self._text) if end < 0 else end


def _shifted(text: str, column: int) -> str:
    return ("\n" + " " * column).join(text.rstrip("\n").split("\n"))


def _put(data: Any, steps: Steps, content: Any) -> None:
    *path, last = steps
    inner = data
    for step in path:
        inner = inner[step] if isinstance(inner, dict) else next(one for one in inner if item_name(one) == step)
    if isinstance(inner, dict):
        inner[last] = content
        return
    at = next((number for number, one in enumerate(inner) if item_name(one) == last), None)
    if at is None:
        inner.insert(behind(inner, content), content)
    else:
        inner[at] = content
