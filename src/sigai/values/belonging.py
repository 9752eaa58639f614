"""What belongs to an entity: kinds that the programme declares, their columns, what may be said of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

import pyarrow as pa

from sigai.base.digests import digest_bytes
from sigai.base.issues import Issue, Place
from sigai.programme.kinds import EntityKind, KindAttribute
from sigai.programme.programme import Programme
from sigai.tables.contracts import ENTITIES
from sigai.tables.files import clean, header_key
from sigai.tables.files.columns import Aliases
from sigai.tables.following import OF_PARENT
from sigai.values.headers import ENTITY_ALIASES, KIND_WORDS
from sigai.values.problems import ERROR, declare

NO_PARENT_SAID = declare(
    "V145",
    ERROR,
    ("没有写明“{given}”属于哪个主体，不算在任何企业和地区", "在“所属主体”列写企业的代码或名称（可属于：{kinds_zh}）"),
    (
        'it is not said what "{given}" belongs to: it counts nowhere',
        "write the code or name of the enterprise in a column parent (it may belong to: {kinds_en})",
    ),
)
FOLLOWS_PARENT = declare(
    "V146",
    ERROR,
    (
        "“{entity}”的{fact}随它所属的主体，不能另写，这一行没有读取",
        "改写所属主体的{fact}；换了主体的，写事项“所属主体”",
    ),
    (
        '{fact} of "{entity}" is that of what it belongs to; this row was not read',
        "tell it of the parent; where the parent is another one now, tell the fact parent",
    ),
)
NOT_OF_THIS_KIND = declare(
    "V147",
    ERROR,
    ("“{entity}”这类主体没有“{fact}”这一项，没有读取", "这一项属于：{kinds_zh}"),
    ('"{entity}" is of a kind that has no {fact}; it was not read', "it belongs to: {kinds_en}"),
)
LACKS_ATTRIBUTE = declare(
    "V148",
    ERROR,
    ("没有写明“{given}”的“{attribute_zh}”", "补上这一列；可写：{known}"),
    ('it is not said what "{attribute_en}" of "{given}" is', "fill that column in; it may be: {known}"),
)

FOLLOWING = frozenset(("area", "park", "industry", "above_scale"))
"""Facts that something which belongs to another has from it."""
_YES_NO = {**dict.fromkeys(("yes", "true", "1", "是"), True), **dict.fromkeys(("no", "false", "0", "否"), False)}
_CODE, _MARK = 18, 10
_PARENT_WORDS = ("parent", "所属主体", "上级主体", "所属企业")


def kind_words(programme: Programme) -> Mapping[str, str]:
    """The words for kinds of entities in people's files, and the kind that each means."""
    own = {
        word.lower(): kind.id
        for kind in programme.kinds
        for word in (kind.id, kind.name.zh, kind.name.en, *kind.aliases)
    }
    return {**KIND_WORDS, **own}


@lru_cache(maxsize=8)
def _aliases(kinds: tuple[EntityKind, ...]) -> Aliases:
    found = dict(ENTITY_ALIASES)
    found |= {key: "parent" for word in _PARENT_WORDS if (key := header_key(word)) not in found}
    for kind in kinds:
        for one in kind.attributes:
            for word in (one.id, one.name.zh, one.name.en):
                found.setdefault(header_key(word), one.id)
    return found


def entity_aliases(programme: Programme) -> Aliases:
    """Every way to write the header of a column of entities, with the attributes of the programme's kinds."""
    return _aliases(programme.kinds) if programme.kinds else ENTITY_ALIASES


def told_columns(programme: Programme) -> tuple[str, ...]:
    """The columns of entities whose words are facts without a beginning: the parent and the attributes."""
    return ("parent", *programme.attribute_by_id) if programme.kinds else ()


def own_id(parent: str, kind: str, name: str) -> str:
    """The id of what belongs to an entity and has none of its own: the same for the same name, so that a second time
    nothing is doubled."""
    told = digest_bytes(f"{parent}|{kind}|{clean(name)}".encode()).removeprefix("sm3:")
    return f"{parent[:_CODE]}-{told[:_MARK]}"


def kinds_with(programme: Programme, attribute: str) -> dict[str, str]:
    """The kinds that have an attribute, as facts of a message."""
    found = [kind for kind in programme.kinds if any(one.id == attribute for one in kind.attributes)]
    return {"kinds_zh": "、".join(kind.name.zh for kind in found), "kinds_en": ", ".join(kind.id for kind in found)}


def yes_or_no(word: str) -> bool | None:
    """What a word of the register says where it may say yes or no."""
    return _YES_NO.get(word.lower())


def attribute_value(attribute: KindAttribute, word: str) -> str | None:
    """What a word says of an attribute, as facts hold it; None where it is none of its choices."""
    if attribute.type == "text":
        return word or None
    if attribute.type == "yes_no":
        return {True: "true", False: "false", None: None}[yes_or_no(word)]
    return next((one.id for one in attribute.choices if clean(word) in _names(one.id, one.name.zh, one.name.en)), None)


def _names(*words: str) -> tuple[str, ...]:
    return tuple(clean(word) for word in words)


def lacking(entities: pa.Table, facts: pa.Table, programme: Programme) -> Iterator[Issue]:
    """Entities of the programme's kinds of which it is not said what they belong to, or what they must say of
    themselves."""
    if not programme.kinds:
        return
    told = set(zip(facts["entity"].to_pylist(), facts["fact"].to_pylist(), strict=True))
    columns = (entities[name].to_pylist() for name in ("id", "name", "kind", "file", "row"))
    for identifier, name, own, file, row in zip(*columns, strict=True):
        kind = programme.kind_by_id.get(own)
        if kind is None:
            continue
        place, given = Place(file or "", row=row), name or identifier
        if (identifier, "parent") not in told:
            yield NO_PARENT_SAID.at(place, given=given, **_parents(kind, programme))
        for one in kind.attributes:
            if one.required and (identifier, one.id) not in told:
                known = "、".join(f"{choice.name.zh}（{choice.id}）" for choice in one.choices) or one.type
                names = {"attribute_zh": one.name.zh, "attribute_en": one.name.en}
                yield LACKS_ATTRIBUTE.at(place, given=given, known=known, **names)


def _parents(kind: EntityKind, programme: Programme) -> dict[str, str]:
    names = programme.kind_names
    return {
        "kinds_zh": "、".join(names[one].zh for one in kind.parents if one in names),
        "kinds_en": ", ".join(kind.parents),
    }


def placed(entities: pa.Table, facts: pa.Table, programme: Programme) -> pa.Table:
    """Entities of which those that belong to another have its place where their own line says none."""
    if not programme.kinds:
        return entities
    above = {row["entity"]: row["value"] for row in facts.to_pylist() if row["fact"] == "parent"}
    rows = {row["id"]: row for row in entities.to_pylist()}
    for row in rows.values():
        top, steps = row, 0
        while top["id"] in above and above[top["id"]] in rows and steps <= len(programme.kinds):
            top, steps = rows[above[top["id"]]], steps + 1
        if top is not row:
            row |= {name: top[name] for name in OF_PARENT}
    return pa.Table.from_pylist(list(rows.values()), schema=ENTITIES)
