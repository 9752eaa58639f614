"""`sigai rules`: what rules made of every entity in a run, one entity step by step, and under other numbers."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sigai.base.issues import Issues, Place, Severity, UserError, problem
from sigai.cli.console import Exit, guarded, language, out
from sigai.programme.loading import read_definitions
from sigai.programme.parameters import Parameter
from sigai.programme.policy_rules import PolicyRule
from sigai.programme.programme import Programme

if TYPE_CHECKING:
    from sigai.pipeline import RunFolder
    from sigai.tables import Store

UNKNOWN_RULE = problem(
    "X030",
    Severity.ERROR,
    zh="方案中没有规则“{given}”",
    en="the programme has no rule “{given}”",
    advice_zh="可用的规则：{known}",
    advice_en="its rules are: {known}",
)
NOT_UNDER_RULE = problem(
    "X031",
    Severity.ERROR,
    zh="规则“{rule}”在 {month} 对“{given}”没有可说的：没有这个主体，或规则没有有效的版本",
    en="the rule “{rule}” has nothing to say of “{given}” in {month}: there is no such entity, or no edition in force",
    advice_zh="用主体的编号或名称；相近的有：{near}",
    advice_en="give the id or name of an entity; near are: {near}",
)
NO_SUCH_NUMBER = problem(
    "X032",
    Severity.ERROR,
    zh="方案中没有单位为“{unit}”的参数“{given}”，无从替换",
    en="the programme has no parameter “{given}” in “{unit}” to put another in the place of",
    advice_zh="假设的参数写法与 parameters.yaml 相同，编号和单位不变",
    advice_en="write it as in parameters.yaml, with the same id and unit",
)
SEVERAL_ENTITIES = problem(
    "X033",
    Severity.ERROR,
    zh="有 {count} 个主体名为“{given}”",
    en="{count} entities are called “{given}”",
    advice_zh="用编号，其中有：{ids}",
    advice_en="give the id; some of them: {ids}",
)

app = typer.Typer(
    name="rules",
    help="规则：对每个主体的判定、逐步解释、换一组参数会怎样 · rules: outcomes, one entity step by step, what if.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
RunArgument = Annotated[Path, typer.Argument(help="结果文件夹 · the folder of a run", metavar="RUN")]
RuleArgument = Annotated[str, typer.Argument(help="规则编号 · id of the rule", metavar="RULE")]


@app.command()
def outcomes(
    run: RunArgument,
    as_json: Annotated[bool, typer.Option("--json", help="每个结果一行 JSON · one JSON line per outcome")] = False,
) -> None:
    """每条规则的结果 · how many entities have which result under every rule."""
    raise typer.Exit(guarded(lambda: _outcomes(run, as_json=as_json)))


@app.command()
def explain(
    run: RunArgument,
    rule: RuleArgument,
    entity: Annotated[str, typer.Argument(help="主体编号或名称 · id or name of the entity", metavar="ENTITY")],
) -> None:
    """一个主体逐步解释 · one entity under a rule, step by step."""
    raise typer.Exit(guarded(lambda: _explain(run, rule, entity)))


@app.command("what-if")
def what_if(
    run: RunArgument,
    other: Annotated[
        Path, typer.Option("--with", help="替换的参数，格式同 parameters.yaml · other parameters", metavar="FILE")
    ],
) -> None:
    """换一组参数：谁受益、谁多付、共多少 · under other parameters: who gains, who pays, what it comes to."""
    raise typer.Exit(guarded(lambda: _what_if(run, other)))


def _outcomes(folder: Path, *, as_json: bool) -> int:
    from sigai.pipeline import open_run
    from sigai.reports import rules_text

    run = open_run(folder)
    rows = run.finished.tables["rule_outcomes"].to_pylist()
    if as_json:
        for row in rows:
            sys.stdout.write(json.dumps(row, ensure_ascii=False, default=date.isoformat) + "\n")
        return Exit.GOOD
    out.print(rules_text(run.programme, rows, language()), markup=False)
    return Exit.GOOD


def _explain(folder: Path, rule: str, entity: str) -> int:
    from sigai.pipeline import open_run
    from sigai.reports import told_text
    from sigai.rules import explain_rule

    run = open_run(folder)
    asked, as_of = _rule(run.programme, rule), run.finished.as_of
    names = _names(run)
    found = _entity(names, entity)
    with _store(run) as store:
        told = explain_rule(store, run.programme, asked, found, as_of.last)
    if told is None:
        near = get_close_matches(entity, [*names, *names.values()], n=3, cutoff=0.3)
        facts = {"rule": asked.id, "given": entity, "month": as_of, "near": ", ".join(near) or "-"}
        raise UserError([NOT_UNDER_RULE.at(Place(), **facts)])
    out.print(told_text(run.programme, told, names.get(found, found), language()), markup=False)
    return Exit.GOOD


def _what_if(folder: Path, other: Path) -> int:
    from sigai.pipeline import open_run
    from sigai.reports import what_if_text
    from sigai.rules import what_if as compared

    run = open_run(folder)
    overlay = _overlay(other, run.programme)
    with _store(run) as store:
        found = compared(store, run.programme, overlay, run.programme.rules, run.finished.as_of.last)
    out.print(what_if_text(found, _names(run), language()), markup=False)
    return Exit.GOOD


def _entity(names: Mapping[str, str], given: str) -> str:
    """The id of the entity of this id or name, as it stands where there is none (an area); UserError for a name that
    several have."""
    called = [id_ for id_, name in names.items() if name == given]
    if given in names or not called:
        return given
    if len(called) > 1:
        raise UserError([SEVERAL_ENTITIES.at(Place(), given=given, count=len(called), ids=", ".join(called[:3]))])
    return called[0]


def _overlay(file: Path, programme: Programme) -> list[Parameter]:
    """The parameters of a file; UserError with all that is wrong with them."""
    issues = Issues()
    found = [one for one in read_definitions(file, file.parent, Parameter, issues) if isinstance(one, Parameter)]
    for one in found:
        known = programme.parameter_by_id.get(one.id)
        if known is None or known.unit != one.unit:
            issues.add(NO_SUCH_NUMBER.at(one.place, given=one.id, unit=one.unit))
    if issues.errors:
        raise UserError(issues)
    return found


def _rule(programme: Programme, given: str) -> PolicyRule:
    found = programme.rule_by_id.get(given)
    if found is None:
        raise UserError([UNKNOWN_RULE.at(Place(), given=given, known=", ".join(programme.rule_by_id) or "-")])
    return found


@contextmanager
def _store(run: RunFolder) -> Iterator[Store]:
    from sigai.rules import put_estimated
    from sigai.tables import DuckStore

    with DuckStore.of(run.data) as store:
        put_estimated(store, run.finished.estimates)
        yield store


def _names(run: RunFolder) -> dict[str, str]:
    return dict(zip(*(run.data.entities[name].to_pylist() for name in ("id", "name")), strict=True))
