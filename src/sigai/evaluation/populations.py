"""The register: every entity with its place, its time, and its answers to all conditions of a run.

Conditions are asked once per entity, not once per figure. Entities with the same place and the same answers form one
*class*; figures are summed per class, and everything else happens on the few classes. `above_scale` is a matter of
months: each condition is asked as if below and as if above, and the month decides later which answer holds.

Where there are dated facts an entity has a row for each of its *spells* (`sigai.tables.spells`). Which of them counts
is a matter of two months: figures are owed by the facts of their own month, and they count where and for what the
entity stands at the month `standing`: that of the result, for both terms of growth too. So an entity that moves takes
its past along. `standings` holds both sides of each pair of spells.

Areas are entities as well (kind `city`, `county`, `park` …; id the area's code): figures about an area have them as
their subject. A park that stands on the register itself keeps its own row.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import product
from typing import Any

import ibis
import pyarrow as pa
from ibis import _

from sigai.base.issues import InternalError
from sigai.evaluation.decimals import Wholes
from sigai.evaluation.population_classes import answer, signature, unfolded
from sigai.evaluation.queries import Subject, holds
from sigai.evaluation.term_plan import TermPlan, TermPopulation
from sigai.formulas.quantities import Named, Quantity
from sigai.programme.programme import Programme
from sigai.tables import ATTRIBUTE, Store, area_closure, table_of

NEVER = 1_000_000
"""A month that is never reached: not above scale, no end of activity."""
ATTRIBUTES = ("id", "kind", "area", "park", "industry", "name")


_NONE: Any = ibis.literal([], type="array<string>")


def keep_register(store: Store, programme: Programme, catalogue: TermPlan, *, by_industry: bool) -> None:
    """Keep the tables `register` and `audience` in the store.

    `register`: one row per entity with `place`, `class`, `above_since`, `active_from`, `active_until`; with dated facts
    one per spell, with `holds_from` and `holds_until`, and the table `standings`.
    `audience`: class, audience, `below` and `above`: whether a class belongs to an audience while below, while above.
    """
    entities = subjects(store, programme, by_industry=by_industry)
    answered = entities.mutate(signature=_signature(entities, programme, catalogue.audiences))
    ranked = ibis.window(order_by=[answered.place, answered.signature])
    register = store.keep("register", answered.mutate({"class": ibis.dense_rank().over(ranked).cast("int32")}))
    classes = register.select("class", "place", "signature").distinct()
    store.keep("audience", unfolded(store, classes, len(catalogue.audiences), "audience"))
    if dated(store):
        store.keep("standings", _standings(register))


def dated(store: Store) -> bool:
    """Whether there are dated facts: entities may have several spells."""
    return store.has("spells")


def moment(store: Store) -> tuple[str, ...]:
    """By what numbers of terms are told apart in time: the month `at` that they are of and, with dated facts, the month
    `standing` whose facts say who counts."""
    return ("at", "standing") if dated(store) else ("at",)


def standing_rows(store: Store) -> ibis.Table:
    """The register as figures meet it: id, name, place, class, above_since, and the months active_from to active_until
    for which a figure counts. With dated facts also holds_from, holds_until, and the class (`owed_class`) and above
    scale (`owed_above_since`) by the facts of the figure's own month."""
    columns = ("id", "name", "place", "class", "above_since", "active_from", "active_until")
    return store.table("standings") if dated(store) else store.table("register").select(*columns)


def holding(rows: ibis.Table, month: Any) -> Any:
    """Whether the spells of rows hold in a month."""
    return (rows.holds_from <= month) & (month <= rows.holds_until)


def _standings(register: ibis.Table) -> ibis.Table:
    """Every spell of an entity as the facts of a figure's month, beside every spell in which it may be asked for."""
    own = register.select(
        "id",
        owed_class="class",
        owed_above_since="above_since",
        active_from=ibis.greatest(register.active_from, register.holds_from),
        active_until=ibis.least(register.active_until, register.holds_until),
    )
    own = own.filter(own.active_from <= own.active_until)
    standing = register.select("id", "name", "place", "class", "above_since", "holds_from", "holds_until")
    # Nobody asks for a figure by the facts of a month before its own.
    pairs = own.join(standing, "id")
    return pairs.filter(pairs.holds_until >= pairs.active_from)


def subjects(store: Store, programme: Programme, *, by_industry: bool) -> ibis.Table:
    """Entities (or their spells) and areas in one table, with nulls of times filled in and a `place`."""
    spell = ("holds_from", "holds_until", "lists", "parent") if dated(store) else ()
    source = store.table("spells" if spell else "entities")
    attributes = attribute_columns(source)
    own = ("tags", "above_scale_since", "active_from", "active_until", *attributes)
    entities = source.select(*ATTRIBUTES, *own, *spell)
    areas = store.put("area_subjects", _area_subjects(programme, entities.schema().to_pyarrow()))
    everyone = ibis.union(entities, areas.anti_join(entities, "id"))
    return everyone.select(
        *ATTRIBUTES,
        "tags",
        *attributes,
        place=place_of(everyone.area, everyone.park, everyone.industry if by_industry else None),
        above_since=everyone.above_scale_since.fill_null(NEVER),
        active_from=everyone.active_from.fill_null(0),
        active_until=everyone.active_until.fill_null(NEVER),
        **{name: everyone[name] for name in spell if name != "lists"},
        lists=everyone.lists.fill_null(_NONE) if spell else ibis.null("array<string>"),
    )


