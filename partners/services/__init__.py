"""Acts of partners."""
