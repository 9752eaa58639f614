"""SM3 digests: of texts, of files and of folders; they name editions and prove that nothing has changed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from cryptography.hazmat.primitives import hashes

_BLOCK = 1 << 20


def digest_bytes(content: bytes) -> str:
    """The SM3 of some bytes, in hexadecimal."""
    hasher = hashes.Hash(hashes.SM3())
    hasher.update(content)
    return hasher.finalize().hex()


def digest_file(file: Path) -> str:
    """The SM3 of a file's bytes, however long it is, in hexadecimal."""
    hasher = hashes.Hash(hashes.SM3())
    with file.open("rb") as stream:
        while block := stream.read(_BLOCK):
            hasher.update(block)
    return hasher.finalize().hex()


def digest_files(root: Path, files: Iterable[Path]) -> str:
    """One SM3 over files: their paths relative to `root`, their lengths and their bytes, in the order of the paths."""
    hasher = hashes.Hash(hashes.SM3())
    for file in sorted(files):
        name = file.relative_to(root).as_posix().encode()
        hasher.update(len(name).to_bytes(4, "big") + name + file.stat().st_size.to_bytes(8, "big"))
        with file.open("rb") as stream:
            while block := stream.read(_BLOCK):
                hasher.update(block)
    return hasher.finalize().hex()
