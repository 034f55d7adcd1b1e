"""The acts of this floor: bodies, seats, meetings, minutes, decisions, tasks. Nobody else writes its tables."""
