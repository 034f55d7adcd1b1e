"""Endpoints of the fund: the same forms, policies and acts as its pages."""
