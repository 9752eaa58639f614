"""The kinds of decisions: what each is about, the fields of its form, and the places of content that it changes."""
