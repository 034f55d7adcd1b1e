"""What comes in about partners. No writes."""
