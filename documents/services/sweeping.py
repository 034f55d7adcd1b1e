"""Bytes that nobody owns: a file is written inside the act that brings it, and one refused later leaves it behind."""

from datetime import timedelta

from documents import policies
from documents.models import Version
from kernel import clock
from kernel.actor import Actor
from kernel.permissions import require

# An act that is still running has written its file and not yet its row.
YOUNG = timedelta(days=1)
_AT_ONCE = 500


def sweep(*, actor: Actor) -> int:
    """Delete stored files that no version names and that are older than a day; counts them. The system only."""
    require(policies.may_sweep(actor))
    field = Version._meta.get_field("file")
    storage = field.storage
    before, gone = clock.now() - YOUNG, 0
    folder = "documents"
    if not storage.exists(folder):
        return 0
    found = [f"{folder}/{name}" for name in storage.listdir(folder)[1]]
    for place in range(0, len(found), _AT_ONCE):
        names = set(found[place : place + _AT_ONCE])
        owned = set(Version.objects.filter(file__in=names).values_list("file", flat=True))
        for name in sorted(names - owned):
            if storage.get_modified_time(name) < before:
                storage.delete(name)
                gone += 1
    return gone
