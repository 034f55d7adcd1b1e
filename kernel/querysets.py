"""The base of every queryset: it must say who may see its rows."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from kernel.actor import Actor


class ScopedQuerySet(models.QuerySet[Any]):
    """A queryset that declares `visible_to(actor)`. The base refuses: a model must choose."""

    def visible_to(self, actor: Actor) -> Self:
        """The rows this actor may know of. Outside it a row is simply not found."""
        raise TypeError(f"{self.model.__name__} does not say who may see it: give its queryset visible_to(actor).")

    def closed_to(self, actor: Actor) -> Self | None:
        """Rows that this actor may know of and whose papers it may not read; None where there is no such rule."""
        return None

    def among(self, inner: "models.QuerySet[Any]") -> Self:
        """The rows whose key is in a subquery: no doubled rows, no DISTINCT."""
        return self.filter(pk__in=inner.order_by().values("pk"))


class OwnerOnly(ScopedQuerySet):
    """Rows that no page shows by themselves: only the system reads them."""

    def visible_to(self, actor: Actor) -> Self:
        """All for the system, nothing for anybody else."""
        return self.all() if actor.is_system else self.none()


def seen_through_subjects(rows: models.QuerySet[Any], actor: Actor, *, papers: bool = False) -> Q:
    """For rows that point at anything by `content_type` and `object_id`: those whose subject the actor may see.

    `papers`: the rows are its papers, which may be closed to whoever still knows of it. One subquery for each kind of
    subject that has rows.
    """
    from django.contrib.contenttypes.models import ContentType  # this module is read before the apps are ready

    rule = Q(pk__in=[])
    kinds = rows.model._base_manager.order_by().values_list("content_type", flat=True).distinct()
    for content_type in ContentType.objects.filter(pk__in=kinds):
        model = content_type.model_class()
        if model is not None:
            seen = model._default_manager.visible_to(actor).order_by().values("pk")  # type: ignore[attr-defined]
            here = Q(content_type=content_type, object_id__in=seen)
            closed = model._default_manager.closed_to(actor) if papers else None  # type: ignore[attr-defined]
            rule |= here if closed is None else here & ~Q(object_id__in=closed.order_by().values("pk"))
    return rule
