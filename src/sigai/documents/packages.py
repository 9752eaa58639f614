"""Packed files (.docx): opened within limits, their XML read without entities, documents types or the network."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from sigai.base.issues import Place, UserError
from sigai.documents.problems import (
    DAMAGED,
    ENCRYPTED,
    MOST_ENTRIES,
    MOST_MARKS,
    MOST_RATIO,
    MOST_UNPACKED,
    PACKED_BOMB,
    RATIO_FROM,
)

_ENCRYPTED_BIT = 0x1
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How office programs pack; other ways are unpacked whole before anybody can count."""
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError, KeyError)


@dataclass(frozen=True, slots=True)
class Package:
    """The entries of a packed file, by name."""

    path: Path
    archive: zipfile.ZipFile

    def names(self) -> list[str]:
        """The names of all entries in the order of the archive, as the archive writes them."""
        return self.archive.namelist()

    def content(self, name: str) -> bytes | None:
        """The bytes of an entry; None where there is none. UserError where it is broken."""
        if name not in self.archive.NameToInfo:
            return None
        try:
            return self.archive.read(name)
        except _BROKEN as error:
            raise _damaged(self.path) from error

    def target(self, part: str, relation: str) -> str:
        """The name of the entry that a part refers to by the id of a relation; empty where there is none."""
        folder, _, name = part.rpartition("/")
        relations = self.xml(f"{folder}/_rels/{name}.rels")
        for each in relations if relations is not None else ():
            if each.get("Id") == relation and each.get("TargetMode") != "External":
                target = str(each.get("Target", ""))
                return target[1:] if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        return ""

    def xml(self, name: str) -> etree._Element | None:
        """The root of an XML entry; None where there is none. UserError where it is broken or declares entities."""
        content = self.content(name)
        if content is None:
            return None
        if b"<!DOCTYPE" in content or "<!DOCTYPE".encode("utf-16-le") in content:
            raise _damaged(self.path)
        if content.count(b"<") + content.count(b"=") > MOST_MARKS:
            raise UserError([PACKED_BOMB.at(Place(str(self.path)), file=self.path, detail=f"{name}: XML")])
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise _damaged(self.path) from error


def open_package(path: Path, content: bytes) -> Package:
    """The packed file; UserError where it is damaged, encrypted or unpacks to an abnormal size."""
    place = Place(str(path))
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        entries = archive.infolist()
    except _BROKEN as error:
        raise _damaged(path) from error
    if len(entries) > MOST_ENTRIES:
        raise UserError([PACKED_BOMB.at(place, file=path, detail=f"{len(entries)} entries")])
    if any(entry.flag_bits & _ENCRYPTED_BIT for entry in entries):
        raise UserError([ENCRYPTED.at(place, file=path)])
    if any(entry.compress_type not in _PACKED for entry in entries):
        raise _damaged(path)
    unpacked = sum(entry.file_size for entry in entries)
    swollen = any(entry.file_size > max(RATIO_FROM, MOST_RATIO * entry.compress_size) for entry in entries)
    if unpacked > MOST_UNPACKED or swollen:
        detail = f"{unpacked / 2**20:,.0f} MB"
        raise UserError([PACKED_BOMB.at(place, file=path, detail=detail)])
    return Package(path, archive)


def _damaged(path: Path) -> UserError:
    return UserError([DAMAGED.at(Place(str(path)), file=path, kind=".docx")])
