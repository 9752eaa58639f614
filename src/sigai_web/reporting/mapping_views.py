"""Files of any layout: a kept mapping applied by itself, the page on which one is made, and the list of those kept."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from sigai.base import Issue, Place, UserError
from sigai.programme import Form
from sigai.tables import SheetFile
from sigai.values import Layout, MappedColumn, Mapping, mapping_faults, mapping_yaml
from sigai_web import programme
from sigai_web.accounts.people import people
from sigai_web.downloads import Download
from sigai_web.exchange import Upload
from sigai_web.journal.writing import Actor
from sigai_web.language import choose, language
from sigai_web.permissions.access import needs, offered_on
from sigai_web.permissions.asking import Resource, allowed, visible
from sigai_web.reporting.arranging import Arranged, arranged
from sigai_web.reporting.drafts import ClashError
from sigai_web.reporting.filling import fill, why_not
from sigai_web.reporting.mapped_files import (
    SheetReading,
    best,
    held_by,
    hold,
    let_go,
    plainly,
    reading,
    report,
    sheets_of,
    sheets_of_held,
)
from sigai_web.reporting.mapping_advice import in_words_of_page
from sigai_web.reporting.mapping_page import layout_of, mapping_of, mapping_page, proposed
from sigai_web.reporting.mappings import (
    Owner,
    Usable,
    as_a_start,
    content_of,
    drop_mapping,
    keep_mapping,
    named,
    note_use,
    parsed,
    usable,
)
from sigai_web.reporting.models import HeldFile, KeptMapping
from sigai_web.reporting.obligations import Assignment
from sigai_web.reporting.operations import MAPPING_KEEP, MAPPING_READ
from sigai_web.reporting.problems import NO_MAPPING_FILE, NOT_A_TEMPLATE
from sigai_web.reporting.register import register
from sigai_web.reporting.template_rows import is_like_a_template
from sigai_web.reporting.views import assignment_or_404
from sigai_web.store.operations import FIGURE_REPORT

_REFUSED = 422
_LARGEST_YAML = 500_000


def map_upload(request: HttpRequest, assignment: Assignment, upload: Upload) -> HttpResponse:
    """A file that is no template: read by a kept mapping that asks nothing, else held for the page that makes one.

    UserError where it cannot be read, or has neither heads nor figures.
    """
    read = sheets_of(upload)
    found = best(read, usable(request.user, assignment.form.id, assignment.reporter), assignment)
    if found is not None and found[0].own and not found[1].asks:
        used, taken = found
        return taken_page(request, assignment, taken, report(used, taken, assignment), used)
    if found is None:
        try:
            mapping = proposed(read, assignment)
        except UserError:
            raise UserError([NOT_A_TEMPLATE.at(upload.place, file=upload.name)]) from None
        if not any(_is_known(column) for column in mapping.columns):
            raise UserError([NOT_A_TEMPLATE.at(upload.place, file=upload.name)])
    hold(request.user, assignment, upload)
    return redirect("sheet-mapping", *assignment.key)


def _is_known(column: MappedColumn) -> bool:
    """Whether a column is, or may be, something that a form has; numbers under words that nobody knows are not."""
    return column.means not in ("ignored", "note") and (column.means != "asked" or bool(column.guess))


@needs(FIGURE_REPORT)
@require_http_methods(["GET", "POST"])
@never_cache
def mapping(request: HttpRequest, form: str, period: str, reporter: str) -> HttpResponse:
    """The page on which the layout of a held file is explained; `take` keeps the mapping and fills the draft."""
    assignment = assignment_or_404(request, (form, period, reporter), FIGURE_REPORT)
    held = held_by(request.user, assignment)
    if held is None:
        raise Http404
    try:
        read = sheets_of_held(held)
        if request.method == "POST":
            return _posted(request, assignment, held, read)
        return _begun(request, assignment, held, read)
    except UserError as error:
        let_go(held)
        issues = {"assignment": assignment, "reporter_name": _name(assignment), "issues": error.issues}
        return render(request, "reporting/uploaded.html", issues, status=_REFUSED)


def _begun(request: HttpRequest, assignment: Assignment, held: HeldFile, read: SheetFile) -> HttpResponse:
    """The page with the kept mapping that fits best and what it asks, else with a first mapping."""
    found = best(read, usable(request.user, assignment.form.id, assignment.reporter), assignment)
    used = found[0] if found else None
    start = used.mapping if used else proposed(read, assignment)
    layout = layout_of(read, start, assignment) if used else None
    if used is not None and layout is not None:
        start = _with_new(start, proposed(read, assignment, layout))
    else:
        layout = layout_of(read, start, assignment)
    changes = found[1].found.changes if found else ()
    return _page(request, assignment, held, read, start, layout=layout, used=used, changes=changes)


def _with_new(mapping: Mapping, fresh: Mapping) -> Mapping:
    """A kept mapping with the columns of the file as it is now: those it knows as it says, the others as proposed."""
    known = {column.key: column for column in mapping.columns}
    columns = []
    for column in fresh.columns:
        kept = known.get(column.key)
        columns.append(column if kept is None else kept.model_copy(update={"head": column.head}))
    return mapping.model_copy(update={"columns": tuple(columns), "stated": fresh.stated})


def _posted(request: HttpRequest, assignment: Assignment, held: HeldFile, read: SheetFile) -> HttpResponse:
    data = request.POST
    base = proposed(read, assignment)
    layout = layout_of(read, base, assignment, data)
    base = proposed(read, assignment, layout, name=data.get("name", ""))
    used = _used(request, assignment, data.get("used", ""))
    if used is not None:
        base = base.model_copy(update={"words": used.mapping.words})
    deed = data.get("action", "preview")
    said = base if deed == "again" else mapping_of(data, layout, base, several=len(read.sheets) > 1)
    if deed != "take" or list(mapping_faults(said, assignment.content)):
        status = _REFUSED if deed == "take" else 200
        return _page(request, assignment, held, read, said, layout=layout, used=used, status=status)
    return _take(request, assignment, held, read, said, layout=layout, used=used)


def _take(
    request: HttpRequest,
    assignment: Assignment,
    held: HeldFile,
    read: SheetFile,
    said: Mapping,
    **shown: Any,
) -> HttpResponse:
    """Keep the mapping and fill the draft, where nothing is asked any more."""
    taken = reading(read, said, assignment)
    try:
        said = named(said, request.POST.get("name", ""), assignment.form.id)
    except UserError as error:
        return _page(request, assignment, held, read, said, issues=error.issues, status=_REFUSED, **shown)
    if taken.asks:
        return _page(request, assignment, held, read, said, status=_REFUSED, **shown)
    if not allowed(request.user, MAPPING_KEEP, assignment.subject):
        raise PermissionDenied
    kept = keep_mapping(Actor.of(request), Owner(assignment.reporter, assignment.area), said)
    used = Usable(kept, said, own=True)
    let_go(held)
    return taken_page(request, assignment, taken, report(used, taken, assignment), used)


def _used(request: HttpRequest, assignment: Assignment, number: str) -> Usable | None:
    """The kept mapping that the page began with, where its reader may use it."""
    known = usable(request.user, assignment.form.id, assignment.reporter)
    return next((each for each in known if str(each.kept.pk) == number), None)


def _page(
    request: HttpRequest,
    assignment: Assignment,
    held: HeldFile,
    read: SheetFile,
    said: Mapping,
    *,
    layout: Layout,
    used: Usable | None = None,
    changes: tuple[Issue, ...] = (),
    issues: tuple[Issue, ...] = (),
    status: int = 200,
) -> HttpResponse:
    page = mapping_page(read, said, layout, assignment)
    context = {
        "assignment": assignment,
        "reporter_name": _name(assignment),
        "file": held.name,
        "page": page,
        "used": used,
        "used_by": people([used.kept.by])[used.kept.by] if used else "",
        "changes": in_words_of_page(changes),
        "issues": issues,
        "sheets": [sheet.name for sheet in read.sheets] if len(read.sheets) > 1 else [],
        "name": request.POST.get("name") or (said.name if used is None or used.own else ""),
        "refused": status == _REFUSED and not issues,
        "was_template": is_like_a_template(layout.sheet.cells),
    }
    return render(request, "reporting/mapping.html", context, status=status)


def taken_page(
    request: HttpRequest, assignment: Assignment, taken: SheetReading, said: tuple[Issue, ...], used: Usable
) -> HttpResponse:
    """The draft filled with what a mapping takes, shown with the file's report before it is handed in."""
    before = arranged(assignment)
    context: dict[str, Any] = {"assignment": assignment, "reporter_name": _name(assignment), "report": said}
    reasons = {line.key: line.reason for line in before.lines}
    typed = taken.typed(reasons)
    after = arranged(assignment, typed)
    apart = {key for key, value in taken.values.items() if _otherwise(after, key, value)}
    if apart:
        typed |= {key: (text, typed[key][1]) for key, text in plainly(taken.figures, apart).items()}
        after = arranged(assignment, typed)
    if after.refused:
        page = {"page": after, "refused": True, "by_mapping": True}
        return render(request, "reporting/uploaded.html", {**context, **page}, status=_REFUSED)
    try:
        changes = fill(Actor.of(request), assignment, before, after)
    except (UserError, ClashError) as error:
        refused = {**context, "issues": why_not(error, assignment)}
        return render(request, "reporting/uploaded.html", refused, status=_REFUSED)
    note_use(used.kept, taken.entities)
    return render(request, "reporting/uploaded.html", {**context, "page": arranged(assignment), "changes": changes})


