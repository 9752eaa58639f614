"""Messages for programs: one's own, and who was reached."""
