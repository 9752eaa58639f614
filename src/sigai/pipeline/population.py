"""Who owes what, asked once for a programme and a register: the answers of a run serve the next one."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

import pyarrow as pa

from sigai.base.digests import digest_bytes
from sigai.indicators import Owers, who_owes
from sigai.programme.programme import Programme

_KEPT = 2
_known: OrderedDict[tuple[str, str], Owers] = OrderedDict()
_lock = Lock()


def population_of(programme: Programme, entities: pa.Table) -> Owers:
    """Everybody on the register with whom each measure asks. UserError where a condition cannot be read.

    Answers are kept for programmes that have a digest, that is, those read from a folder.
    """
    if not programme.digest:
        return who_owes(programme, entities)
    key = (programme.digest, _digest(entities))
    with _lock:
        if key in _known:
            return _known[key]
    found = who_owes(programme, entities)
    with _lock:
        _known[key] = found
        while len(_known) > _KEPT:
            _known.popitem(last=False)
    return found


def _digest(entities: pa.Table) -> str:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, entities.schema) as writer:
        writer.write_table(entities.combine_chunks())
    return digest_bytes(sink.getvalue().to_pybytes())
