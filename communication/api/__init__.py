"""Endpoints of communication: the same reads and acts as its pages."""
