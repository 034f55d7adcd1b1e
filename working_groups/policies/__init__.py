"""Who may do what on this floor, with the reason when not. One module per noun; importing them registers them all."""

from working_groups.policies import bodies, decisions, meetings, minutes, tasks

__all__ = ["bodies", "decisions", "meetings", "minutes", "tasks"]
