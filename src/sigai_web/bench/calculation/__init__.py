"""How soon results follow an acceptance, beside a full calculation in the same run: `make bench-calculation`."""
