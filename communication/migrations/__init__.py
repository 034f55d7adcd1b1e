"""Migrations of communication."""
