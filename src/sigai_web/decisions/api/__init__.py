"""Decisions on the programme in the API."""
