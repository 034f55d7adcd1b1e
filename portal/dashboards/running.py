"""What waits for an administrator: initiatives nobody directs, a silent worker, mails that failed."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit import selectors as audit
from kernel import clock
from kernel.actor import Actor
from kernel.duties import LATE, OPEN, Duty
from partners.selectors import directors

SILENT = timedelta(minutes=5)


def for_person(actor: Actor) -> Iterator[Duty]:
    """The duties of an administrator; nobody else has any here."""
    if not actor.keys("accounts.admin"):
        return
    failed: Callable[[Actor], int] = import_string(settings.PORTAL_FAILED_MAILS)
    if count := failed(actor):
        yield Duty(
            kind="operations.mails",
            title=ngettext("One mail failed", "%(count)s mails failed", count) % {"count": count},
            url=reverse("communication:failed-mails"),
            act_label=_("To the mails that failed"),
            minutes_needed=5,
            urgency=LATE,
        )
    beat = audit.last_beat()
    if beat is None or clock.now() - beat > SILENT:
        yield Duty(
            kind="operations.worker",
            title=_("The worker gives no sign of life"),
            url=reverse("accounts:operations"),
            act_label=_("To operations"),
            urgency=LATE,
        )
    for row in directors.without_director(actor):
        yield Duty(
            kind="operations.director",
            title=_("Nobody directs: %(initiative)s") % {"initiative": row},
            url=reverse("partners:initiative-director", args=[row.slug]),
            act_label=_("Name a director"),
            minutes_needed=3,
            urgency=OPEN,
        )
