"""Factories: each makes the smallest valid thing of its kind."""