def place_of(area: Any, park: Any, industry: Any | None) -> Any:
    """Where an entity counts, as one text: area, park and (where asked for) the division of its industry."""
    division = ibis.literal("") if industry is None else industry.substr(0, 3).fill_null("")
    return area.fill_null("") + "|" + park.fill_null("") + "|" + division


def keep_scopes(store: Store, programme: Programme, places: ibis.Table, *, by_industry: bool) -> None:
    """Keep `scopes` (scope, area, industry) and `place_scopes` (place, scope): whose numbers a place belongs to.

    A scope is an area with all industries (industry empty) or, with `by_industry`, one of the divisions that occur.
    """
    parts = places.select("place").distinct()
    parts = parts.mutate(
        area=parts.place.split("|")[0], park=parts.place.split("|")[1], division=parts.place.split("|")[2]
    )
    industries = [""]
    if by_industry:
        found = store.run(parts.select("division").distinct().order_by("division"))["division"].to_pylist()
        industries = sorted({"", *(str(division) for division in found)})
    areas = programme.areas_under(programme.head.area)
    rows = [(number, *pair) for number, pair in enumerate(product(areas, industries))]
    scopes = store.put("scopes", table_of(rows, scope=pa.int32(), area=pa.string(), industry=pa.string()))
    closure = store.put("area_closure", area_closure(programme))
    above = ibis.union(
        parts.join(closure, parts.area == closure.area).select("place", "division", "ancestor"),
        parts.join(closure, parts.park == closure.area).select("place", "division", "ancestor"),
        distinct=True,
    )
    placed = above.join(scopes, above.ancestor == scopes.area)
    store.keep("place_scopes", placed.filter(_.industry.isin(["", _.division])).select("place", "scope"))


def entity_subject(
    programme: Programme,
    table: ibis.Table,
    *,
    above: Any,
    named: Callable[[Named], Quantity[Wholes]] | None = None,
    prefix: str = "",
    column_prefix: str = "",
) -> Subject:
    """How conditions are asked of a table that has the register's columns, maybe with a prefix before their names."""
    columns = {f"{prefix}{name}": table[f"{column_prefix}{name}"].nullif("") for name in ATTRIBUTES}
    if not prefix:
        columns |= {name: _attribute(table, name) for name in programme.attribute_by_id}
    known = table[f"{column_prefix}id"].notnull()
    return Subject(
        programme=programme,
        columns=columns,
        tags={
            f"{prefix}tag": known.ifelse(table[f"{column_prefix}tags"].fill_null(_NONE), ibis.null("array<string>")),
            f"{prefix}list": table[f"{column_prefix}lists"],
        },
        above={f"{prefix}above_scale": known.ifelse(above, ibis.null("boolean"))},
        numbers=frozenset(),
        times={},
        named=named or _no_numbers,
    )


def attribute_columns(table: ibis.Table) -> list[str]:
    """The columns of attributes that facts told, of a table that has the register's."""
    return [name for name in table.columns if name.startswith(ATTRIBUTE)]


def _attribute(table: ibis.Table, name: str) -> Any:
    """The column of an attribute; unknown everywhere where no fact ever told it."""
    column = f"{ATTRIBUTE}{name}"
    # A literal null is no column to the engine's comparisons.
    return table[column] if column in table.columns else table.id.nullif(table.id)


def _no_numbers(asked: Named) -> Quantity[Wholes]:
    raise InternalError(f"a condition about attributes alone has no numbers: {asked}")


def _signature(entities: ibis.Table, programme: Programme, audiences: tuple[TermPopulation, ...]) -> Any:
    """Each entity's answers to whether it belongs to the audiences."""

    def belongs(audience: TermPopulation, above: bool) -> Any:
        subject = entity_subject(programme, entities, above=ibis.literal(above))
        return (entities.kind == audience.kind) & holds(audience.condition, subject)

    return signature(answer(audience.condition, partial(belongs, audience)) for audience in audiences)


def _area_subjects(programme: Programme, schema: pa.Schema) -> pa.Table:
    areas = programme.areas
    columns: dict[str, list[Any]] = {name: [None] * len(areas) for name in schema.names}
    columns["id"] = [area.code for area in areas]
    columns["name"] = [area.name.zh for area in areas]
    columns["kind"] = [area.kind for area in areas]
    columns["area"] = [area.code for area in areas]
    if "holds_from" in columns:
        columns["holds_from"], columns["holds_until"] = [0] * len(areas), [NEVER] * len(areas)
    return pa.table(columns, schema=schema)
