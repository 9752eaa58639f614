"""Calculation: runs as background jobs, their results kept, published bulletins."""
