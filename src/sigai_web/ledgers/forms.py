"""Forms of records, made from their ledger's definition: one cell a field, with its issues beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from sigai.base import Issue
from sigai.ledgers import Head, Record, RecordKey, named_pairs, offered_name
from sigai.programme import MANY, Ledger, LedgerField, Programme, Text, Transition, several
from sigai_web import programme
from sigai_web.language import choose, language
from sigai_web.ledgers import services
from sigai_web.ledgers.field_looks import PLAIN, FieldLook, look_of
from sigai_web.ledgers.models import Attachment
from sigai_web.ledgers.words import Shown, Wording
from sigai_web.permissions import Reach, reaches
from sigai_web.store.models import CurrentRecord, Entity
from sigai_web.store.operations import RECORD_KEEP

_OWN = "f_"
"""Stands in forms before the fields of a ledger: what every record has is apart from them."""
Closed = Mapping[str, Issue]
"""The fields that somebody may not write, and why not (`sigai_web.ledgers.filling`)."""
NONE_CLOSED: Closed = {}
NOT_GIVEN = Shown("")
_HEAD = {"name": ("名称", "Name"), "entity": ("主体", "Entity"), "area": ("地区", "Area")}


@dataclass(slots=True)
class FormField:
    """One field of a form. `options` are (value, words); `theirs` is what somebody else wrote meanwhile; `offer` the
    address that offers records to link to, of the entity that stands in the field `beside` it.

    One that is `closed`, for whatever reason that says, is shown (`shown`) and not offered for typing.
    """

    key: str
    label: str
    kind: str
    value: str = ""
    unit: str = ""
    required: bool = False
    note: str = ""
    options: Sequence[tuple[str, str]] = ()
    issues: list[Issue] = field(default_factory=list)
    theirs: str | None = None
    look: FieldLook = PLAIN
    closed: Issue | None = None
    shown: Shown = NOT_GIVEN
    offer: str = ""
    beside: str = ""

    @property
    def chosen(self) -> Sequence[str]:
        """What is chosen where several can be."""
        return several(self.value)

    @property
    def wide(self) -> bool:
        """Whether it takes the whole width of the form: texts and the name of the record do."""
        return self.look.long or self.key == "name"


@dataclass(slots=True)
class EvidenceField:
    """A document that a step asks for: how it is called, which lie there already, what is wrong with what came."""

    key: str
    name: str
    there: Sequence[Attachment] = ()
    issues: list[Issue] = field(default_factory=list)


def evidence_of(step: Transition, free: Sequence[Attachment] = ()) -> list[EvidenceField]:
    """The documents of a step; `free` are those of the record on which no step rests yet."""
    return [
        EvidenceField(each.zh, each[language()], [one for one in free if one.evidence in (each.zh, each.en)])
        for each in step.evidence
    ]


def key_of(name: str) -> str:
    """How a field of a ledger is called in a form: apart from what every record has."""
    return f"{_OWN}{name}"


def cells(
    ledger: Ledger,
    record: Record,
    given: Mapping[str, str] | None,
    only: Iterable[str] | None = None,
    closed: Closed = NONE_CLOSED,
    *,
    among: Collection[str] | None = None,
    links: Mapping[RecordKey, CurrentRecord] | None = None,
) -> list[FormField]:
    """The fields of a record as a form; `given` is what somebody sent, `only` the fields that a step asks for, `closed`
    those that its reader may not write, `among` those that they read, where these are not all; `links` the linked
    records, to be shown by name."""
    chosen = set(only) if only is not None else None
    mentioned = (str(record.fields.get(one.id) or "") for one in ledger.fields if one.kind == "entity")
    wording = Wording(mentioned, links)
    found = []
    for one in ledger.fields:
        if (chosen is not None and one.id not in chosen) or (among is not None and one.id not in among):
            continue
        cell = FormField(
            key=key_of(one.id),
            label=one.name[language()],
            kind=one.kind,
            unit=one.unit,
            required=one.required or chosen is not None,
            note=one.note if language() == "zh" else "",
            options=options_of(one, programme.current()),
            look=look_of(one.type),
            offer=_offer(ledger, one, record) if one.kind == "record" else "",
            beside=one.same or "",
            closed=closed.get(one.id),
            shown=wording.value(one, record.fields.get(one.id)),
        )
        cell.value = _written(one, record.fields.get(one.id), wording)
        if one.kind == "named" and cell.value and cell.value not in dict(cell.options):
            cell.options = [(cell.value, cell.value), *cell.options]
        if given is not None and cell.key in given:
            cell.value = sent_word(given, cell.key)
        found.append(cell)
    return found


def _offer(ledger: Ledger, field: LedgerField, record: Record) -> str:
    """The address that offers records to link to; of one entity only where that is asked for and known."""
    about = f"?{urlencode({'about': record.entity})}" if field.same and record.entity else ""
    return reverse("record-options", args=[ledger.id, field.id]) + about


def head_cells(
    user: Any, ledger: Ledger, record: Record, given: Mapping[str, str] | None, closed: Closed = NONE_CLOSED
) -> list[FormField]:
    """Name, subject and area of a record as a form."""
    areas = area_options(programme.current())
    found = [FormField("name", choose(*_HEAD["name"]), "text", record.name)]
    if ledger.subject != "none":
        found.append(_subject_cell(user, ledger, record))
    found.append(FormField("area", choose(*_HEAD["area"]), "area", record.area or "", options=areas))
    wording = Wording([record.entity])
    shown = {"name": record.name, "entity": wording.entity(record.entity), "area": wording.area(record.area)}
    for cell in found:
        cell.closed, cell.shown = closed.get(cell.key), Shown(shown[cell.key])
        if given is not None and cell.key in given:
            cell.value = given[cell.key]
    return found


def _subject_cell(user: Any, ledger: Ledger, record: Record) -> FormField:
    """Whom a record is about: chosen from areas or parks, from one's own enterprises, or from the register by name."""
    label, required = choose(*_HEAD["entity"]), ledger.subject != "area"
    own = own_entities(user)
    if ledger.subject in ("area", "park"):
        options = _places(ledger.subject)
    elif own is not None:
        offered = dict.fromkeys([*own, *([record.entity] if record.entity else [])])
        names = Wording(offered)
        options = [(pk, names.entity(pk)) for pk in offered]
    else:
        text = _entity_text(record.entity, Wording([record.entity]))
        return FormField("entity", label, "entity", text, required=required)
    first = options[0][0] if own and ledger.subject == "enterprise" else ""
    return FormField("entity", label, "choice", record.entity or first, required=required, options=options)


