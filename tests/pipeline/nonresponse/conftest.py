from __future__ import annotations

import pytest

from helpers_nonresponse import nonresponse_programme, small_book
from sigai.pipeline.nonresponse.book import Book
from sigai.programme.programme import Programme


@pytest.fixture(scope="session")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Programme:
    return nonresponse_programme(tmp_path_factory.mktemp("programme"))


@pytest.fixture(scope="session")
def book(programme: Programme) -> Book:
    return small_book(programme)
