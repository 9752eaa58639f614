"""The formula language: grammar, types, units."""
