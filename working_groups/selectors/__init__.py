"""What this floor tells: registers, progress, duties, figures of attendance. Everything is scoped by the actor."""
