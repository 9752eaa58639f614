"""YAML that remembers lines: every mapping knows the file and line of itself and of each of its keys."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from sigai.base.issues import Place

try:
    from yaml import CSafeLoader as _BaseLoader
except ImportError:  # a PyYAML without libyaml
    from yaml import SafeLoader as _BaseLoader  # type: ignore[assignment]


class YamlMapping(dict[str, Any]):
    """A mapping of a content file with the places of itself and its keys."""

    place: Place
    places: dict[str, Place]


class YamlSequence(list[Any]):
    """A sequence of a content file with the place of each item."""

    places: list[Place]


class DuplicateKey(yaml.YAMLError):
    """One key stands twice in a mapping: YAML would silently keep the last."""

    def __init__(self, key: object, first: Place, second: Place) -> None:
        self.key, self.first, self.second = key, first, second
        super().__init__(f"key {key!r} stands twice")


def parse_yaml(text: str, file: str) -> Any:
    """The content of one YAML text; mappings become `YamlMapping`, sequences `YamlSequence`.

    Raises `yaml.YAMLError` (with a mark) where the text is not YAML or a key stands twice.
    """
    loader = _BaseLoader(text)
    try:
        node = loader.get_single_node()
        return None if node is None else _Builder(loader, file).build(node)
    finally:
        loader.dispose()


def compose_yaml(text: str) -> yaml.Node | None:
    """The nodes of one YAML text, each with where it begins and ends."""
    found: yaml.Node | None = yaml.compose(text, Loader=_BaseLoader)
    return found


def read_yaml(path: Path, file: str) -> Any:
    """The content of one UTF-8 YAML file; `file` is how its places name it."""
    return parse_yaml(path.read_text(encoding="utf-8-sig"), file)


class _Builder:
    def __init__(self, loader: Any, file: str) -> None:
        self._loader = loader
        self._file = file

    def build(self, node: yaml.Node) -> Any:
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node)
        if isinstance(node, yaml.SequenceNode):
            items = YamlSequence(self.build(item) for item in node.value)
            items.places = [self._place(item) for item in node.value]
            return items
        return self._loader.construct_object(node)

    def _mapping(self, node: yaml.MappingNode) -> YamlMapping:
        mapping = YamlMapping()
        mapping.place = self._place(node)
        mapping.places = {}
        for key_node, value_node in node.value:
            key = self._loader.construct_object(key_node)
            key = key if isinstance(key, str) else str(key)
            if key in mapping:
                raise DuplicateKey(key, mapping.places[key], self._place(key_node))
            mapping.places[key] = self._place(key_node)
            mapping[key] = self.build(value_node)
        return mapping

    def _place(self, node: yaml.Node) -> Place:
        return Place(self._file, line=node.start_mark.line + 1)
