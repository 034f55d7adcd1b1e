"""Pages of no single floor."""
