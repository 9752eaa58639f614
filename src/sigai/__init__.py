"""Sigai (四改): runs a government's transformation plan as a programme, with every number explained."""

__version__ = "0.1.0"
