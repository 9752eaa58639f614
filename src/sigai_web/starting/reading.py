"""Reading an archive of starting data, in a process apart: no Django here, and none of its memory."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from sigai import programme_or_error
from sigai.pipeline import Taken, take_in
from sigai.tables import Data
from sigai_web.starting.unpacking import unpack


def read_packed(archive: Path, name: str, content: str, standing: pa.Table, facts: pa.Table) -> Taken:
    """What the archive's folder holds, checked against the programme in the folder `content`, beside the entities
    `standing` with their `facts`; UserError where it is not unpacked."""
    into = archive.parent / "data"
    into.mkdir()
    folder = unpack(archive, name, into)
    none = facts.slice(0, 0)
    beside = Data(standing, none, none, none, none, facts=facts)
    return take_in(programme_or_error(Path(content)), folder, standing=beside)
