"""Organisations, individuals, participation, mandates, interests. It knows no body and no number."""
