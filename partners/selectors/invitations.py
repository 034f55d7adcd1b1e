"""Invitations of an initiative's people: who was invited under which role, by whom, until when, with what answer.

Whoever gives mandates sees them: the director and coordinators all, a representative those of the own organisation.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Lower, NullIf
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Invitation
from initiative.models import Initiative
from kernel import clock, languages
from kernel.actor import Actor
from partners import workflow
from partners.models import Mandate, Participation

EXPIRED = "expired"
SENT = "sent"
# The look of each state: words, kind of badge, icon.
STATES: dict[str, tuple[Any, str, str]] = {
    SENT: (_("Waits for an answer"), "info", "mail"),
    EXPIRED: (_("Ran out without an answer"), "watch", "clock"),
    "accepted": (pgettext_lazy("invitation", "Accepted"), "good", "check"),
    "declined": (pgettext_lazy("invitation", "Declined"), "bad", "x"),
    "withdrawn": (pgettext_lazy("invitation", "Withdrawn"), "line", "player-stop"),
}


@dataclass(frozen=True)
class Invited:
    """One invitation as its list shows it."""

    invitation: Invitation
    public_id: str
    name: languages.Text
    mail: str
    roles: tuple[str, ...]
    by: str
    at: datetime
    expires_at: datetime
    state: str
    label: Any
    look: str
    icon: str
    may_repeat: bool


def _inside(actor: Actor, initiative: Initiative) -> QuerySet[Any]:
    """The participations whose people's invitations the actor may see."""
    rows = Participation.objects.filter(initiative=initiative, state__in=workflow.OPEN)
    if actor.is_system or actor.has(initiative.pk, "partners.director", "partners.coordinator"):
        return rows
    return rows.filter(pk__in=actor.keys("partners.representative"))


def invitations(actor: Actor, initiative: Initiative) -> QuerySet[Any]:
    """The invitations of the people of those participations, with the name in the reader's language to sort by."""
    inside = _inside(actor, initiative)
    people = Q(person__in=Mandate.objects.filter(participation__in=inside).order_by().values("person"))
    people |= Q(person__in=inside.filter(person__isnull=False).order_by().values("person"))
    names = [languages.column("name", code) for code in (languages.current(), *languages.codes())]
    shown = [NullIf(f"person__{name}", Value("")) for name in names]
    return (
        Invitation.objects.filter(people, person__erased_at__isnull=True)
        .select_related("person", "by")
        .annotate(shown_name=Lower(Coalesce(*shown, Value(""), output_field=CharField())))
    )


def state_of(invitation: Invitation) -> str:
    """Its state today; one that ran out is told by its date."""
    if invitation.state == SENT and invitation.expires_at <= clock.now():
        return EXPIRED
    return str(invitation.state)


def in_state(rows: QuerySet[Any], state: str) -> QuerySet[Any]:
    """Those in a state of today."""
    if state == EXPIRED:
        return rows.filter(state=SENT, expires_at__lte=clock.now())
    return rows.filter(state=state, expires_at__gt=clock.now()) if state == SENT else rows.filter(state=state)


def rows(actor: Actor, initiative: Initiative, listed: Iterable[Invitation]) -> list[Invited]:
    """The lines of one page, in one query more."""
    found = list(listed)
    roles: defaultdict[int, list[str]] = defaultdict(list)
    mandates = Mandate.objects.filter(
        participation__in=_inside(actor, initiative), person__in=[row.person_id for row in found]
    ).select_related("participation__organisation")
    for mandate in mandates.order_by("-starts_on", "pk"):
        told = f"{mandate.get_kind_display()}, {mandate.participation}"
        if told not in roles[mandate.person_id]:
            roles[mandate.person_id].append(told)
    return [_line(row, tuple(roles[row.person_id])) for row in found]


def _line(row: Invitation, roles: tuple[str, ...]) -> Invited:
    state = state_of(row)
    label, look, icon = STATES[state]
    return Invited(
        invitation=row,
        public_id=row.public_id,
        name=languages.text(row.person, "name"),
        mail=row.person.email,
        roles=roles,
        by=str(row.by) if row.by is not None else "",
        at=row.at,
        expires_at=row.expires_at,
        state=state,
        label=label,
        look=look,
        icon=icon,
        may_repeat=row.person.joined_at is None and row.person.is_active and state in {SENT, EXPIRED, "declined"},
    )
