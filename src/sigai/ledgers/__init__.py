"""Records: reading, validation, transitions, deadlines."""
