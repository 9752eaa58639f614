"""Faults of templates are found by reading them, before anything is drafted: all of them, with file and paragraph."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from docx import Document

from helpers_reports import finished_run, programme, text
from sigai.base.issues import UserError
from sigai.programme.bulletins import BulletinKind
from sigai.reports import STANDARD_KINDS, draft_bulletin, template_issues
from sigai.reports.bulletin import _context, standard_file
from sigai.reports.circular.templates import REQUIRED, SHAPES
from sigai.reports.view import View

CLOSED = " ".join(f"{{{{ {name} }}}}" for name in REQUIRED)


def issues(folder: Path, *lines: str, head: str = "", rows: tuple[str, ...] = ()) -> list[tuple[str, str, Any]]:
    """Code, what is said, and the place, of a template with some paragraphs and a table."""
    document = Document()
    for line in (CLOSED, *lines):
        document.add_paragraph(line)
    if rows:
        table = document.add_table(len(rows), 1)
        for cell, words in zip(table.columns[0].cells, rows, strict=True):
            cell.text = words
    if head:
        document.sections[0].header.paragraphs[0].text = head
    (folder / "bulletins").mkdir()
    document.save(str(folder / "bulletins" / "own.docx"))
    return found(folder)


def found(folder: Path) -> list[tuple[str, str, Any]]:
    own = BulletinKind(id="own", name=text("自定", "own"), template="own.docx")
    content = programme().model_copy(update={"bulletins": (own,), "folder": str(folder)})
    return [(issue.code, issue.what("en"), issue.place) for issue in template_issues(content)]


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        ("{{ titel }}", ["titel"]),
        ("{% if mised %}x{% else %}{{ nothing }}{% endif %}", ["mised", "nothing"]),
        ("{{ areas.headings }}", ["areas.headings"]),
        ("{{ pictures.parks }}", ["pictures.parks"]),
        ("{% for pillar in pillars %}{{ pillar.nam }}{{ line }}{% endfor %}", ["pillar.nam", "line"]),
        ("{% for one in pillars %}{% for row in one.rows %}{{ row.goals }}{% endfor %}{% endfor %}", ["row.goals"]),
        ("{{ overall|join('') }}{{ overal|length }}", ["overal"]),
        ("{{ pillars[0].id }}{{ pillars[0].ids }}", ["pillars.0.ids"]),
    ],
)
def test_every_tag_that_there_is_not_is_named(tmp_path: Path, line: str, tags: list[str]) -> None:
    faults = issues(tmp_path, "text", line)
    assert [(code, str(place)) for code, _, place in faults] == [("G020", "bulletins/own.docx:3")] * len(tags)
    assert [tag for tag, (_, said, _) in zip(tags, faults, strict=True) if f"no tag {tag}:" in said] == tags


@pytest.mark.parametrize(
    "lines",
    [
        ("{%p for line in overall %}", "{{ line }}"),
        ("{% if missed %}",),
        ("{%p endfor %}",),
        ("{{ title }",),
        ("{{ title|nofilter }}",),
        ("{{ }}",),
    ],
)
def test_a_block_that_is_not_closed_is_found(tmp_path: Path, lines: tuple[str, ...]) -> None:
    ((code, _, place),) = issues(tmp_path, *lines)
    assert (code, place.file) == ("G021", "bulletins/own.docx")
    assert place.line


def test_what_word_does_to_tags_is_read_as_it_is_drafted(tmp_path: Path) -> None:
    lines = (
        "{%p for line in own.overall %}",
        "{{ line }}",
        "{%p endfor %}",
        "{{r title }}",
        "{% set n = areas %}{{ n.rows }}",
    )
    rows = ("{%tr for row in moves %}", "{{ row.owners }} {{ loop.index }}", "{%tr endfor %}")
    assert issues(tmp_path, *lines, head="{{ warning }}", rows=rows) == []


def test_faults_of_heads_and_tables_are_found_too(tmp_path: Path) -> None:
    rows = ("{%tr for row in moves %}", "{{ row.owner }}", "{%tr endfor %}")
    faults = issues(tmp_path, head="{{ warnings }}", rows=rows)
    assert [(code, place.column) for code, _, place in faults] == [("G020", None), ("G020", "header")]


def test_what_every_bulletin_needs_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "bulletins").mkdir()
    Document().save(str(tmp_path / "bulletins" / "own.docx"))
    ((code, said, _),) = found(tmp_path)
    assert code == "G022"
    assert all(name in said for name in REQUIRED)


def test_a_file_that_is_none_or_no_document_is_told(tmp_path: Path) -> None:
    assert [code for code, _, _ in found(tmp_path)] == ["G011"]
    (tmp_path / "bulletins").mkdir()
    (tmp_path / "bulletins" / "own.docx").write_bytes(b"no document")
    assert [code for code, _, _ in found(tmp_path)] == ["G023"]


@pytest.mark.parametrize("kind", [kind.id for kind in STANDARD_KINDS])
def test_the_standard_ones_have_no_fault(tmp_path: Path, kind: str) -> None:
    (tmp_path / "bulletins").mkdir()
    (tmp_path / "bulletins" / "own.docx").write_bytes(standard_file(kind))
    assert found(tmp_path) == []


def test_drafting_refuses_a_tag_that_there_is_not(tmp_path: Path) -> None:
    issues(tmp_path, "{{ titel }}")
    run = finished_run(4)
    own = BulletinKind(id="own", name=text("自定", "own"), template="own.docx")
    object.__setattr__(
        run, "programme", run.programme.model_copy(update={"bulletins": (own,), "folder": str(tmp_path)})
    )
    with pytest.raises(UserError) as refused:
        draft_bulletin(View(run), "own")
    assert [issue.code for issue in refused.value.issues] == ["G010"]


def test_the_tags_that_are_checked_are_those_that_are_given() -> None:
    given = _context(View(finished_run(24)), "monthly", None)
    assert set(SHAPES) == {*given, "own", "pictures", "numbers"}
    for name, value in given.items():
        _same_shape(name, value, SHAPES[name])


def _same_shape(name: str, value: Any, shape: Any) -> None:
    if isinstance(value, list):
        assert isinstance(shape, tuple), name
        for one in value:
            _same_shape(name, one, shape[0])
    elif isinstance(value, dict):
        assert set(value) == set(shape), name
        for key, one in value.items():
            _same_shape(f"{name}.{key}", one, shape[key])
    else:
        assert shape == "", name
