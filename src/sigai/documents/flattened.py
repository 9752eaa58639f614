from __future__ import annotations
from collections.abc import Sequence
from dataclasses import dataclass
from sigai.documents.draft import Block
from sigai.documents.lines import Line
@dataclass(frozen=True, slots=True)
class Table:
    start: int
    stop: int
    blocks: tuple[Block, ...]
def find_tables(lines: Sequence[Line]) -> list[Table]:
    return []
