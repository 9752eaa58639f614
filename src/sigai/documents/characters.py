"""A document as its characters without white space: what spans count in, the same however the text is wrapped."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from sigai.base.digests import digest_bytes
from sigai.base.issues import Place, Severity, UserError, problem
from sigai.base.letters import plain_letters

NO_DOCUMENT = problem(
    "D001",
    Severity.ERROR,
    zh="打不开文件 {file}：{detail}",
    en="{file} cannot be opened: {detail}",
    advice_zh="检查路径和权限",
    advice_en="check the path and the permissions",
)
NO_TEXT = problem(
    "D002",
    Severity.ERROR,
    zh="{file} 不是文本文件，认不出编码",
    en="{file} is not a text file: its encoding is not recognised",
    advice_zh="给出方案的 .txt 文本（UTF-8 或 GB18030）",
    advice_en="give the plan as .txt text (UTF-8 or GB18030)",
)

_ENDS = "。；！？"
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Characters:
    """The characters of a document with all white space taken out, and the digest that names the edition."""

    text: str
    digest: str

    @classmethod
    def of(cls, text: str) -> Characters:
        """Take the white space out of a text and digest what is left; look-alikes are plain in the text, each in its
        place, and as they stand in the digest."""
        squeezed = "".join(text.split())
        return cls(plain_letters(squeezed), digest_bytes(squeezed.encode()))

    def sentence_at(self, span: tuple[int, int]) -> str:
        """The sentence around a span: from the end of the one before to its own end, at most 300 characters."""
        start, end = span
        if not 0 <= start < end <= len(self.text):
            return ""
        begin = max((self.text.rfind(mark, 0, start) for mark in _ENDS), default=-1) + 1
        stops = [self.text.find(mark, end - 1) for mark in _ENDS]
        stop = min((found + 1 for found in stops if found >= 0), default=len(self.text))
        begin = max(begin, start - _LONGEST // 2)
        return self.text[begin : min(stop, begin + _LONGEST, len(self.text))]


def read_characters(path: Path) -> Characters:
    """The characters of a text file in UTF-8, UTF-8 with BOM or GB18030; UserError where it is not one."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UserError([NO_DOCUMENT.at(Place(str(path)), file=path, detail=error.strerror or error)]) from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return Characters.of(content.decode(encoding))
        except UnicodeDecodeError:
            continue
    best = from_bytes(content).best()
    if best is None:
        raise UserError([NO_TEXT.at(Place(str(path)), file=path)])
    return Characters.of(str(best))
