"""What people narrow a list by, kept under a name: one's own, or for everybody of one's organisation."""
