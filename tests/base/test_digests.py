"""SM3 digests: the standard's own vector, and what changes a folder's digest."""

from __future__ import annotations

from pathlib import Path

from sigai.base.digests import digest_bytes, digest_files

VECTOR = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
"""GB/T 32905-2016, appendix A.1."""


def test_the_example_of_the_standard() -> None:
    assert digest_bytes(b"abc") == VECTOR


def test_order_and_place_of_files_do_not_matter_names_and_bytes_do(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a").write_bytes(b"1")
        (tmp_path / folder / "b").write_bytes(b"2")
    one, two = ([tmp_path / folder / name for name in "ab"] for folder in ("one", "two"))
    before = digest_files(tmp_path / "one", one)
    assert digest_files(tmp_path / "two", reversed(two)) == before
    two[1].write_bytes(b"3")
    assert digest_files(tmp_path / "two", two) != before
    one[0].rename(tmp_path / "one" / "c")
    assert digest_files(tmp_path / "one", [tmp_path / "one" / "c", one[1]]) != before
