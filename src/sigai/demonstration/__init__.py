"""Seeded, plainly invented data for any programme: a data folder as `sigai run` reads it."""

from sigai.demonstration.faults import Fault
from sigai.demonstration.making import Made, make

__all__ = ["Fault", "Made", "make"]
