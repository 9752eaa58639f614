"""Seeded, plainly fictional data for any programme."""
