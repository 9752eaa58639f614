"""The working system on the web: accounts, permissions, the journal, the store of figures and records, pages."""
