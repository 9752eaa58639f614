"""Mappings: how files of any layout are read, said once, kept as YAML, and applied to the next month's file."""

from sigai.values.mapping.applying import (
    MappedFigure,
    MappedFile,
    MappedWithdrawal,
    MappingReaders,
    mapped_file,
    read_by_mapping,
)
from sigai.values.mapping.choosing import mapping_rank, said_otherwise
from sigai.values.mapping.fitting import FoundHeads, find_fit
from sigai.values.mapping.heads import heads_at
from sigai.values.mapping.meanings import MEANT_WORDS
from sigai.values.mapping.model import MappedColumn, MappedWords, Mapping
from sigai.values.mapping.problems import NEW_ENTITIES, OTHER_MEASURES, OTHER_PERIODS
from sigai.values.mapping.proposing import Layout, propose_mapping
from sigai.values.mapping.rows import GivenWithFile
from sigai.values.mapping.words import OpenWord
from sigai.values.mapping.writing import mapping_faults, mapping_yaml, read_mapping

__all__ = [
    "MEANT_WORDS",
    "NEW_ENTITIES",
    "OTHER_MEASURES",
    "OTHER_PERIODS",
    "FoundHeads",
    "GivenWithFile",
    "Layout",
    "MappedColumn",
    "MappedFigure",
    "MappedFile",
    "MappedWithdrawal",
    "MappedWords",
    "Mapping",
    "MappingReaders",
    "OpenWord",
    "find_fit",
    "heads_at",
    "mapped_file",
    "mapping_faults",
    "mapping_rank",
    "mapping_yaml",
    "propose_mapping",
    "read_by_mapping",
    "read_mapping",
    "said_otherwise",
]