def _places(subject: str) -> list[tuple[str, str]]:
    """The areas that a record may be about; parks also from the register."""
    content = programme.current()
    if subject == "area":
        return area_options(content)
    parks = [(area.code, area.name[language()]) for area in content.areas if area.kind == "park"]
    return [*parks, *Entity.objects.filter(kind="park").order_by("name").values_list("pk", "name")]


def own_entities(user: Any) -> list[str] | None:
    """The only entities whose records somebody may enter; None where that is not all that they may do."""
    held = reaches(user, RECORD_KEEP)
    if any(reach is not Reach.ENTITY for reach, _ in held):
        return None
    return [scope for _, scope in held]


def starting_record(user: Any, ledger: Ledger) -> Record:
    """A new record with what follows from who enters it: their enterprise, their area."""
    held = reaches(user, RECORD_KEEP)
    entities = [scope for reach, scope in held if reach is Reach.ENTITY]
    areas = [scope for reach, scope in held if reach is Reach.AREA]
    entity = entities[0] if len(held) == 1 and entities and ledger.subject != "none" else None
    return Record(ledger.id, "", entity=entity, area=areas[0] if len(held) == 1 and areas else None)


def read_head(given: Mapping[str, str], record: Record | None = None) -> Head:
    """What every record has, as it was sent; what its form did not offer stays as the record has it."""
    stands = record or Record("", "")
    return Head(
        given.get("name", stands.name),
        given.get("entity", stands.entity or ""),
        given.get("area", stands.area or ""),
    )


def sent_values(given: QueryDict) -> dict[str, str]:
    """The fields that were sent, by their ids; of one that holds several, all that were chosen."""
    return {key.removeprefix(_OWN): sent_word(given, key) for key in given if key.startswith(_OWN)}


def sent_word(given: Mapping[str, str], key: str) -> str:
    """What was sent of a field."""
    return MANY.join(filter(None, given.getlist(key))) if isinstance(given, QueryDict) else given[key]


def sent_number(given: Mapping[str, str], name: str) -> int:
    """A whole number as it was sent, such as a revision; 0 where it is none."""
    text = given.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def read_day(text: str) -> date | None:
    """A day as it was sent; None where it cannot be read."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def place_issues(
    found: Sequence[FormField], issues: Iterable[Issue], evidence: Sequence[EvidenceField] = ()
) -> list[Issue]:
    """Put issues beside their fields and documents; the rest come back."""
    by_key: dict[str, FormField | EvidenceField] = {cell.key: cell for cell in found}
    documents = {one.key: one for one in evidence}
    rest = []
    for issue in issues:
        column = issue.place.column or ""
        cell = by_key.get(key_of(column)) or by_key.get(column) or documents.get(issue.facts.get("evidence", column))
        if cell is None:
            rest.append(issue)
        else:
            cell.issues.append(issue)
    return rest


def options_of(one: LedgerField, content: Programme) -> list[tuple[str, str]]:
    """What a field may be, where that is a list."""
    match one.kind:
        case "choice" | "choices":
            return [(choice.id, choice.name[language()]) for choice in one.choices]
        case "yes_no":
            return [("yes", choose("是", "yes")), ("no", choose("否", "no"))]
        case "area":
            return area_options(content)
        case "unit":
            return [(unit.id, unit.name[language()]) for unit in content.units]
        case "named":
            pairs = named_pairs(content)[one.holds.names] if one.holds.names else []
            return [(pk, offered_name(pk, name[language()])) for pk, name in pairs]
        case _:
            return []


def area_options(content: Programme) -> list[tuple[str, str]]:
    """The areas from the programme's own down, each below the one that it lies in."""
    own = content.areas_under(content.head.area)

    def branch(code: str, depth: int) -> list[tuple[str, str]]:
        name: Text = content.area_by_code[code].name
        below = [area.code for area in content.areas if area.parent == code and area.code in own]
        rows = [(code, "\u3000" * depth + name[language()])]
        return rows + [row for each in below for row in branch(each, depth + 1)]

    return branch(content.head.area, 0)


def _written(one: LedgerField, value: Any, wording: Wording) -> str:
    """A value as somebody would write it."""
    if value in (None, ""):
        return ""
    match one.kind:
        case "yes_no":
            return "yes" if value else "no"
        case "number":
            return f"{float(value):.4f}".rstrip("0").rstrip(".")
        case "entity":
            return _entity_text(str(value), wording)
        case _:
            return str(value)


def _entity_text(pk: str | None, wording: Wording) -> str:
    if not pk:
        return ""
    name = wording.entity(pk)
    return services.chosen(name, pk) if name and name != pk else pk
