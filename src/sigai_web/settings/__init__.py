"""Settings: what the environment says, the site, the tests."""
