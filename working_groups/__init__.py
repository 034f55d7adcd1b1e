"""Bodies, seats, meetings, minutes, decisions, tasks. It knows no measure."""
