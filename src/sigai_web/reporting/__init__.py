"""Reporting: who owes which form by when, drafts, submission, approval, acceptance, reminders."""
