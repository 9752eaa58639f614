"""How long lists of ledgers with 100,000 records take, for whoever reads them."""
