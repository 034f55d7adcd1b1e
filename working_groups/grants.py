"""What a person holds on this floor."""

from datetime import date


def grants(user_id: int, on: date) -> dict[str, set[int]]:
    """Nothing yet: the tables of this floor come next."""
    return {}
