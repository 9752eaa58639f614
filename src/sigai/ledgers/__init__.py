"""Ledgers: records with a life cycle — reading and checking them, their lives, deadlines and transitions."""

from sigai.ledgers.amending import Head, amend, fill_in
from sigai.ledgers.asked import asked_of_entity, figures_asked
from sigai.ledgers.computing import computed_values
from sigai.ledgers.counted import CountedRecords, counted_records
from sigai.ledgers.deadlines import Due, Overdue, deadlines_of, overdue
from sigai.ledgers.filling import ClosedField, closed_fields
from sigai.ledgers.kept_rows import KeptRow, cells_that_link, corrected_row, rows_in, standing_rows, with_rows
from sigai.ledgers.keys import KeyUse, keys_used
from sigai.ledgers.linked import LinkedRecords, linkages_of
from sigai.ledgers.links import (
    LinkIndex,
    LinkWorld,
    RecordKey,
    fits,
    leads_round,
    link_fields,
    link_value,
    links_by,
    links_in,
    may_mean,
    offered_as,
    to_settle,
    way_round,
)
from sigai.ledgers.lookups import Lookups, named_pairs, offered_name
from sigai.ledgers.reading import RecordCounts, RecordIntake, read_records
from sigai.ledgers.record import START, Record
from sigai.ledgers.row_tables import ABOUT_ROWS, RowLine, against_table
from sigai.ledgers.sheets import FilledRow, FilledSheet, FilledTable, read_sheet
from sigai.ledgers.transitions import against_condition, condition_words, parts_that_hold, transition

__all__ = [
    "ABOUT_ROWS",
    "START",
    "ClosedField",
    "CountedRecords",
    "Due",
    "FilledRow",
    "FilledSheet",
    "FilledTable",
    "Head",
    "KeptRow",
    "KeyUse",
    "LinkIndex",
    "LinkWorld",
    "LinkedRecords",
    "Lookups",
    "Overdue",
    "Record",
    "RecordCounts",
    "RecordIntake",
    "RecordKey",
    "RowLine",
    "against_condition",
    "against_table",
    "amend",
    "asked_of_entity",
    "cells_that_link",
    "closed_fields",
    "computed_values",
    "condition_words",
    "corrected_row",
    "counted_records",
    "deadlines_of",
    "figures_asked",
    "fill_in",
    "fits",
    "keys_used",
    "leads_round",
    "link_fields",
    "link_value",
    "linkages_of",
    "links_by",
    "links_in",
    "may_mean",
    "named_pairs",
    "offered_as",
    "offered_name",
    "overdue",
    "parts_that_hold",
    "read_records",
    "read_sheet",
    "rows_in",
    "standing_rows",
    "to_settle",
    "transition",
    "way_round",
    "with_rows",
]
