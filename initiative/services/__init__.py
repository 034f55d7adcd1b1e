"""Acts of initiatives."""
