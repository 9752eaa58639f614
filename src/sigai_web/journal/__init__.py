"""The journal: every change, appended with who, when, from where, before and after, in one hash chain."""
