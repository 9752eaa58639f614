"""The API: tokens with scopes, everything a page can do, one shape of errors."""
