"""Who may look at others' digests, and who may send a failed mail again."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from communication.models import Mail, MailState
from kernel.actor import Actor
from kernel.permissions import Allowed, Answer, Denied, policy

STAFF = ("partners.director", "partners.coordinator")


@policy("communication.digest.preview")
def may_preview(actor: Actor, initiative: Any) -> Answer:
    """Directors and coordinators of the initiative: previews, and the list of deliveries."""
    if actor.is_system or actor.has(getattr(initiative, "pk", None), *STAFF):
        return Allowed()
    return Denied("not_staff", _("Directors and coordinators see what leaves for whom."), hidden=True)


@policy("communication.mail.operate")
def may_operate(actor: Actor, obj: Any = None) -> Answer:
    """Administrators see the mails that failed."""
    if actor.is_system or actor.keys("accounts.admin"):
        return Allowed()
    return Denied("not_admin", _("Administrators look after failed mails."), hidden=True)


@policy("communication.mail.retry")
def may_retry(actor: Actor, mail: Mail) -> Answer:
    """Administrators, a failed mail whose body is still there."""
    answer = may_operate(actor)
    if not answer:
        return answer
    if mail.state != MailState.FAILED:
        return Denied("not_failed", _("This mail has not failed."))
    if mail.is_secret:
        return Denied("emptied", _("A code or an invitation is emptied at its end: ask for a new one."))
    return Allowed()


@policy("communication.mailbox.read")
def may_read_mailbox(actor: Actor, obj: Any = None) -> Answer:
    """In the demo, whoever is signed in reads the mails sent to the persona."""
    if settings.DEMO and actor.user_id:
        return Allowed()
    return Denied("no_demo", _("Mails are read in a mail program."), hidden=True)
