"""`sigai mechanisms`, and the scenarios behind it: how far each mechanism works, and what proves it.

Scenarios go through the services of the web, which the engine does not know: they are tried by the web's own command,
in a process of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from sigai.base.issues import Issue, Issues, Place, Severity, UserError, problem
from sigai.cli.console import Exit, choose, language, out, show_issues
from sigai.programme.checks.scenarios import scenarios_make_sense
from sigai.programme.levels import WORKS, MechanismLevel, mechanism_levels
from sigai.programme.loading import programme_or_error
from sigai.programme.programme import Programme
from sigai.programme.scenarios import Scenario, read_scenarios

NOT_TRIED = problem(
    "X021",
    Severity.WARNING,
    zh="情景没有演练：{reason_zh}；没有一项机制算作 3 级",
    en="no scenario was tried: {reason}; no mechanism counts as level 3",
    advice_zh="用 make setup 安装网上系统及其所需的包",
    advice_en="install the web and what it needs with make setup",
)
DOES_NOT_HOLD = problem(
    "X022",
    Severity.ERROR,
    zh="情景“{scenario}”不成立：{what}",
    en="scenario “{scenario}” does not hold: {what_en}",
    advice_zh="改正情景；台账或口径变了的，先弄清是否变得对",
    advice_en="correct the scenario; where ledger or formula changed, see first whether it is right",
)
TRIERS = "sigai.scenarios"
"""The group of entry points in which a package names the module whose command `scenarios` tries them."""


@dataclass(frozen=True, slots=True)
class ScenarioProof:
    """The scenarios of a programme that were tried: which holds for which mechanism, and what is wrong with others."""

    tried: int
    proven: dict[str, str]
    issues: tuple[Issue, ...]

    @property
    def holding(self) -> int:
        """How many scenarios prove something."""
        return len(set(self.proven.values()))


def read_and_check(programme: Programme, folder: Path) -> tuple[tuple[Scenario, ...], Issues]:
    """The scenarios of a programme's folder, with all that is wrong with them as content."""
    issues = Issues()
    scenarios = read_scenarios(folder, issues)
    issues.extend(scenarios_make_sense(programme, scenarios))
    return scenarios, issues


def prove(scenarios: Sequence[Scenario], folder: Path) -> ScenarioProof:
    """Try the scenarios of a sound programme; where that cannot be done, the proof says why and proves nothing."""
    if not scenarios:
        return ScenarioProof(0, {}, ())
    package = next((brought.module for brought in entry_points(group=TRIERS)), None)
    if package is None:
        return ScenarioProof(0, {}, (NOT_TRIED.at(reason_zh="没有安装网上系统", reason="the web is not installed"),))
    command = [sys.executable, "-m", package, "scenarios", str(folder), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    try:
        outcomes = json.loads(done.stdout)
    except ValueError:
        said = (done.stderr.strip() or done.stdout.strip()).splitlines()
        reason = said[-1] if said else f"exit {done.returncode}"
        return ScenarioProof(0, {}, (NOT_TRIED.at(reason_zh=reason, reason=reason),))
    places = {scenario.id: scenario.place for scenario in scenarios}
    proven: dict[str, str] = {}
    for outcome in outcomes:
        if outcome["holds"]:
            for mechanism in outcome["mechanisms"]:
                proven.setdefault(mechanism, outcome["scenario"])
    return ScenarioProof(len(outcomes), proven, tuple(_failures(outcomes, places)))


def _failures(outcomes: Sequence[dict[str, Any]], places: dict[str, Place]) -> Iterator[Issue]:
    for outcome in outcomes:
        for each in outcome["issues"]:
            place = Place(each["file"], line=each["line"]) if each["file"] else places[outcome["scenario"]]
            facts = {"what": each["what"]["zh"], "what_en": each["what"]["en"]}
            yield DOES_NOT_HOLD.at(place, scenario=outcome["scenario"], **facts)


def mechanisms_command(folder: Path, *, as_json: bool) -> int:
    """Print every mechanism with its level, the scenario that proves it and what is missing; 1 where one fails."""
    programme = programme_or_error(folder)
    scenarios, issues = read_and_check(programme, folder)
    if issues.errors:
        raise UserError(issues)
    proof = prove(scenarios, folder)
    levels = mechanism_levels(programme, proof.proven)
    if as_json:
        json.dump([_row(level) for level in levels], sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
        for issue in proof.issues:
            sys.stderr.write(f"{issue.text(language())}\n")
    else:
        for level in levels:
            out.print(_line(level), markup=False, highlight=False)
        show_issues(proof.issues, out)
        out.print(coverage_line(levels, proof))
    return Exit.FINDINGS if proof.issues else Exit.GOOD


def coverage_line(levels: Sequence[MechanismLevel], proof: ScenarioProof) -> str:
    """How many mechanisms stand at which level, in a sentence."""
    counts = Counter(level.level for level in levels)
    return choose(
        f"机制 {len(levels)} 项：3 级（情景证明起作用）{counts[WORKS]} 项，2 级 {counts[2]} 项，1 级 {counts[1]} 项，"
        f"0 级 {counts[0]} 项；演练情景 {proof.tried} 个，成立 {proof.holding} 个",
        f"{len(levels)} mechanisms: {counts[WORKS]} at level 3 (a scenario proves that they work), {counts[2]} at 2, "
        f"{counts[1]} at 1, {counts[0]} at 0; {proof.tried} scenarios tried, {proof.holding} hold",
    )


def _row(level: MechanismLevel) -> dict[str, Any]:
    mechanism = level.mechanism
    missing = mechanism.missing[language()] if mechanism.missing else ""
    return {
        "id": mechanism.id,
        "name": mechanism.name,
        "level": level.level,
        "scenario": level.scenario,
        "missing": missing,
    }


def _line(level: MechanismLevel) -> str:
    row = _row(level)
    more = f"  ← {row['scenario']}" if row["scenario"] else ""
    lacks = choose("  还缺：", "  missing: ") + row["missing"] if row["missing"] else ""
    return f"{row['level']}  {row['id']}  {row['name']}{more}{lacks}"
