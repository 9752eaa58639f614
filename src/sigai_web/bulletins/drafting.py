"""Drafting: a draft from a run, the office's own text at its places, and the check of every figure in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from sigai.base import Issue, Place, UserError
from sigai.programme import BulletinKind, Programme, Text
from sigai.reports import CheckedNumber, DraftedBlock, bulletin_kinds, check_words, draft_bulletin, number_issue
from sigai_web.accounts.people import people
from sigai_web.bulletins.models import BulletinDraft, DraftText
from sigai_web.bulletins.problems import (
    DRAFT_OPEN,
    LONG_TEXT,
    NO_PLACE,
    NOT_STANDING,
    OTHER_MONTH,
    OTHER_STATE,
    STALE_TEXT,
    WHY_NOT,
)
from sigai_web.bulletins.sending import tell_to_sign
from sigai_web.bulletins.words import kind_name, state_words
from sigai_web.journal.changes import LateError, change, note
from sigai_web.journal.proofs import ChangedFields
from sigai_web.journal.writing import Actor, append
from sigai_web.language import choose, language
from sigai_web.runs.models import Bulletin, Run
from sigai_web.runs.problems import NO_RESULTS
from sigai_web.runs.results import of

LONGEST = 4000
REASON = "reason"
"""Under this name the reason of a revision is checked like a text of the draft."""
_UNDER_WAY = (BulletinDraft.State.DRAFTING, BulletinDraft.State.HANDED_IN, BulletinDraft.State.SIGNED)


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft as it will be read, and every figure of the office's own text that cannot be followed."""

    pieces: tuple[DraftedBlock, ...]
    reason: tuple[CheckedNumber, ...]

    def untied(self) -> list[tuple[str, CheckedNumber]]:
        """The figures that nobody can follow, each with the place of its text."""
        found = [(piece.block.place, number) for piece in self.pieces for number in piece.untied]
        return [*found, *((REASON, number) for number in self.reason if not number.tied)]

    def issues(self) -> list[Issue]:
        """The same in words."""
        return [number_issue(number, place) for place, number in self.untied()]

    @property
    def marked(self) -> list[CheckedNumber]:
        """The figures beside which something must be said, and those that the office states itself."""
        return [number for piece in self.pieces for number in piece.numbers if number.tie == "office" or _weak(number)]


def _weak(number: CheckedNumber) -> bool:
    return number.fact is not None and bool(number.fact.marks)


def kinds_for(content: Programme, month: int) -> list[BulletinKind]:
    """What can be drafted as of a month of the year (1 to 12)."""
    return [kind for kind in bulletin_kinds(content) if not kind.months or month in kind.months]


@change
def begin_draft(
    actor: Actor, run: Run, kind: str, *, revises: Bulletin | None = None, reason: str = ""
) -> BulletinDraft:
    """Begin a draft from a finished run, or one that takes the place of a published bulletin, for a reason.

    UserError where the run is not finished (W221), the kind is none or of another month (G011, W668), its template has
    faults (G010), or no reason is given (W666); LateError where such a draft is under way (W664) or the bulletin does
    not stand any more (W665).
    """
    if run.state != Run.State.DONE:
        raise UserError([NO_RESULTS.at(Place())])
    finished = of(run).finished
    _check_month(finished.programme, kind, finished.as_of.last % 12 + 1, str(finished.as_of))
    if revises is not None and not reason.strip():
        raise UserError([WHY_NOT.at(Place(column="reason"))])
    if revises is not None and not stands(revises):
        raise LateError([NOT_STANDING.at(Place(), bulletin=revises)])
    other = BulletinDraft.objects.filter(kind=kind, state__in=_UNDER_WAY).first()
    if other is not None:
        raise LateError([DRAFT_OPEN.at(Place(), number=other.pk)])
    draft_bulletin(of(run).view, kind)
    draft = BulletinDraft.objects.create(
        run=run, kind=kind, revises=revises, reason=reason.strip(), created_by=actor.name
    )
    for place, text in _texts_to_begin_with(draft, revises).items():
        DraftText.objects.create(draft=draft, place=place, text=text, version=1)
    after = {"run": run.pk, "kind": kind, "revises": str(revises or ""), "reason": draft.reason}
    append(actor, "bulletin.draft", f"bulletin-draft:{draft.pk}", after=after, tells=[draft])
    return draft


def _texts_to_begin_with(draft: BulletinDraft, revises: Bulletin | None) -> Mapping[str, str]:
    """Of a revision the texts that were published, at the places that there still are."""
    earlier = getattr(revises, "draft", None)
    if earlier is None:
        return {}
    places = places_of(draft)
    return {place: text for place, text in earlier.texts.items() if place in places}


def _check_month(content: Programme, kind: str, month: int, as_of: str) -> None:
    known = next((each for each in bulletin_kinds(content) if each.id == kind), None)
    if known is not None and known.months and month not in known.months:
        months = "、".join(map(str, known.months))
        raise UserError([OTHER_MONTH.at(Place(), kind=known.name[language()], months=months, month=as_of)])


def stands(bulletin: Bulletin) -> bool:
    """Whether a published bulletin was neither withdrawn nor revised."""
    return not hasattr(bulletin, "withdrawal")


