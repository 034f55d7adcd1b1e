"""What waits for a person on this floor: a participation to answer, mandates about to end, partners without a voice,
invitations that ran out unanswered."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Invitation
from initiative.models import Initiative
from kernel import clock
from kernel.actor import Actor
from kernel.duties import OPEN, Duty, urgency
from kernel.models import dates_cover
from partners.models import Mandate, MandateKind, Participation, ParticipationKind
from partners.workflow import ACTIVE, INVITED, ONBOARDING, TAKING_PART
from partners.workflow import OPEN as OPEN_STATES

ENDING_DAYS = 30
MOST = 10
STAFF = ("partners.director", "partners.coordinator")


def for_person(actor: Actor, on: date) -> list[Duty]:
    """The duties of an actor on a day."""
    if not actor.user_id:
        return []
    return [*_to_answer(actor), *_ending(actor, on), *_without_representative(actor, on), *_unanswered(actor, on)]


def _to_answer(actor: Actor) -> Iterator[Duty]:
    mine = actor.keys("partners.representative", "partners.alternate")
    invited = actor.keys("partners.invited")
    rows = Participation.objects.filter(pk__in=invited, state=INVITED).select_related("initiative", "organisation")
    for row in rows:
        if row.organisation_id is None or row.pk in mine:
            yield Duty(
                "participation.accept",
                _("Answer the invitation to %(initiative)s") % {"initiative": row.initiative},
                row.get_absolute_url(),
                organisation=str(row.organisation or ""),
                initiative=str(row.initiative),
                act_label=_("To the invitation"),
                minutes_needed=2,
            )


def _ending(actor: Actor, on: date) -> Iterator[Duty]:
    """Mandates that end within thirty days: the own organisation's; for who runs the initiative all of it."""
    mine = Q(participation__in=actor.keys("partners.representative"))
    mine |= Q(participation__initiative__in=actor.keys(*STAFF))
    rows = (
        Mandate.objects.filter(dates_cover(on), ends_on__lte=on + timedelta(days=ENDING_DAYS))
        .filter(mine, participation__state__in=TAKING_PART)
        .select_related("participation__initiative", "participation__organisation", "person")
        .order_by("ends_on", "pk")[:MOST]
    )
    for row in rows:
        yield Duty(
            "mandate.renew",
            _("A mandate ends: %(person)s, %(kind)s") % {"person": row.person, "kind": MandateKind(row.kind).label},
            row.get_absolute_url(),
            due_on=row.ends_on,
            organisation=str(row.participation.organisation or ""),
            initiative=str(row.participation.initiative),
            act_label=_("To the mandates"),
            minutes_needed=2,
            urgency=urgency(row.ends_on, on, ENDING_DAYS),
        )


def _without_representative(actor: Actor, on: date) -> Iterator[Duty]:
    """For who runs the initiative: partners whose representative's mandate is missing or never joined."""
    here = actor.keys(*STAFF)
    if not here:
        return
    voices = Mandate.objects.filter(
        dates_cover(on),
        participation=OuterRef("pk"),
        kind=MandateKind.REPRESENTATIVE,
        person__joined_at__isnull=False,
    )
    rows = (
        Participation.objects.filter(initiative__in=here, state__in=(ONBOARDING, ACTIVE), organisation__isnull=False)
        .exclude(kind=ParticipationKind.BACKBONE)
        .filter(~Exists(voices))
        .select_related("initiative", "organisation")
        .order_by("pk")[:MOST]
    )
    for row in rows:
        yield Duty(
            "partner.represent",
            _("No representative has joined yet: %(organisation)s") % {"organisation": row.organisation},
            row.get_absolute_url(),
            organisation=str(row.organisation),
            initiative=str(row.initiative),
            act_label=_("To the partner"),
            minutes_needed=3,
            urgency=OPEN,
        )


def _unanswered(actor: Actor, on: date) -> Iterator[Duty]:
    """For who runs the initiative: invitations of its people that ran out and were not answered, one line for all."""
    here = actor.keys(*STAFF)
    if not here:
        return
    out = Invitation.objects.filter(
        state="sent", expires_at__lte=clock.now(), person__joined_at__isnull=True, person__is_active=True
    )
    waiting = dates_cover(on, "participations__mandates__") & Q(
        participations__mandates__person__in=out.order_by().values("person"), participations__state__in=OPEN_STATES
    )
    rows = Initiative.objects.filter(pk__in=here).annotate(
        ran_out=Count("participations__mandates__person", filter=waiting, distinct=True)
    )
    for row in rows.filter(ran_out__gt=0).order_by("pk"):
        title = ngettext(
            "One invitation ran out without an answer", "%(count)s invitations ran out without an answer", row.ran_out
        )
        yield Duty(
            "invitation.ran_out",
            title % {"count": row.ran_out},
            reverse("partners:invitations", args=[row.slug]),
            initiative=str(row),
            act_label=_("To the invitations"),
            minutes_needed=3,
            urgency=OPEN,
        )
