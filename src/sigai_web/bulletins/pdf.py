"""A bulletin as PDF, by the LibreOffice of the server where there is one."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sigai.base import Place, UserError
from sigai_web.bulletins.problems import NO_PDF

_SECONDS = 120


def can_make_pdf() -> bool:
    """Whether LibreOffice Writer is on this machine."""
    office = shutil.which("soffice")
    return office is not None and (Path(office).resolve().parent / "libswlo.so").is_file()


@lru_cache(maxsize=4)
def as_pdf(content: bytes) -> bytes:
    """A Word document of ours as PDF; UserError where that cannot be done here (W667)."""
    if not can_make_pdf():
        raise UserError([NO_PDF.at(Place())])
    with TemporaryDirectory(prefix="sigai-pdf-") as folder:
        source = Path(folder) / "bulletin.docx"
        source.write_bytes(content)
        command = [
            shutil.which("soffice") or "soffice",
            f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            folder,
            str(source),
        ]
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "HOME": folder}
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS, env=environment)  # noqa: S603 - our own file, a program found on the path
            return source.with_suffix(".pdf").read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            raise UserError([NO_PDF.at(Place())]) from error
