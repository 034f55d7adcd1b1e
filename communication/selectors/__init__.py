"""Reads of communication."""
