"""Starting data in the API."""
