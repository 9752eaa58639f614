"""Paragraphs of a plan to a draft programme."""
