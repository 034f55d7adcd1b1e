"""Ending one's sessions: one of them, or all but the present one."""

from collections.abc import Iterable

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import policies
from accounts.models import Person
from accounts.selectors.sessions import handle
from audit import services as audit
from kernel.actor import Actor
from kernel.errors import Conflict
from kernel.permissions import require


def end(*, actor: Actor, person: Person, handles: Iterable[str]) -> int:
    """End the sessions of these handles; those that are gone already are no fault unless none is left to end."""
    require(policies.may_change_person(actor, person))
    wanted = set(handles)
    with transaction.atomic():
        rows = [row for row in UserSession.objects.filter(user=person) if handle(row) in wanted]
        if not rows:
            raise Conflict(_("This session has ended already."), "ended")
        for row in rows:
            row.end()
        audit.record(actor=actor, kind="accounts.session.ended", subject=person, changes={"sessions": [len(rows), 0]})
    return len(rows)
