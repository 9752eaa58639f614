"""Content as YAML the way people write it: short mappings and lists of plain values on one line."""

from __future__ import annotations

from typing import Any

import yaml

_FLOW_WIDTH = 100


class ContentDumper(yaml.SafeDumper):
    """Lists of plain values and short mappings on one line; lists indented under their key."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:  # noqa: ARG002
        """Lists stand indented under their key."""
        return super().increase_indent(flow, False)

    def represent_sequence(self, tag: str, sequence: Any, flow_style: bool | None = None) -> yaml.SequenceNode:
        """Of plain values: on one line."""
        short = all(not isinstance(item, dict | list) for item in sequence)
        return super().represent_sequence(tag, sequence, flow_style=True if short else flow_style)

    def represent_mapping(self, tag: str, mapping: Any, flow_style: bool | None = None) -> yaml.MappingNode:
        """Short ones on one line."""
        return super().represent_mapping(tag, mapping, flow_style=True if self.is_short(mapping) else flow_style)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        """What is the same at two places is written at both."""
        return True

    def is_short(self, mapping: Any) -> bool:
        """Texts in two languages and the like: few keys, plain values, and room on the line."""
        if not isinstance(mapping, dict):
            return False
        flat = all(not isinstance(value, dict) for value in mapping.values())
        return flat and 1 < len(mapping) <= 5 and "id" not in mapping and len(str(mapping)) < _FLOW_WIDTH


def content_yaml(content: Any, dumper: type[yaml.SafeDumper] = ContentDumper) -> str:
    """Content as YAML in block style."""
    return yaml.dump(content, Dumper=dumper, allow_unicode=True, sort_keys=False, width=10_000)


def inline_yaml(content: Any) -> str:
    """Content as YAML within a line; of a mapping or list, as it stands within its brackets."""
    return yaml.dump(
        content, Dumper=yaml.SafeDumper, allow_unicode=True, sort_keys=False, width=10_000_000, default_flow_style=True
    ).strip()[1:-1]
