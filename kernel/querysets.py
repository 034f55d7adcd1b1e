"""The base of every queryset: it must say who may see its rows."""

from typing import Any, Self

from django.db import models

from kernel.actor import Actor


class ScopedQuerySet(models.QuerySet[Any]):
    """A queryset that declares `visible_to(actor)`. The base refuses: a model must choose."""

    def visible_to(self, actor: Actor) -> Self:
        """The rows this actor may know of. Outside it a row is simply not found."""
        raise TypeError(f"{self.model.__name__} does not say who may see it: give its queryset visible_to(actor).")

    def among(self, inner: "models.QuerySet[Any]") -> Self:
        """The rows whose key is in a subquery: no doubled rows, no DISTINCT."""
        return self.filter(pk__in=inner.order_by().values("pk"))


class OwnerOnly(ScopedQuerySet):
    """Rows that no page shows by themselves: only the system reads them."""

    def visible_to(self, actor: Actor) -> Self:
        """All for the system, nothing for anybody else."""
        return self.all() if actor.is_system else self.none()
