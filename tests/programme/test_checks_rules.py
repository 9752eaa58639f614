"""One fault for each rule about form: ids, units, forms, ledgers, parameters, steps, places, mechanisms."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from helpers_programme import Content, codes, findings, load, small_content, statement
from sigai.programme.checks import RULES, Rule, check_programme
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
from sigai.programme.checks.related import related_measures
from sigai.programme.checks.roles import roles_of_content
from sigai.programme.checks.rounds import rounds_and_rechecks
from sigai.programme.checks.sources import places_in_documents
from sigai.programme.checks.targets import steps_of_tracks
from sigai.programme.checks.uniqueness import unique_ids
from sigai.programme.checks.units import known_units

Change = Callable[[Content], object]


def _at(content: Content, path: str) -> Any:
    """What stands at `targets.0.tracks.0` of some content."""
    found: Any = content
    for step in path.split("."):
        found = found[int(step)] if step.isdigit() else found[step]
    return found


def put(path: str, **values: Any) -> Change:
    """Change keys of the mapping at a path."""
    return lambda content: _at(content, path).update(values)


def add(path: str, item: Any) -> Change:
    """Add to the list at a path."""
    return lambda content: _at(content, path).append(item)


def again(path: str, **values: Any) -> Change:
    """Add the first item of the list at a path once more, with other values."""
    return lambda content: _at(content, path).append({**_at(content, path)[0], **values})


def link(**values: Any) -> Change:
    """Add a field that links to records."""
    name = {"zh": "续于", "en": "after"}
    return add("ledgers.0.fields", {"id": "after", "name": name, "type": "record", **values})


def money(unit: str) -> Change:
    """Add a field of money."""
    return add("ledgers.0.fields", {"id": "fee", "name": {"zh": "费", "en": "fee"}, "type": "money", "unit": unit})


def table(column: str, **values: Any) -> Change:
    """Give the ledger a table inside its records, of one column."""
    name = {"zh": "核查", "en": "checks"}
    columns = [{"id": column, "name": name, "type": "yes_no", **values}]
    return put("ledgers.0", rows=[{"id": "checks", "name": name, "columns": columns}])


def computed(**values: Any) -> Change:
    """Give the ledger a computed field that counts rows."""
    name = {"zh": "次数", "en": "how many"}
    return put("ledgers.0", computed=[{"id": "many", "name": name, "formula": "rows(checks)", **values}])


ONCE = {"id": "once", "name": {"zh": "一次", "en": "once"}, "fields": ["kind"], "states": ["recognised"]}


def key(**values: Any) -> Change:
    """Give the ledger a key."""
    return put("ledgers.0", keys=[{**ONCE, **values}])


def unlike_pool(content: Content) -> None:
    """Two keys of one pool, of one field and of two."""
    put("ledgers.0", keys=[{**ONCE, "pool": "p"}, {**ONCE, "pool": "p", "fields": ["kind", "entity"]}])(content)


in_a_month = again("parameters.0.values", start="2021-03-15")


def mechanism(**values: Any) -> Change:
    return lambda content: content.update(mechanisms=[{"id": "M1", "name": "x", **values}])


def soft_rule(kind: str = "ratio", measures: Any = (), **threshold: Any) -> Change:
    """A soft rule that is whole but for what is given; a ratio without measures given has both."""
    both = {"measures": ["output"], "per": "power"} if kind == "ratio" and not measures else {"measures": measures}
    first = {"start": "2021-01", "low": 0.2, "assumption": "x", **threshold}
    rule = {"id": "rate", "name": {"zh": "率", "en": "rate"}, "kind": kind, **both, "thresholds": [first]}
    return lambda content: content.update(plausibility=[rule])


def both(*changes: Change) -> Change:
    """Several changes, one after the other."""

    def change(content: Content) -> object:
        return [one(content) for one in changes]

    return change


def policy(*editions: Any, **values: Any) -> Change:
    """Add a rule of these editions."""
    one = {"id": "duty", "name": BOTH, "results": [{"id": "y", "name": BOTH}], "editions": list(editions), **values}
    return lambda content: content.update(rules=[one])


def ruled(*steps: Any, start: str = "2020", **values: Any) -> Content:
    """An edition of a rule: steps as (id, formula), the last of which is y."""
    last = {"id": "said", "name": BOTH, "formula": 'if(output > 1 万元, "y", "y")'}
    told = [{"id": name, "name": BOTH, "formula": formula, **more} for name, formula, more in steps]
    return {"start": start, "source": {"title": "invented"}, "steps": [*told, last], **values}


def by_the_month(*steps: Any) -> Change:
    """A rule of these steps, where the number that one takes changes within a year."""
    return both(again("parameters.0.values", start="2021-07", value=0.12), policy(ruled(*steps)))


POWER = ("burnt", "power * $power_tce", {"unit": "tce"})
TRACK = "targets.0.tracks.0"
EARLY_STEP = {"due": "2022", "comparator": ">=", "value": 3}
BOTH = {"zh": "名", "en": "name"}
PRODUCT = {
    "id": "product",
    "name": BOTH,
    "type": "choice",
    "choices": [{"id": "zinc", "name": BOTH}, {"id": "lead", "name": BOTH}],
}
TWICE = {**PRODUCT, "choices": [{"id": "zinc", "name": BOTH}, {"id": "zinc", "name": BOTH}]}
GRADE = {"id": "grade", "name": BOTH, "type": "number", "unit": "%"}
AREA = {"id": "area", "name": BOTH, "type": "area"}
LOW, HIGH = {"below": 45}, {"at_least": 45}


def priced(start: Any = "2020", end: Any = None, value: Any = 3100, **where: Any) -> Content:
    """A number of a parameter by its keys."""
    return {"start": start, "end": end, "where": where, "value": value, "source": {"title": "invented"}}


def limit(*more: Content, keys: Any = (PRODUCT, GRADE), values: Any = None, end: Any = None) -> Change:
    """A parameter by product and grade that is whole but for what is given; `end` is that of lead."""
    whole = [
        priced(product="zinc", grade=LOW),
        priced(product="zinc", grade=HIGH, value=2900),
        priced(product="lead", grade=LOW, end=end),
    ]
    made = {"id": "power_limit", "name": BOTH, "unit": "kWh/t", "keys": list(keys)}
    values = [*(whole if values is None else values), *more]
    return lambda content: content["parameters"].append({**made, "values": values})


STAGE = {"id": "stage", "name": BOTH, "choices": [{"id": "smelting", "name": BOTH}]}
LINE = {"id": "line", "name": BOTH, "parents": ["enterprise"], "attributes": [STAGE]}


def kinds(*made: Content) -> Change:
    """Kinds below an enterprise."""
    return lambda content: content.update(kinds=list(made))


LOST = {"id": "lost", "name": {"zh": "失", "en": "lost"}}

COUNTED_BY_KIND = put("indicators.1", formula="count(titles, state: recognised, where: kind = a)")
HOST = {"id": "host", "name": BOTH, "type": "entity"}

EXPERT = {"id": "expert", "name": BOTH, "scope": "named", "pool": "titles"}


def role(**values: Any) -> Change:
    """A role of the content, whole but for what is given."""
    return lambda content: content.update(roles=[{**EXPERT, **values}])


def judged(*changes: Change) -> Change:
    """A ledger beside the small one whose records an expert judges."""
    steps = [
        {"id": "hand_in", "name": BOTH, "origins": ["start"], "to": "open", "roles": ["unit_reporter"]},
        {"id": "judge", "name": BOTH, "origins": ["open"], "to": "judged", "roles": ["expert"]},
    ]
    states = [{"id": "open", "name": BOTH}, {"id": "judged", "name": BOTH, "final": True}]
    ledger = {"id": "papers", "name": BOTH, "counted_in": "个", "states": states, "transitions": steps}
    return both(role(), add("ledgers", ledger), *changes)


CASES: dict[str, tuple[Rule, str, Change]] = {
    "area twice": (unique_ids, "P010", again("areas")),
    "state twice": (unique_ids, "P010", again("ledgers.0.states")),
    "unit unknown": (known_units, "P012", put("measures.0", unit="万圆")),
    "track in another dimension": (known_units, "P013", put(TRACK, unit="吨")),
    "measure in no form": (measures_in_forms, "P014", put("forms.0", measures=["power"])),
    "measure in two forms": (measures_in_forms, "P015", again("forms", id="more", measures=["power"])),
    "related to itself": (related_measures, "P037", put("measures.0", related=["output"])),
    "related to another rhythm": (
        related_measures,
        "P037",
        both(put("measures.1", frequency="quarter"), put("measures.0", related=["power"])),
    ),
    "rhythm differs": (measures_in_forms, "P016", put("measures.1", frequency="quarter")),
    "state unknown": (ledger_life_cycles, "P017", put("ledgers.0.transitions.1", origins=["applid"])),
    "field unknown": (ledger_life_cycles, "P018", put("ledgers.0.transitions.1", requires=["date"])),
    "state out of reach": (ledger_life_cycles, "P019", add("ledgers.0.states", LOST)),
    "final state left": (ledger_life_cycles, "P020", put("ledgers.0.transitions.0", origins=["recognised"])),
    "choice without choices": (ledger_life_cycles, "P021", put("ledgers.0.fields.0", choices=[])),
    "until an unknown step": (rights_of_fields, "P060", put("ledgers.0.fields.0", fill={"until": "never"})),
    "from an unknown state": (rights_of_fields, "P017", put("ledgers.0.fields.0", fill={"from": "never"})),
    "settles an unknown field": (rights_of_fields, "P018", put("ledgers.0.transitions.1", settles=["date"])),
    "entered by who may not fill in": (
        rights_of_fields,
        "P061",
        put("ledgers.0.fields.0", required=True, fill={"by": ["office"]}),
    ),
    "required before it is filled in": (
        rights_of_fields,
        "P061",
        both(
            put("ledgers.0.fields.0", fill={"by": ["unit_reporter"], "from": "recognised"}),
            put("ledgers.0.transitions.1", requires=["kind"]),
        ),
    ),
    "settles though the subject makes it": (
        rights_of_fields,
        "P062",
        put("ledgers.0.transitions.0", settles=["kind"]),
    ),
    "the subject leads into what counts": (
        counted_by_others,
        "P063",
        put("ledgers.0.transitions.1", roles=["office", "enterprise_reporter"]),
    ),
    "the subject edits what counts": (counted_by_others, "P064", COUNTED_BY_KIND),
    "an enterprise that the record names edits what counts": (
        counted_by_others,
        "P064",
        both(COUNTED_BY_KIND, put("ledgers.0", subject="none"), add("ledgers.0.fields", HOST)),
    ),
    "open to nobody known": (readers_of_ledgers, "P110", put("ledgers.0", readers=[{"to": ["villages"]}])),
    "open in an unknown state": (
        readers_of_ledgers,
        "P017",
        put("ledgers.0", readers=[{"to": ["city"], "states": ["gone"]}]),
    ),
    "open to whom an unknown field names": (
        readers_of_ledgers,
        "P018",
        put("ledgers.0", readers=[{"to": ["city"], "named_in": "colour"}]),
    ),
    "open to whom a choice names": (
        readers_of_ledgers,
        "P111",
        put("ledgers.0", readers=[{"to": ["city"], "named_in": "kind"}]),
    ),
    "filled in by who does not read it": (readers_of_ledgers, "P112", put("ledgers.0.fields.0", read="keepers")),
    "settled by who does not read it": (
        readers_of_ledgers,
        "P112",
        both(
            put("ledgers.0.fields.0", read="keepers", fill={"by": ["office"]}),
            put("ledgers.0.transitions.1", roles=["area_approver"], settles=["kind"]),
        ),
    ),
    "open to no reader": (readers_of_ledgers, "P113", put("ledgers.0.fields.0", read="readers")),
    "a role called like one of every site": (roles_of_content, "P140", role(id="leader")),
    "a role called like a unit": (
        roles_of_content,
        "P140",
        both(role(id="u9"), add("units", {"id": "u9", "name": BOTH, "kind": "department"})),
    ),
    "named by nothing": (roles_of_content, "P141", role(pool=None)),
    "a pool for who is not named": (roles_of_content, "P142", role(scope="city")),
    "a pool that is none": (roles_of_content, "P011", role(pool="masters")),
    "a pool in an unknown state": (roles_of_content, "P017", role(states=["gone"])),
    "a role that nobody has": (roles_of_content, "P011", put("ledgers.0.transitions.1", roles=["expert"])),
    "filled in by a role that nobody has": (roles_of_content, "P011", put("ledgers.0.fields.0", fill={"by": ["x"]})),
    "a judge whom no field names": (roles_of_content, "P143", judged()),
    "a judge whom the subject names leads into what counts": (
        counted_by_others,
        "P063",
        judged(
            put("indicators.1", formula="count(papers, state: judged)"),
            put("ledgers.1", fields=[{"id": "judge", "name": BOTH, "type": "record", "ledgers": ["titles"]}]),
            put("ledgers.1.transitions.0", roles=["enterprise_reporter"]),
        ),
    ),
    "open to whom a link to no pool names": (
        readers_of_ledgers,
        "P111",
        both(
            role(pool="papers"),
            link(ledgers=["titles"]),
            put("ledgers.0", readers=[{"to": ["expert"], "named_in": "after"}]),
        ),
    ),
    "link to no ledger": (links_lead_somewhere, "P076", link()),
    "link to an unknown ledger": (links_lead_somewhere, "P077", link(ledgers=["project"])),
    "link to an unknown state": (links_lead_somewhere, "P017", link(ledgers=["titles"], states=["gone"])),
    "link under a condition that makes no sense": (
        links_lead_somewhere,
        "E080",
        link(ledgers=["titles"], where="x > 0"),
    ),
    "ledgers without a link": (links_lead_somewhere, "P078", put("ledgers.0.fields.0", ledgers=["titles"])),
    "the same entity though nothing is linked": (
        links_lead_somewhere,
        "P078",
        put("ledgers.0.fields.0", same="entity"),
    ),
    "the same entity though records have none": (
        links_lead_somewhere,
        "P144",
        judged(
            put("ledgers.1", subject="none"),
            add(
                "ledgers.0.fields",
                {"id": "of", "name": BOTH, "type": "record", "ledgers": ["papers"], "same": "entity"},
            ),
        ),
    ),
    "money that is none": (known_units, "P082", money("吨")),
    "column called like a field": (rows_and_computed, "P090", table("kind")),
    "column with a time of its own": (rows_and_computed, "P091", table("on", fill={"from": "recognised"})),
    "rows entered with their record": (
        rows_and_computed,
        "P093",
        both(table("on"), put("ledgers.0.transitions.0", requires=["checks"])),
    ),
    "the subject writes the rows that count": (
        counted_by_others,
        "P064",
        both(table("on"), put("indicators.1", formula="count(titles.checks, state: recognised)")),
    ),
    "computed in another unit": (rows_and_computed, "P094", both(table("on"), computed(unit="吨"))),
    "key of an unknown field": (keys_of_ledgers, "P018", key(fields=["colour"])),
    "key in an unknown state": (keys_of_ledgers, "P017", key(states=["gone"])),
    "key by a time that is no date": (keys_of_ledgers, "P079", key(valid_from="kind")),
    "choices alike that are none": (keys_of_ledgers, "P080", key(alike=[{"field": "kind", "choices": ["a", "y"]}])),
    "keys of a pool unlike": (keys_of_ledgers, "P081", unlike_pool),
    "dates out of order": (dated_numbers, "P022", again("parameters.0.values", start="2019-01")),
    "key without choices": (numbers_by_keys, "P039", limit(keys=[TWICE], values=[priced(product="zinc")])),
    "key called on": (numbers_by_keys, "P039", limit(keys=[{**GRADE, "id": "on"}], values=[priced(on=LOW)])),
    "number for no product": (numbers_by_keys, "P040", limit(priced(grade=LOW))),
    "number for a key that is not there": (numbers_by_keys, "P040", limit(priced(product="zinc", grade=LOW, size="x"))),
    "band for a word": (numbers_by_keys, "P040", limit(priced(product=LOW, grade=LOW))),
    "plain number with keys": (numbers_by_keys, "P040", put("parameters.0.values.0", where={"product": "zinc"})),
    "product outside": (numbers_by_keys, "P041", limit(priced(product="tin", grade=LOW))),
    "area outside": (numbers_by_keys, "P041", limit(keys=[AREA], values=[priced(area=110101)])),
    "end before start": (numbers_by_keys, "P042", put("parameters.0.values.0", end="2001-01-01")),
    "two at once": (numbers_by_keys, "P043", limit(priced(product="zinc", grade=LOW))),
    "bands overlap": (numbers_by_keys, "P043", limit(priced(product="zinc", grade={"above": 44, "below": 45}))),
    "other bands without an end": (
        numbers_by_keys,
        "P043",
        limit(priced(product="zinc", grade={"below": 44}, start="2022")),
    ),
    "ends after the next began": (
        numbers_by_keys,
        "P043",
        limit(priced(product="lead", grade=LOW, start="2021-03-15"), end="2021-03-15"),
    ),
    "a kind that stands already": (kinds_below, "P120", kinds({**LINE, "id": "park"})),
    "an attribute named like a measure": (
        kinds_below,
        "P121",
        kinds({**LINE, "attributes": [{**STAGE, "id": "output"}]}),
    ),
    "an attribute named like what all have": (
        kinds_below,
        "P121",
        kinds({**LINE, "attributes": [{**STAGE, "id": "tag"}]}),
    ),
    "an attribute of two kinds": (kinds_below, "P121", kinds(LINE, {**LINE, "id": "outlet"})),
    "a kind of its own": (kinds_below, "P122", kinds({**LINE, "parents": ["line"]})),
    "a choice without choices": (kinds_below, "P123", kinds({**LINE, "attributes": [{**STAGE, "choices": []}]})),
    "choices of no choice": (kinds_below, "P123", kinds({**LINE, "attributes": [{**STAGE, "type": "text"}]})),
    "a form of two kinds": (kinds_below, "P124", both(kinds(LINE), put("measures.0", subject="line"))),
    "a gap in time": (
        numbers_by_keys,
        "P044",
        limit(priced(product="lead", grade=LOW, start="2021-03-15"), end="2021-03-13"),
    ),
    "a hole between bands": (numbers_by_keys, "P045", limit(priced(product="lead", grade={"above": 45}))),
    "product without a number": (
        numbers_by_keys,
        "P046",
        limit(keys=[{**PRODUCT, "choices": [*PRODUCT["choices"], {"id": "tin", "name": BOTH}]}, GRADE]),
    ),
    "changes within a month": (numbers_by_keys, "P047", both(in_a_month, put("indicators.0", formula="$power_tce"))),
    "no method at the start": (dated_numbers, "P023", put("progress.0", start="2022-01")),
    "thresholds crossed": (dated_numbers, "P024", put("progress.0", at_risk=0.97)),
    "ratio without its measure": (plausibility_rules, "P036", soft_rule(kind="ratio", measures=["output"])),
    "ratio without bounds": (plausibility_rules, "P036", soft_rule(low=None)),
    "ratio upside down": (plausibility_rules, "P036", soft_rule(high=0.1)),
    "jump without factor": (plausibility_rules, "P036", soft_rule(kind="history")),
    "threshold from nowhere": (plausibility_rules, "P036", soft_rule(assumption="")),
    "editions at once": (policy_rules, "P150", policy(ruled(end="2022"), ruled(start="2021"))),
    "two editions of one day": (policy_rules, "P150", policy(ruled(), ruled())),
    "an edition ends early": (policy_rules, "P151", policy(ruled(end="2019"))),
    "a step called like a measure": (policy_rules, "P152", policy(ruled(("power", "output", {"unit": "万元"})))),
    "a step called like an attribute": (policy_rules, "P152", policy(ruled(("tag", "output", {"unit": "万元"})))),
    "a step of another dimension": (policy_rules, "P153", policy(ruled(("made", "output", {"unit": "tce"})))),
    "a result without a name": (policy_rules, "P154", policy(ruled(), results=[])),
    "a result that is never given": (
        policy_rules,
        "P155",
        policy(ruled(), results=[{"id": "y", "name": BOTH}, {"id": "z", "name": BOTH}]),
    ),
    "a step asks one after it": (
        policy_rules,
        "E053",
        policy(ruled(("first", "second * 2", {"unit": "万元"}), ("second", "output", {"unit": "万元"}))),
    ),
    "a rule takes a year at the number of a month": (policy_rules, "E076", by_the_month(POWER)),
    "a rule takes it a step later": (
        policy_rules,
        "E076",
        by_the_month(("used", "power", {"unit": "kWh"}), ("burnt", "used * $power_tce", {"unit": "tce"})),
    ),
    "a rule about figures of others": (policy_rules, "E084", policy(ruled(), about="park")),
    "a rule answered by nobody": (policy_rules, "P011", policy(ruled(), answered_by="none")),
    "a rule about nothing": (policy_rules, "P011", policy(ruled(), about="planet")),
    "steps out of order": (steps_of_tracks, "P025", add(f"{TRACK}.steps", {**EARLY_STEP, "assumed": "x"})),
    "step outside": (steps_of_tracks, "P026", put(f"{TRACK}.steps.0", due="2024")),
    "step without ground": (steps_of_tracks, "P027", lambda c: _at(c, f"{TRACK}.steps").insert(0, EARLY_STEP)),
    "statement unused": (steps_of_tracks, "P028", add("targets.0.statements", statement("S2"))),
    "part unknown": (places_in_documents, "P031", put("targets.0.statements.0.source", part="annex9")),
    "span outside": (places_in_documents, "P032", put("targets.0.statements.0.source", span=[90, 101])),
    "document unknown": (places_in_documents, "P011", put("targets.0.statements.0.source", document="law")),
    "a state goes by no date": (ledger_life_cycles, "P075", put("ledgers.0.states.1", dated="kind")),
    "a state goes by no field": (ledger_life_cycles, "P018", put("ledgers.0.states.1", expires="none")),
    "rounds name no step": (rounds_and_rechecks, "P011", put("ledgers.0", rounds={"steps": ["none"]})),
    "mechanism kind unknown": (mechanism_references, "P033", mechanism(by=["page:x"])),
    "mechanism served by nothing": (mechanism_references, "P034", mechanism(level=1)),
    "mechanism names nothing": (mechanism_references, "P011", mechanism(by=["ledger:none"])),
    "nothing to compare like for like": (formulas_make_sense, "P038", put("indicators.0", like_for_like=True)),
    "result in another dimension": (formulas_make_sense, "P035", put("indicators.0", unit="吨")),
}


@pytest.mark.parametrize("name", CASES)
def test_a_fault_is_found_by_its_rule_alone(tmp_path: Path, name: str) -> None:
    rule, code, break_it = CASES[name]
    content = small_content()
    break_it(content)
    assert codes(findings(tmp_path, content, rule)) == [code]


def test_the_small_programme_is_sound(tmp_path: Path) -> None:
    assert check_programme(load(tmp_path, small_content())) == ()


def test_every_rule_has_a_case() -> None:
    tested = {rule for rule, _, _ in CASES.values()}
    assert {rule for rule in RULES if rule.__name__ != "known_references"} == tested
