"""Whether a programme makes sense: one rule, one function, one test file. All findings come at once.

A rule takes a programme and yields issues. It never touches data, and it never assumes that another rule has passed.
Where the plan contradicts itself is another matter: `sigai.programme.findings`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sigai.base.issues import Issue, Issues
from sigai.programme.checks.counting import counted_by_others
from sigai.programme.checks.filling import rights_of_fields
from sigai.programme.checks.forms import measures_in_forms
from sigai.programme.checks.formulas import formulas_make_sense
from sigai.programme.checks.keys import numbers_by_keys
from sigai.programme.checks.kinds import kinds_below
from sigai.programme.checks.ledger_keys import keys_of_ledgers
from sigai.programme.checks.ledgers import ledger_life_cycles
from sigai.programme.checks.links import links_lead_somewhere
from sigai.programme.checks.mechanisms import mechanism_references
from sigai.programme.checks.parameters import dated_numbers
from sigai.programme.checks.plausibility import plausibility_rules
from sigai.programme.checks.policy_rules import policy_rules
from sigai.programme.checks.readers import readers_of_ledgers
from sigai.programme.checks.record_rows import rows_and_computed
from sigai.programme.checks.references import known_references
from sigai.programme.checks.related import related_measures
from sigai.programme.checks.roles import roles_of_content
from sigai.programme.checks.rounds import rounds_and_rechecks
from sigai.programme.checks.sources import places_in_documents
from sigai.programme.checks.targets import steps_of_tracks
from sigai.programme.checks.uniqueness import unique_ids
from sigai.programme.checks.units import known_units
from sigai.programme.programme import Programme

Rule = Callable[[Programme], Iterator[Issue]]

RULES: tuple[Rule, ...] = (
    unique_ids,
    known_references,
    kinds_below,
    known_units,
    formulas_make_sense,
    measures_in_forms,
    related_measures,
    roles_of_content,
    ledger_life_cycles,
    rights_of_fields,
    counted_by_others,
    readers_of_ledgers,
    links_lead_somewhere,
    rows_and_computed,
    keys_of_ledgers,
    rounds_and_rechecks,
    dated_numbers,
    numbers_by_keys,
    plausibility_rules,
    policy_rules,
    steps_of_tracks,
    places_in_documents,
    mechanism_references,
)


def check_programme(programme: Programme) -> tuple[Issue, ...]:
    """Every finding of every rule, by file and line."""
    issues = Issues()
    for rule in RULES:
        issues.extend(rule(programme))
    return issues.sorted()


__all__ = ["RULES", "Rule", "check_programme"]
