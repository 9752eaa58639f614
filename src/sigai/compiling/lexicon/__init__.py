"""The words the compiler knows, as data: general language of Chinese government plans, no document's own."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def words(name: str) -> dict[str, Any]:
    """The word lists of `lexicon/<name>.yaml`."""
    text = files(__package__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


@cache
def word_set(name: str, key: str) -> frozenset[str]:
    """One list of words."""
    return frozenset(words(name)[key])


@cache
def alternatives(name: str, key: str) -> str:
    """One list as the inside of a pattern, longest first, so that a longer word always wins."""
    return "|".join(re.escape(word) for word in sorted(words(name)[key], key=len, reverse=True))
