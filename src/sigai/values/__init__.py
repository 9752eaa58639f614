"""Reported figures: reading, validation, revisions."""
