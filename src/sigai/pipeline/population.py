"""Who owes what, asked once for a programme and a register: the answers of a run serve the next one."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

import pyarrow as pa

from sigai.base.digests import digest_bytes
from sigai.base.periods import Period
from sigai.evaluation import Respondents, required_of
from sigai.programme.programme import Programme
from sigai.tables.data import Data

_KEPT = 2
_known: OrderedDict[tuple[str, str, int | None], Respondents] = OrderedDict()
_lock = Lock()


def population_of(programme: Programme, data: Data, as_of: Period | None = None) -> Respondents:
    """Everybody on the register with whom each measure asks, where and of which industry each is in the month `as_of`
    (None: after all that is known). UserError where a condition cannot be read.

    Answers are kept for programmes that have a digest, that is, those read from a folder.
    """
    at = as_of.last if as_of is not None and data.facts.num_rows else None
    if not programme.digest:
        return required_of(programme, data.entities, data.facts, at=at)
    key = (programme.digest, _digest(data.entities, data.facts), at)
    with _lock:
        if key in _known:
            return _known[key]
    found = required_of(programme, data.entities, data.facts, at=at)
    with _lock:
        _known[key] = found
        while len(_known) > _KEPT:
            _known.popitem(last=False)
    return found


def _digest(*tables: pa.Table) -> str:
    sink = pa.BufferOutputStream()
    for table in tables:
        with pa.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table.combine_chunks())
    return digest_bytes(sink.getvalue().to_pybytes())
