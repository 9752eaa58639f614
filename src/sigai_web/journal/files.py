"""Files that rows name with a digest: handed out only as they were kept."""

from __future__ import annotations

from sigai.base import Place, UserError, digest_bytes, digest_file
from sigai_web.journal.declaring import NamedFile
from sigai_web.journal.problems import NOT_SERVED


def as_kept(file: NamedFile) -> bool:
    """Whether a file is what its row says; one without a digest is not asked. FileNotFoundError where it is gone."""
    return file.digest is None or file.measured(file.path) == file.digest


def read_as_kept(file: NamedFile, name: str) -> bytes:
    """The bytes of a file, the very ones that its digest was taken of; UserError, with the name that people know it by,
    where they are others. FileNotFoundError where it is gone."""
    content = file.path.read_bytes()
    sound = digest_bytes(content) == file.digest if file.measured is digest_file and file.digest else as_kept(file)
    if not sound:
        raise UserError([NOT_SERVED.at(Place(), name=name)])
    return content
