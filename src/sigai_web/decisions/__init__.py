"""Decisions about the programme's content, made on the site by two persons."""
