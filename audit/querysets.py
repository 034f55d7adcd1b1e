"""Who may read an entry: whoever may see its subject."""

from typing import Self

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from kernel.actor import Actor
from kernel.querysets import ScopedQuerySet


class EntryQuerySet(ScopedQuerySet):
    """Entries."""

    def visible_to(self, actor: Actor) -> Self:
        """Entries about what the actor may see, one subquery for each kind of subject that has entries."""
        if actor.is_system:
            return self.all()
        rule = Q(pk__in=[])
        kinds = self.model._base_manager.order_by().values_list("content_type", flat=True).distinct()
        for content_type in ContentType.objects.filter(pk__in=kinds):
            model = content_type.model_class()
            if model is not None:
                seen = model._default_manager.visible_to(actor).order_by().values("pk")  # type: ignore[attr-defined]
                rule |= Q(content_type=content_type, object_id__in=seen)
        return self.filter(rule)

    def about(self, subject: object) -> Self:
        """Entries about one object."""
        content_type = ContentType.objects.get_for_model(type(subject))  # type: ignore[arg-type]
        return self.filter(content_type=content_type, object_id=subject.pk)  # type: ignore[attr-defined]
