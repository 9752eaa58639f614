"""Parquet: the fast path, a million rows at a time so that memory stays bounded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sigai.base.issues import Issue, Place
from sigai.tables.files.headers import Known, find_header
from sigai.tables.files.problems import NO_HEADER, NOT_READABLE
from sigai.tables.files.raw import RawTable

_BATCH = 1 << 20


def read_parquet(path: Path, file: str, known: Known, example: str) -> Iterator[RawTable | Issue]:
    """The batches of one Parquet file. Row numbers count the header as row 1, as if it were a sheet."""
    row = 2
    try:
        with pq.ParquetFile(path, read_dictionary=_texts(path)) as parquet:
            names = tuple(parquet.schema_arrow.names)
            if find_header([names], known)[0] < 0:
                yield NO_HEADER.at(Place(file), example=example)
                return
            for batch in parquet.iter_batches(batch_size=_BATCH):
                rows = np.arange(row, row + batch.num_rows, dtype=np.int64)
                row += batch.num_rows
                yield RawTable(file, names, tuple(batch.columns), rows)
    except (pa.ArrowException, OSError, ValueError) as error:
        yield NOT_READABLE.at(Place(file), kind="Parquet", reason=type(error).__name__)


def _texts(path: Path) -> list[str]:
    """The columns of texts: they are read as dictionary codes."""
    schema = pq.read_schema(path)
    return [field.name for field in schema if pa.types.is_string(field.type) or pa.types.is_large_string(field.type)]
