"""Commands of measurement."""
