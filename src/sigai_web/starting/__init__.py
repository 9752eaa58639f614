"""Starting data: base year, earlier figures and the stock of records come into production as a checked data folder."""
