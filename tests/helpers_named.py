"""Names found in a sentence, for a process apart."""

from __future__ import annotations

from collections.abc import Sequence

from sigai.compiling.named_rules import in_lists, projects


def named_in(sentences: Sequence[str]) -> list[int]:
    """How many names the rules of lists find in each."""
    return [len([*in_lists(sentence), *projects(sentence)]) for sentence in sentences]
