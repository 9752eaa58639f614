"""Bulletins: drafted from a run, checked, signed by a second person, published, sent, withdrawn or revised."""
