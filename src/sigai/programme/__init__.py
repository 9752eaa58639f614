"""The content model: schema, loading, checks. All definitions live here."""
