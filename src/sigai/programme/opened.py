"""What formulas about a record are made of, once its computed fields are taken apart."""

from __future__ import annotations

from collections.abc import Iterator

from sigai.formulas import attributes_of, walk
from sigai.formulas.function import Node
from sigai.formulas.nodes import Attribute
from sigai.programme.ledgers import Ledger
from sigai.programme.parsed import Parsed


def opened(node: Node, ledger: Ledger, parsed: Parsed) -> Iterator[Node]:
    """Everything within a formula or condition about a record of a ledger, computed fields with what they follow from;
    each of them once, so that one which follows from itself has an end."""
    seen: set[str] = set()
    ahead = [node]
    while ahead:
        for part in walk(ahead.pop()):
            yield part
            each = ledger.computed_of(part.name) if isinstance(part, Attribute) and not part.of_entity else None
            formula = parsed.computed(each) if each is not None and each.id not in seen else None
            if each is not None and formula is not None:
                seen.add(each.id)
                ahead.append(formula)


def written_names(node: Node, ledger: Ledger, parsed: Parsed) -> frozenset[str]:
    """The fields and tables of a record that a formula rests on: what somebody wrote, nothing that is computed."""
    parts = [part for part in opened(node, ledger, parsed) if not isinstance(part, Attribute) or _written(part, ledger)]
    found = frozenset(name for part in parts for name in attributes_of(part))
    return frozenset(name for name in found if ledger.computed_of(name) is None)


def _written(part: Attribute, ledger: Ledger) -> bool:
    return part.of_entity or ledger.computed_of(part.name) is None
