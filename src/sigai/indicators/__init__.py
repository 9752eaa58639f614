"""Formulas over values and records."""
