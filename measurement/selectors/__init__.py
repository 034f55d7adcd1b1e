"""Reads of measurement: plain rows for pages, endpoints and acts."""
