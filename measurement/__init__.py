"""Measures, definitions, cycles, requests, submissions, values, roll-ups, publications. It knows no mail."""
