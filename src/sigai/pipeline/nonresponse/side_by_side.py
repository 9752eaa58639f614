"""Indicators of many variants of one month in one run: each variant is a city of its own, beside the others.

Formulas are compiled once instead of once for each variant, which is most of the time of a small run. Everybody stands
straight under the variant's city, because only its numbers are asked; formulas that look at single places do not take
part (see `worlds`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sigai.base.periods import Period
from sigai.indicators import compute
from sigai.pipeline.nonresponse.worlds import World
from sigai.programme.organisation import Area
from sigai.programme.programme import Programme
from sigai.tables import ENTITIES, VALUE_HISTORY, Data, Estimates

_ALL = "all"


@dataclass(frozen=True, slots=True, eq=False)
class Variant:
    """The figures of one variant, and what was estimated in it."""

    values: pa.Table
    estimates: Estimates


def results_of(world: World, variants: Sequence[Variant], month: Period) -> list[pa.Table]:
    """The results of one month for each variant, as if of the programme's own area."""
    data = Data(
        entities=pa.concat_tables([_entities(world, number) for number in range(len(variants))]),
        values=pa.concat_tables([_theirs(each.values, number) for number, each in enumerate(variants)]),
        history=VALUE_HISTORY.empty_table(),
        records=world.data.records,
        record_states=world.data.record_states,
    )
    estimates = Estimates(
        *(
            pa.concat_tables([_theirs(getattr(each.estimates, part), number) for number, each in enumerate(variants)])
            for part in ("values", "draws", "weights")
        )
    )
    found = compute(
        _programme(world, len(variants)),
        data,
        first=month,
        last=month,
        indicators=world.indicators,
        terms=False,
        estimates=estimates,
    ).results
    return [_own(found, number, world.root) for number in range(len(variants))]


def _city(number: int) -> str:
    return f"v{number}"


def _programme(world: World, count: int) -> Programme:
    """The programme with a city for each variant; only what indicators need of it."""
    whole = world.programme
    kind = whole.area_by_code[world.root].kind
    name = whole.head.title
    cities = (Area(code=_city(number), name=name, kind=kind, parent=_ALL) for number in range(count))
    return Programme(
        head=whole.head.model_copy(update={"area": _ALL}),
        areas=(Area(code=_ALL, name=name, kind="country"), *cities),
        industry_groups=whole.industry_groups,
        parameters=whole.parameters,
        measures=whole.measures,
        forms=whole.forms,
        indicators=whole.indicators,
    )


def _entities(world: World, number: int) -> pa.Table:
    """Everybody of a variant, areas below the city among them."""
    below = [area for area in world.programme.areas if area.code != world.root]
    own = {"id": "code", "kind": "kind"}
    columns = [
        pa.array([getattr(area, own[field.name]) for area in below], field.type)
        if field.name in own
        else pa.nulls(len(below), field.type)
        for field in ENTITIES
    ]
    everybody = pa.concat_tables([world.data.entities, pa.table(columns, schema=ENTITIES)])
    places = {
        "id": _prefixed(everybody["id"], number),
        "area": pa.array([_city(number)] * everybody.num_rows, pa.string()),
        "park": pa.nulls(everybody.num_rows, pa.string()),
    }
    for name, column in places.items():
        everybody = everybody.set_column(ENTITIES.get_field_index(name), ENTITIES.field(name), column)
    return everybody


def _theirs(table: pa.Table, number: int) -> pa.Table:
    """A table with the entities of a variant."""
    place = table.schema.get_field_index("entity")
    return table.set_column(place, "entity", _prefixed(table["entity"], number))


def _prefixed(ids: pa.ChunkedArray[Any], number: int) -> pa.Array[Any]:
    """Ids as those of a variant."""
    coded = ids.cast(pa.string()).combine_chunks().dictionary_encode()
    names = pa.array([f"{_city(number)}:{name}" for name in coded.dictionary.to_pylist()], pa.string())
    return names.take(coded.indices)


def _own(results: pa.Table, number: int, root: str) -> pa.Table:
    kept = results.filter((pc.field("area") == _city(number)) & pc.field("industry").is_null())
    place = kept.schema.get_field_index("area")
    return kept.set_column(place, kept.schema.field(place), pa.array([root] * kept.num_rows, pa.string()))
