"""Endpoints of no single floor."""
