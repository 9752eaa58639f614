"""How the fields of a ledger look in forms and sheets; the type that CONTRIBUTING shows, too."""

from __future__ import annotations

import ast
import io
import re
from typing import Any

import openpyxl
import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from helpers_field_types import PHONE, add_phone
from helpers_repository import templates
from helpers_source import modules
from helpers_web_ledgers import WORKS
from sigai.ledgers import Record
from sigai.programme import FIELD_TYPES, Ledger
from sigai_web.ledgers.field_looks import FIELD_LOOKS
from sigai_web.ledgers.forms import cells, sent_values
from sigai_web.ledgers.sheets import template_response
from sigai_web.ledgers.words import Wording

pytestmark = pytest.mark.django_db


def works(*more: dict[str, Any]) -> Ledger:
    return Ledger.model_validate({**WORKS, "fields": [*WORKS["fields"], *more]})


def boxes(ledger: Ledger) -> dict[str, str]:
    """The HTML of every field of an empty form, by its id, on one line."""
    found = cells(ledger, Record(ledger.id, ""), None)
    pages = {cell.key.removeprefix("f_"): render_to_string("ledgers/_cell.html", {"cell": cell}) for cell in found}
    return {name: " ".join(page.split()) for name, page in pages.items()}


def test_only_types_that_there_are_have_looks() -> None:
    assert set(FIELD_LOOKS) <= set(FIELD_TYPES)


def test_nobody_asks_a_field_for_its_type_by_name() -> None:
    """Whoever did would have to learn every new type: a field is asked for its kind, or the type asked."""
    where = ("sigai.ledgers.", "sigai.demonstration.", "sigai.indicators.", "sigai_web.ledgers.", "sigai_web.store.")
    found = [
        f"{module}:{node.lineno}: ask for the kind, or let the type say it (sigai.programme.field_types)"
        for module, tree in modules().items()
        if module.startswith(where)
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare | ast.Match) and _asks_a_type(node)
    ]
    pages = {name: page for name, page in templates().items() if "/ledgers/" in name}
    found += [name for name, page in pages.items() if re.search(r"\b(field|cell)\.type\b", page)]
    assert found == []


def _asks_a_type(node: ast.Compare | ast.Match) -> bool:
    asked = [node.subject] if isinstance(node, ast.Match) else [node.left]
    words = {part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)}
    return any(isinstance(one, ast.Attribute) and one.attr == "type" for one in asked) and bool(
        words & set(FIELD_TYPES)
    )


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('field.type == "date"', True),
        ('field.type in ("text", "yes_no")', True),
        ('match field.type:\n    case "area": ...', True),
        ('field.kind == "date"', False),
        ("a.type == b.type", False),
    ],
)
def test_a_type_asked_by_name_is_found(source: str, found: bool) -> None:
    (node,) = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Compare | ast.Match)]
    assert _asks_a_type(node) is found


def test_every_type_has_its_box() -> None:
    found = boxes(works())
    assert "<textarea" in found["note"] and "wide-field" in found["note"]
    assert 'inputmode="decimal" class="n" >' in found["cost"]
    assert 'type="date" >' in found["begun_on"]
    assert 'placeholder="2022-06" >' in found["quarter"]
    assert "<datalist" in found["partner"]
    assert all("<select" in found[name] for name in ("kind", "key", "site", "helper"))


def test_the_type_of_the_recipe_has_its_box_its_words_and_its_column(monkeypatch: pytest.MonkeyPatch) -> None:
    add_phone(monkeypatch)
    ledger = works({**PHONE, "required": True})
    box = boxes(ledger)["line"]
    assert 'type="tel" >' in box and "<textarea" not in box and "wide-field" not in box
    field = ledger.field("line")
    assert field is not None
    assert Wording().value(field, "01012345678").text == "01012345678"
    page = openpyxl.load_workbook(io.BytesIO(template_response(ledger, ()).content)).active
    (head,) = [cell for cell in page[1] if cell.value == "电话"]
    assert page.column_dimensions[head.column_letter].number_format == "@"
    assert "必填；电话号码，如 010-12345678" in str(head.comment.text)


def test_a_target_and_a_task_are_chosen_and_shown_with_their_pages(filled: None) -> None:
    ledger = works(
        {"id": "goal", "name": {"zh": "目标", "en": "goal"}, "type": "target"},
        {"id": "job", "name": {"zh": "任务", "en": "job"}, "type": "task"},
    )
    assert '<option value="T">T 产值</option>' in boxes(ledger)["goal"]
    assert '<option value="K1">K1 做事</option>' in boxes(ledger)["job"]
    goal, job = ledger.field("goal"), ledger.field("job")
    assert goal is not None and job is not None
    shown = [Wording().value(field, pk) for field, pk in ((goal, "T"), (job, "K1"), (goal, "某个目标"))]
    assert [(one.text, one.url) for one in shown] == [
        ("T 产值", "/targets/T"),
        ("K1 做事", "/tasks/K1"),
        ("某个目标", ""),
    ]


def test_a_text_from_before_it_was_chosen_stays_until_somebody_chooses(filled: None) -> None:
    ledger = works({"id": "goal", "name": {"zh": "目标", "en": "goal"}, "type": "target"})
    (cell,) = [
        one for one in cells(ledger, Record("works", "1", fields={"goal": "某个目标"}), None) if "goal" in one.key
    ]
    page = " ".join(render_to_string("ledgers/_cell.html", {"cell": cell}).split())
    assert '<option value="某个目标" selected>某个目标</option>' in page


SECTORS = {
    "id": "sectors",
    "name": {"zh": "行业", "en": "sectors"},
    "type": "choices",
    "choices": [{"id": one, "name": {"zh": f"{one}业", "en": one}} for one in "abc"],
}


def test_several_choices_are_sent_shown_and_written_into_a_sheet_as_they_are_read() -> None:
    ledger = works(SECTORS)
    field = ledger.field("sectors")
    assert field is not None
    sent = QueryDict("f_sectors=&f_sectors=a&f_sectors=c&f_note=x")
    assert sent_values(sent) == {"sectors": "a;c", "note": "x"}
    assert sent_values(QueryDict("f_sectors=")) == {"sectors": ""}
    assert Wording().value(field, "a;c").text == "a业；c业"
    (cell,) = [one for one in cells(ledger, Record("works", "1", fields={"sectors": "a;c"}), None) if one.chosen]
    page = " ".join(render_to_string("ledgers/_cell.html", {"cell": cell}).split())
    assert "multiple" in page and page.count(" selected") == 2
    book = openpyxl.load_workbook(io.BytesIO(template_response(ledger, ()).content))
    (head,) = [cell for cell in book.active[1] if cell.value == "行业"]
    assert "分号" in str(head.comment.text)
    lists = [str(one.sqref) for one in book.active.data_validations.dataValidation]
    assert not any(head.column_letter in one for one in lists)
