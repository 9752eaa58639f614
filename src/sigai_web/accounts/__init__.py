"""People: accounts, roles with scopes, signing in."""
