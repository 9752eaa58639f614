"""The bulletin (通报): drafted from a template, its numbers tied to the run, written as an official document."""
