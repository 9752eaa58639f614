"""The circulars that a programme issues: what each is called, and the Word template that it is drafted from."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from sigai.programme.common import Content, Identifier, Text

TEMPLATE_FOLDER = "bulletins"
"""Where the templates lie, in the folder of the programme."""


class BulletinKind(Content):
    """A kind of circular: the monthly bulletin, the brief for leaders, the review of the year.

    `template` is a Word document with tags in the folder `bulletins/`; without one the standard template of the same id
    is taken. What is empty is as the head of the programme says. `months`: those as of which it is drafted (12: of
    December only); none, any.
    """

    id: Identifier
    name: Text
    title: Text | None = None
    mark: Text | None = None
    number_word: str = ""
    template: str = Field("", pattern=r"^(?:[\w-]+\.docx)?$")
    months: tuple[int, ...] = ()


def template_files(folder: Path) -> list[Path]:
    """The templates of a programme's folder."""
    return sorted((folder / TEMPLATE_FOLDER).glob("*.docx"))
