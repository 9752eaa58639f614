"""The system of record for the register, figures and records; read by the engine as its own tables."""
