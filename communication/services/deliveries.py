"""Deliveries learn one more thing in their life: that their person has seen what they told of."""

from audit.models import Entry
from communication.models import Delivery
from kernel import clock


def mark_seen(*, public_id: str) -> int:
    """By the link of a mail, for its own person: the thing is no news any more, nor are older tellings of it."""
    row = Delivery.objects.filter(public_id=public_id).select_related("entry").first()
    if row is None:
        return 0
    same = Entry.objects.filter(content_type=row.entry.content_type_id, object_id=row.entry.object_id)
    unseen = Delivery.objects.filter(
        person=row.person_id, seen_at__isnull=True, entry__in=same.filter(at__lte=clock.now())
    )
    return unseen.update(seen_at=clock.now())
