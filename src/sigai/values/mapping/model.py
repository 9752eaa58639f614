"""What a mapping says: of a file of any layout, what each column is, and what holds for the whole file.

It is one form for pages, commands and folders of data, kept as YAML. Columns are known again by the words of their
heads, wherever they stand; periods in heads (9月, 2022年1-9月) are told apart from the words around them, so that next
month's file has the same heads.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sigai.programme.common import Content
from sigai.values.mapping.heads import head_key

Meant = Literal[
    "entity",
    "measure",
    "period",
    "year",
    "month",
    "figure",
    "unit",
    "span",
    "state",
    "deleted",
    "valid",
    "revision",
    "reported_at",
    "note",
    "ignored",
    "asked",
]
"""What a column is. `span`: it says what the figures of its rows are (`本月`, `上年同期`). `asked`: it has two readings
or only a near one, and a person has to say which."""

GIVEN, TITLE, HEAD, IGNORED = "given", "title", "head", "ignored"
"""`given`: said when the file is handed in. `title`: stands above the heads. `head`: stands in the column's head.
`ignored`: rows with this word are not read."""


class MappedColumn(Content):
    """One column, by the words of its head from the top down. Several columns whose heads differ only in their period
    are one: `period` is `head` then.

    A figure's `measure` is empty where a column of the table names it. `unit` is that of the figures: the row's own
    holds before it, and empty means that of the whole file, else the measure's own. `guess` says what a column that is
    asked about may be.
    """

    head: tuple[str, ...]
    means: Meant
    measure: str = ""
    unit: str = ""
    period: str = ""
    guess: str = ""

    @property
    def key(self) -> str:
        """How the column is known again."""
        return head_key(self.head)


class MappedWords(Content):
    """What words of the file mean: whom and which figure they name, or `ignored`."""

    entity: dict[str, str] = Field(default_factory=dict)
    measure: dict[str, str] = Field(default_factory=dict)


class Mapping(Content):
    """How one layout is read. `heads` is how many rows make the head; `stated` are the units that title and foot named
    when it was made. `entity`, `measure`, `period` and `unit` are said once for the whole file: an id, a unit, a
    period, or `given` or `title`."""

    name: str
    form: str = ""
    sheet: str = ""
    heads: int = Field(default=1, ge=1, le=8)
    stated: tuple[str, ...] = ()
    entity: str = ""
    measure: str = ""
    period: str = ""
    unit: str = ""
    columns: tuple[MappedColumn, ...]
    words: MappedWords = Field(default_factory=MappedWords)

    def columns_of(self, meant: Meant) -> tuple[MappedColumn, ...]:
        """The columns of one meaning."""
        return tuple(column for column in self.columns if column.means == meant)

    @property
    def read(self) -> tuple[MappedColumn, ...]:
        """The columns that figures are made from."""
        return tuple(column for column in self.columns if column.means not in ("ignored", "note"))
