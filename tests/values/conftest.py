"""What tests of figures share."""

from __future__ import annotations

import pytest

from helpers_mapping import readers_in
from sigai.values.mapping import MappingReaders


@pytest.fixture(scope="module")
def readers(tmp_path_factory: pytest.TempPathFactory) -> MappingReaders:
    """What mappings are read with: the tests' programme and a register of its own."""
    return readers_in(tmp_path_factory.mktemp("data"))
