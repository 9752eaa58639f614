"""Seeded, plainly invented data for any programme: a data folder as `sigai run` reads it."""

from sigai.demonstration.faults import PlantedFault
from sigai.demonstration.making import Made, complete, make
from sigai.demonstration.rough import Roughness

__all__ = ["Made", "PlantedFault", "Roughness", "complete", "make"]
