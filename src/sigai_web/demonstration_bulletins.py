"""Bulletins as the demonstration finds them: one that is published, and one that waits for a second person's word."""

from __future__ import annotations

from sigai_web.bulletins.drafting import begin_draft, hand_in, kinds_for, places_of, write_text
from sigai_web.bulletins.publishing import publish
from sigai_web.bulletins.signing import sign
from sigai_web.demonstration_sheets import open_invented
from sigai_web.journal.writing import Actor
from sigai_web.runs.models import Run
from sigai_web.runs.results import of

_WRITER, _SIGNER = Actor("demonstration-writer", ""), Actor("demonstration-signer", "")
_FIRST = "monthly"
_OWN_TEXT = "请对照最急的几项逐项研究补救办法，报下次调度会。"


def first_bulletin(run: Run) -> None:
    """Draft and publish the bulletin of a run, and sign it as somebody else, as an office does."""
    open_invented({_WRITER: "蒋寅 Jiang Yin", _SIGNER: "沈卯 Shen Mao"})
    draft = begin_draft(_WRITER, run, _FIRST)
    hand_in(_WRITER, draft.pk)
    sign(_SIGNER, draft.pk)
    publish(_WRITER, draft.pk, 1)


def wait_for_signature(run: Run, writer: Actor) -> None:
    """Draft another kind of bulletin, such as the brief, with a text of the office's own, and hand it in: whoever else
    signs for the office can look at it, sign it or return it."""
    finished = of(run).finished
    kinds = [kind.id for kind in kinds_for(finished.programme, finished.as_of.last % 12 + 1) if kind.id != _FIRST]
    if not kinds:
        return
    draft = begin_draft(writer, run, kinds[0])
    for place in places_of(draft)[:1]:
        write_text(writer, draft.pk, place, _OWN_TEXT, 0)
    hand_in(writer, draft.pk)
