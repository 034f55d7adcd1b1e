"""What was told to whom, as lines of a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from communication import links, subjects, wording
from communication.models import Delivery
from kernel.actor import Actor

REASONS = {
    "person": _("It concerns you by name"),
    "organisation.data_officer": _("You report your organisation's data"),
    "organisation.representative": _("You represent your organisation"),
    "organisation.all": _("You act for your organisation"),
    "initiative.director": _("You direct the initiative"),
    "initiative.coordinator": _("You coordinate the initiative"),
    "initiative.reviewers": _("You review reports"),
    "initiative.all": _("You take part in the initiative"),
    "body.chair": _("You chair the body"),
    "body.members": _("You sit in the body"),
    "body.facilitator": _("You facilitate the body"),
    "accounts.admin": _("You administer the portal"),
}


@dataclass(frozen=True)
class DeliveryLine:
    """One delivery for a page: the sentence without its signs, the subject, the reason, the road and its state."""

    public_id: str
    text: str
    subject: Any
    reason: Any
    channel: Any
    state: Any
    at: datetime
    seen_at: datetime | None
    url: str


def mine(actor: Actor) -> QuerySet[Any]:
    """One's own deliveries."""
    rows = Delivery.objects.filter(person_id=actor.user_id or 0)
    return rows.select_related("entry__content_type", "digest", "mail")


def lines(actor: Actor, rows: Iterable[Delivery]) -> list[DeliveryLine]:
    """Deliveries as lines; what the person may see no more keeps its place without its words."""
    rows = list(rows)
    addresses = links.addresses_seen(actor, [row.entry for row in rows])
    return [_line(row, row.entry_id in addresses, addresses) for row in rows]


def _line(row: Delivery, is_seen: bool, addresses: dict[int, str]) -> DeliveryLine:
    state: Any = _("Waits for the next digest")
    if row.mail is not None:
        state = row.mail.get_state_display()
    elif row.digest is not None:
        state = row.digest.get_state_display()
    elif row.channel == "mail":
        state = _("Waits for the end of the quiet hours")
    subject = subjects.subject_of(row.entry.kind)
    return DeliveryLine(
        public_id=row.public_id,
        text=wording.plain(wording.of_entry(row.entry)) if is_seen else str(subject.label),
        subject=subject.label,
        reason=REASONS.get(row.reason, ""),
        channel=row.get_channel_display(),
        state=state,
        at=row.at,
        seen_at=row.seen_at,
        url=addresses.get(row.entry_id, ""),
    )
