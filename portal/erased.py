"""The list of erasures, kept apart from every backup: public ids only. It is replayed after a restore."""

from pathlib import Path

from django.conf import settings


def place() -> Path:
    """Where the list stands."""
    return Path(settings.ERASED_LIST)


def remember(public_id: str) -> None:
    """Add one."""
    place().parent.mkdir(parents=True, exist_ok=True)
    with place().open("a", encoding="ascii") as out:
        out.write(f"{public_id}\n")


def all_ids() -> list[str]:
    """All of them, each once."""
    if not place().exists():
        return []
    return list(dict.fromkeys(place().read_text(encoding="ascii").split()))
