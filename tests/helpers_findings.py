"""The smallest programmes that contradict themselves, built in memory."""

from __future__ import annotations

from typing import Any

from helpers_programme import small_content, statement
from sigai.programme.findings import Finding, Rule, find
from sigai.programme.programme import Programme


def said(name: str, section: str = "", part: str = "main", **changes: Any) -> dict[str, Any]:
    """A statement at a place of its own, so that no two are taken for one."""
    source = {"document": "plan", "part": part, "section": section, "paragraph": f"P{name}", "span": [0, 10]}
    return statement(name, source={**source, **changes.pop("source", {})}, **changes)


def programme_of(*statements: dict[str, Any], decisions: Any = (), **changes: Any) -> Programme:
    """A programme of one target with these statements; `changes` are of the target."""
    content = small_content()
    target = {**content["targets"][0], "statements": list(statements), "decisions": list(decisions), **changes}
    return built({**content, "targets": [target]})


def built(content: dict[str, Any]) -> Programme:
    """Content as a programme, without a folder."""
    rest = {name: value for name, value in content.items() if name != "programme"}
    return Programme.model_validate({"head": content["programme"], **rest})


def found_by(rule: Rule, *statements: dict[str, Any], **changes: Any) -> tuple[Finding, ...]:
    """What one rule finds in a programme of one target."""
    return find(programme_of(*statements, **changes), rules=[rule])


def decision(about: str, *statements: str) -> dict[str, Any]:
    words = {"zh": "按甲", "en": "as in A"}
    return {
        "id": about,
        "about": about,
        "question": words,
        "statements": list(statements),
        "reading": words,
        "reason": words,
        "decided_by": "office",
        "decided_on": "2021-01-01",
    }