@note
def write_text(actor: Actor, pk: int, place: str, text: str, seen: int) -> DraftText:
    """Keep the office's own text at a place of a draft; `seen` is the version that the writer changed.

    LateError where somebody else changed it since (W660) or the draft is not open any more (W662); UserError where the
    template has no such place (W663) or the text is too long (W669). DoesNotExist.
    """
    draft = BulletinDraft.objects.select_for_update().select_related("run").get(pk=pk)
    require(draft, BulletinDraft.State.DRAFTING)
    text = text.replace("\r\n", "\n").strip()
    if len(text) > LONGEST:
        raise UserError([LONG_TEXT.at(Place(column=place), most=LONGEST)])
    if place not in places_of(draft):
        raise UserError([NO_PLACE.at(Place(column=place), name=place)])
    row = DraftText.objects.filter(draft=draft, place=place).first() or DraftText(draft=draft, place=place)
    if row.text == text:
        return row
    if row.version != seen:
        raise LateError([STALE_TEXT.at(Place(column=place), who=_writer(row))])
    row.text, row.version = text, row.version + 1
    row.written_by, row.written_at = actor.name, timezone.now()
    row.writers = sorted({*row.writers, actor.name})
    row.save()
    return row


def _writer(row: DraftText) -> str:
    who = people([row.written_by]).get(row.written_by)
    return str(who or choose("别人", "somebody else"))


@change
def renew(actor: Actor, pk: int, run: Run) -> BulletinDraft:
    """Draft from newer results: the texts stay, and are checked against those."""
    draft = taken(pk, BulletinDraft.State.DRAFTING)
    if run.state != Run.State.DONE:
        raise UserError([NO_RESULTS.at(Place())])
    before = draft.run_id
    draft.run = run
    draft.save(update_fields=["run"])
    tells = [ChangedFields(draft, ("run",))]
    append(actor, "bulletin.renew", _about(draft), before={"run": before}, after={"run": run.pk}, tells=tells)
    return draft


@change
def hand_in(actor: Actor, pk: int) -> BulletinDraft:
    """Hand a draft in for a signature: its texts are frozen.

    UserError with every figure that can be followed neither to the run nor to a source (G012 to G014); LateError where
    it is not open any more.
    """
    draft = taken(pk, BulletinDraft.State.DRAFTING)
    rows = list(DraftText.objects.filter(draft=draft))
    draft.texts = {row.place: row.text for row in rows if row.text}
    draft.writers = sorted({name for row in rows for name in row.writers})
    issues = checked(draft, draft.texts).issues()
    if issues:
        raise UserError(issues)
    draft.state = BulletinDraft.State.HANDED_IN
    draft.handed_in_by, draft.handed_in_at, draft.returned_because = actor.name, timezone.now(), ""
    fields = ("state", "texts", "writers", "handed_in_by", "handed_in_at", "returned_because")
    settled(actor, draft, "bulletin.hand_in", fields, {"texts": draft.texts})
    tell_to_sign(actor, draft, kind_text(draft))
    return draft


@change
def drop(actor: Actor, pk: int) -> BulletinDraft:
    """Give a draft up before it is signed."""
    draft = taken(pk, BulletinDraft.State.DRAFTING, BulletinDraft.State.HANDED_IN)
    draft.state = BulletinDraft.State.DROPPED
    return settled(actor, draft, "bulletin.drop", ("state",), {})


def taken(pk: int, *states: BulletinDraft.State) -> BulletinDraft:
    """A draft that is locked and stands where it must; LateError where it does not (W662). DoesNotExist."""
    draft = BulletinDraft.objects.select_for_update().get(pk=pk)
    require(draft, *states)
    return draft


def require(draft: BulletinDraft, *states: BulletinDraft.State) -> None:
    """LateError where a draft stands elsewhere (W662)."""
    if draft.state not in states:
        raise other_state(draft)


def other_state(draft: BulletinDraft) -> LateError:
    """That a draft moved meanwhile, and where it stands (W662)."""
    return LateError([OTHER_STATE.at(Place(), state=state_words(draft.state))])


def settled(
    actor: Actor, draft: BulletinDraft, action: str, fields: tuple[str, ...], after: Mapping[str, object]
) -> BulletinDraft:
    """Save what changed of a draft and tell it."""
    draft.save(update_fields=fields)
    append(actor, action, _about(draft), after={"state": draft.state, **after}, tells=[ChangedFields(draft, fields)])
    return draft


def _about(draft: BulletinDraft) -> str:
    return f"bulletin-draft:{draft.pk}"


def texts_of(draft: BulletinDraft) -> dict[str, str]:
    """The office's own texts of a draft as they stand: frozen once it was handed in."""
    if not draft.open:
        return dict(draft.texts)
    return {row.place: row.text for row in DraftText.objects.filter(draft=draft)}


def checked(draft: BulletinDraft, texts: Mapping[str, str]) -> Checked:
    """The whole of a draft with texts, every figure in it followed."""
    view = of(draft.run).view
    pieces = draft_bulletin(view, draft.kind, texts)
    return Checked(pieces, check_words(view, draft.reason))


def places_of(draft: BulletinDraft) -> Sequence[str]:
    """The places of its template for the office's own text."""
    pieces = draft_bulletin(of(draft.run).view, draft.kind)
    return [piece.block.place for piece in pieces if piece.block.kind == "own"]


def kind_text(draft: BulletinDraft) -> Text:
    """What a draft is called."""
    return kind_name(of(draft.run).finished.programme, draft.kind)
