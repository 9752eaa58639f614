"""How long a new system takes to be filled: register, lists, base year and records in one go."""
