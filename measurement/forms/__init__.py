"""What comes in about measures, cycles, reports and reviews. No writes."""
