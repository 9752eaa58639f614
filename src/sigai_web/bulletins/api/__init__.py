"""The operations of the API that this app brings, and the changes that it tells."""
