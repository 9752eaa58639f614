"""What every definition shares: frozen content that knows its place in a file, texts in two languages, sources."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PlainSerializer,
    PrivateAttr,
    StringConstraints,
    model_validator,
)

from sigai.base.issues import NOWHERE, Place
from sigai.base.periods import Period
from sigai.programme.yaml_nodes import YamlMapping

Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$")]
"""Names a thing across files: letters, digits, `_` and `-`."""

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
"""Names what formulas mention (measures, ledgers, fields, parameters, industry groups): lower case with `_`."""

ShortName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=20)]
"""A name that the register keeps beside every entity or fact."""

UnitText = str
"""A unit as authors write it; `sigai.base.units.Unit.parse` reads it. The programme checks refuse an unknown one."""


def _read_period(value: Any) -> Any:
    if isinstance(value, int):
        value = str(value)
    return Period.parse(value) if isinstance(value, str) else value


PeriodField = Annotated[Period, BeforeValidator(_read_period), PlainSerializer(str, return_type=str)]
"""A period in a content file: `2023`, `2023H1`, `2023Q2`, `2023-06`."""


class Content(BaseModel):
    """A frozen definition; refuses unknown keys; remembers the file and line it was read from."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    _place: Place = PrivateAttr(default_factory=lambda: NOWHERE)  # a default would be copied for each
    _places: dict[str, Place] = PrivateAttr(default_factory=dict)

    @model_validator(mode="wrap")
    @classmethod
    def _remember_place(cls, data: Any, handler: ModelWrapValidatorHandler[Content]) -> Content:
        content = handler(data)
        if isinstance(data, YamlMapping):
            content._place = data.place
            content._places = data.places
        return content

    @property
    def place(self) -> Place:
        """The file and line where this definition begins."""
        return self._place

    def place_of(self, key: str) -> Place:
        """The file and line of one key of this definition; of the definition where the key was not written."""
        return self._places.get(key, self._place)


class Text(Content):
    """A text for people, in Chinese and English."""

    zh: str
    en: str

    def __getitem__(self, language: str) -> str:
        return self.en if language == "en" else self.zh


class Source(Content):
    """Where in which document a thing is stated.

    `span` counts characters of the document with all white space taken out, start included, end excluded: it is the
    same however the text is wrapped. The sentence itself stays outside the repository.
    """

    document: Identifier
    part: str = ""
    section: str = ""
    paragraph: str = ""
    span: tuple[int, int] | None = None


class Reference(Content):
    """Where a number or a method outside the plan comes from."""

    title: str
    locator: str = ""
    confidence: Literal["seen", "known", "unsure"] = "seen"
    note: str = ""


class Document(Content):
    """A document that a programme comes from.

    `digest` is the SM3 of its text with all white space taken out: it proves that spans were counted in this edition.
    """

    id: Identifier
    title: Text
    digest: str = ""
    characters: int | None = None
    parts: tuple[DocumentPart, ...] = ()


class DocumentPart(Content):
    """A part of a document: the main text, an annex."""

    id: Identifier
    title: Text


Direction = Literal["up", "down"]
"""Which way is better."""

Comparator = Literal[">=", ">", "<=", "<", "==", "~"]
"""`~` is 左右; `==` is a bare number, which more (or less, where down is better) also meets."""

Kind = Literal["level", "share", "annual_growth", "cumulative_change", "annual_count", "cumulative_count", "multiple"]

__all__ = [
    "Comparator",
    "Content",
    "Direction",
    "Document",
    "DocumentPart",
    "Field",
    "Identifier",
    "Kind",
    "Name",
    "PeriodField",
    "Reference",
    "ShortName",
    "Source",
    "Text",
    "UnitText",
]
