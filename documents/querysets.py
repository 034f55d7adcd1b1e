"""Who may know of a document: whoever may see what it is attached to, and who brought it."""

from typing import Self

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from kernel.actor import Actor
from kernel.querysets import ScopedQuerySet, seen_through_subjects


class LinkQuerySet(ScopedQuerySet):
    """What documents are attached to."""

    def visible_to(self, actor: Actor) -> Self:
        """Links whose owner the actor may see and read the papers of: one subquery for each kind of owner."""
        if actor.is_system:
            return self.all()
        return self.filter(seen_through_subjects(self, actor, papers=True))

    def of(self, owner: object) -> Self:
        """Links of one owner."""
        content_type = ContentType.objects.get_for_model(type(owner))  # type: ignore[arg-type]
        return self.filter(content_type=content_type, object_id=owner.pk)  # type: ignore[attr-defined]


class DocumentQuerySet(ScopedQuerySet):
    """Documents."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of an owner one may see, and those one brought that belong to nothing yet."""
        if actor.is_system:
            return self.all()
        link = self.model._meta.get_field("links").related_model
        rule = Q(pk__in=link._default_manager.visible_to(actor).values("document"))
        if actor.user_id:
            rule |= Q(by_id=actor.user_id, links__isnull=True)
        return self.among(self.model._base_manager.filter(rule))


class VersionQuerySet(ScopedQuerySet):
    """Versions of documents."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of documents one may see."""
        if actor.is_system:
            return self.all()
        document = self.model._meta.get_field("document").related_model
        return self.filter(document__in=document._default_manager.visible_to(actor).values("pk"))
