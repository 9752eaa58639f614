"""How fast pages are under load, beside an empty page of the same server: `make bench-web`."""
