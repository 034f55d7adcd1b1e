"""Initiatives, their stages, goals and road-map factors. It knows no partner."""