def _otherwise(page: Arranged, key: tuple[str, str], value: Any) -> bool:
    """Whether a cell's text, read on the sheet, is another figure than in the file."""
    found = page.checked.values.get(key)
    return found is not None and found.value != value


def _name(assignment: Assignment) -> str:
    return assignment.owed.register.name(assignment.reporter, language())


# --- the list of those kept -------------------------------------------------------------------------------------------


@needs(MAPPING_READ)
@require_GET
@never_cache
def mappings(request: HttpRequest) -> HttpResponse:
    """Every mapping of the forms that one hands in, with whose it is."""
    content = programme.current()
    forms = {form.id: form for form in content.forms}
    kept = [each for each in visible(request.user, MAPPING_READ, KeptMapping.objects.all()) if each.form in forms]
    by, known = people(each.by for each in kept), register()
    rows = [
        {
            "kept": each,
            "form": forms[each.form],
            "by": by[each.by],
            "owner": known.name(each.reporter, language()) if each.reporter else "",
            "own": allowed(request.user, MAPPING_KEEP, each.subject),
        }
        for each in kept
    ]
    office = allowed(request.user, MAPPING_KEEP, Resource())
    return render(request, "reporting/mappings.html", {"rows": rows, "forms": content.forms, "office": office})


def _kept_or_404(request: HttpRequest, number: int) -> KeptMapping:
    """A kept mapping; refused where it is of a form that the reader neither hands in nor keeps."""
    kept = KeptMapping.objects.filter(pk=number).first()
    if kept is None:
        raise Http404
    if not visible(request.user, MAPPING_READ, KeptMapping.objects.filter(pk=number)).exists():
        raise PermissionDenied
    return kept


