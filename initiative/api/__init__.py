"""Endpoints of initiatives."""
