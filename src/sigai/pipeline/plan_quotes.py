"""The sentences of the plan behind its statements: read from the plan's own document, which no repository holds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sigai.base.issues import Place, Severity, UserError, problem
from sigai.documents.characters import Characters, read_characters
from sigai.documents.reading import read_document
from sigai.programme.programme import Programme

ANOTHER_EDITION = problem(
    "X008",
    Severity.ERROR,
    zh="{file} 不是方案所依据的那一份文件（去空白后的 SM3 为 {found}，应为 {expected}）",
    en="{file} is not the edition that the programme was made from (SM3 without white space {found}, not {expected})",
    advice_zh="给出方案的原文件，否则句子会对不上",
    advice_en="give the original document; sentences of another one would not match",
)

_DIGEST_SHOWN = 12


def plan_sentences(programme: Programme, document: Path) -> Mapping[str, str]:
    """The sentence of every statement whose place is known, by the statement's id; and of every place where the plan
    names something, by the name's id and which place it is (`N001.0`).

    UserError (X008) where the document is another edition than the one in which places were counted.
    """
    characters = _characters(programme, document)
    spans = [(statement.id, statement.source.span) for statement in programme.statements]
    named = [(f"{one.id}.{at}", source.span) for one in programme.named for at, source in enumerate(one.sources)]
    return {identifier: characters.sentence_at(span) for identifier, span in (*spans, *named) if span}


def _characters(programme: Programme, document: Path) -> Characters:
    """The characters that spans were counted in: those of the text as it is, or of the document as Sigai reads it."""
    expected = [known.digest for known in programme.head.documents if known.digest]
    editions = [read_document(document).characters]
    if document.suffix.lower() == ".txt":
        editions.insert(0, read_characters(document))
    for characters in editions:
        if not expected or characters.digest in expected:
            return characters
    shown = {"found": editions[0].digest[:_DIGEST_SHOWN], "expected": expected[0][:_DIGEST_SHOWN]}
    raise UserError([ANOTHER_EDITION.at(Place(str(document)), file=document, **shown)])
