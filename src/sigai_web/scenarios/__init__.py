"""The proof of mechanisms: scenarios carried out through the services, in a database that is thrown away."""
