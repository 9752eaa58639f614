"""Table contracts and the only place that executes queries."""
