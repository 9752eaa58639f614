"""How long tests wait for what never comes."""

PATIENCE = 600
"""Seconds after which a test gives up on a process, a page or a thread that hangs. It guards against waiting forever
and proves nothing: whatever comes at all comes well before, on the slowest and busiest of machines."""
