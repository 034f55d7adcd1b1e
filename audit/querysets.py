"""Who may read an entry: whoever may see its subject."""

from typing import Self

from django.contrib.contenttypes.models import ContentType

from kernel.actor import Actor
from kernel.querysets import ScopedQuerySet, seen_through_subjects


class EntryQuerySet(ScopedQuerySet):
    """Entries."""

    def visible_to(self, actor: Actor) -> Self:
        """Entries about what the actor may see, one subquery for each kind of subject that has entries."""
        if actor.is_system:
            return self.all()
        return self.filter(seen_through_subjects(self, actor))

    def about(self, subject: object) -> Self:
        """Entries about one object."""
        content_type = ContentType.objects.get_for_model(type(subject))  # type: ignore[arg-type]
        return self.filter(content_type=content_type, object_id=subject.pk)  # type: ignore[attr-defined]
