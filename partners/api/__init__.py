"""Endpoints of partners."""
