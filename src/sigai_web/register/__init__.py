"""The register in production: entries, dated changes, lists; what alters the past is decided by a second person."""