@needs(MAPPING_READ)
@require_GET
@never_cache
def mapping_file(request: HttpRequest, number: int) -> HttpResponse:
    """A mapping as YAML: one's own whole, another's without whom it names."""
    kept = _kept_or_404(request, number)
    own = allowed(request.user, MAPPING_KEEP, kept.subject) or not kept.reporter
    found = content_of(kept)
    if found is None:
        raise Http404
    text = kept.content if own else mapping_yaml(as_a_start(found))
    return Download(f"{kept.name}.yaml", text.encode(), "application/yaml; charset=utf-8")


@needs(MAPPING_KEEP)
@offered_on("mappings")
def mapping_drop(request: HttpRequest, number: int) -> HttpResponse:
    """Remove a mapping of one's own organisation."""
    kept = _kept_or_404(request, number)
    if not allowed(request.user, MAPPING_KEEP, kept.subject):
        raise PermissionDenied
    drop_mapping(Actor.of(request), kept)
    messages.success(request, choose(f"已删除映射“{kept.name}”", f"The mapping “{kept.name}” is removed"))
    return redirect("mappings")


@needs(MAPPING_KEEP)
@offered_on("mappings")
def mapping_import(request: HttpRequest) -> HttpResponse:
    """Keep a mapping of the office's, for everybody who hands the form in, from its YAML file."""
    if not allowed(request.user, MAPPING_KEEP, Resource()):
        raise PermissionDenied
    _import(request, Owner(), request.POST.get("form", ""))
    return redirect("mappings")


@needs(FIGURE_REPORT)
@offered_on("sheet")
def mapping_adopt(request: HttpRequest, form: str, period: str, reporter: str) -> HttpResponse:
    """Keep a mapping of a reporter's own from its YAML file."""
    assignment = assignment_or_404(request, (form, period, reporter), FIGURE_REPORT)
    if not allowed(request.user, MAPPING_KEEP, assignment.subject):
        raise PermissionDenied
    _import(request, Owner(assignment.reporter, assignment.area), form)
    return redirect("sheet", *assignment.key)


def _import(request: HttpRequest, owner: Owner, form: str) -> None:
    """Keep what a YAML file says, and say what is wrong with it."""
    file = request.FILES.get("file")
    try:
        if file is None or (file.size or 0) > _LARGEST_YAML or not any(each.id == form for each in _forms()):
            raise UserError([NO_MAPPING_FILE.at(Place())])
        found = parsed(file.read().decode("utf-8-sig", "replace"), file.name or "mapping.yaml")
        kept = keep_mapping(Actor.of(request), owner, named(found, found.name, form))
    except UserError as error:
        for issue in error.issues:
            place = issue.place.text(choose("zh", "en"))
            messages.error(request, f"{place} {issue.what(language())} → {issue.advice(language())}".strip())
        return
    messages.success(request, choose(f"已保存映射“{kept.name}”", f"The mapping “{kept.name}” is kept"))


def _forms() -> tuple[Form, ...]:
    return programme.current().forms
