"""The demo world: initiatives, organisations, people and a year of their acts, made through the same acts as the pages.

Organisations, people and partner-level figures are fictional; national figures are public and carry their source.
Hebrew texts stand here because they are data of the demo, not words of the portal.
"""
