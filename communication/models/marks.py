"""How far the log was read."""

from django.db import models

from communication.querysets import SystemOnly


class Mark(models.Model):
    """Derivation. Below this entry everything is dispatched and an hour old: the next scan begins above it.

    Never "greater than the last one read": a lower key can commit later.
    """

    name = models.CharField(max_length=40, unique=True)
    entry_key = models.BigIntegerField(default=0)

    objects = SystemOnly.as_manager()

    def __str__(self) -> str:
        return f"{self.name} {self.entry_key}"
