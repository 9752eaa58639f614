"""Keeping the system: backup and restore, what content is in force, health."""
