"""Targets held against their indicators: trajectory, status, forecast."""
