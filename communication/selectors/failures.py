"""Mails that failed, for whoever looks after them."""

from communication.models import Mail, MailState
from kernel.actor import Actor


def count(actor: Actor) -> int:
    """How many mails failed, as far as the actor may see them."""
    rows = Mail.objects.visible_to(actor)
    return int(rows.filter(state=MailState.FAILED).count())
