"""Endpoints of this floor: the forms, filters, policies and acts of the pages."""
