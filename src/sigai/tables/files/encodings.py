"""Bytes to text: UTF-8 with or without a mark, UTF-16 with one, GB18030, and files that are broken in places."""

from __future__ import annotations

from dataclasses import dataclass

_LOOKED_AT = 1 << 24
"""Bytes from the beginning of a file by which its encoding is told."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The bytes of a file as UTF-8 with `\\n` line ends; `bad_lines` (from 0) held bytes that are no characters."""

    data: bytes
    encoding: str
    bad_lines: tuple[int, ...] = ()


def decode(data: bytes) -> Decoded:
    """Find the encoding and turn the bytes into clean UTF-8. A broken line never spoils the others."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return _decode_as(data[len(mark) :], encoding)
    return _decode_as(data, _guess(data))


def _guess(data: bytes) -> str:
    """UTF-8 unless most of the lines with non-ASCII bytes say otherwise: one broken cell must not turn the file."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8"
    lines = [line for line in data[:_LOOKED_AT].splitlines()[:20_000] if not line.isascii()]
    as_utf8 = sum(_decodes(line, "utf-8") for line in lines)
    as_gb = sum(_decodes(line, "gb18030") for line in lines)
    return "gb18030" if as_gb > as_utf8 and as_utf8 * 2 < len(lines) else "utf-8"


def _decodes(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _decode_as(data: bytes, encoding: str) -> Decoded:
    bad: tuple[int, ...] = ()
    if encoding == "utf-8" and _decodes(data, "utf-8"):
        clean = data
    elif _decodes(data, encoding):
        clean = data.decode(encoding).encode("utf-8")
    elif encoding.startswith("utf-16"):
        clean = data.decode(encoding, "replace").encode("utf-8")
    else:
        lines = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        bad = tuple(index for index, line in enumerate(lines) if not line.isascii() and not _decodes(line, encoding))
        clean = b"\n".join(line.decode(encoding, "replace").encode("utf-8") for line in lines)
    if b"\r" in clean:
        clean = clean.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return Decoded(clean, encoding.upper(), bad)
