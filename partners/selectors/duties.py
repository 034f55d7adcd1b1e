"""What waits for a person on this floor: a participation to answer, mandates about to end, partners without a voice."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from kernel.actor import Actor
from kernel.duties import OPEN, Duty, urgency
from kernel.models import dates_cover
from partners.models import Mandate, MandateKind, Participation, ParticipationKind
from partners.workflow import ACTIVE, INVITED, ONBOARDING, TAKING_PART

ENDING_DAYS = 30


def for_person(actor: Actor, on: date) -> list[Duty]:
    """The duties of an actor on a day."""
    if not actor.user_id:
        return []
    return [*_to_answer(actor), *_ending(actor, on), *_without_representative(actor, on)]


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
    """Mandates that end within thirty days: the representative's own organisation's, the backbone's own."""
    rows = (
        Mandate.objects.filter(dates_cover(on), ends_on__lte=on + timedelta(days=ENDING_DAYS))
        .filter(participation__in=actor.keys("partners.representative"), participation__state__in=TAKING_PART)
        .select_related("participation__initiative", "participation__organisation", "person")
        .order_by("ends_on")
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
    here = actor.keys("partners.director", "partners.coordinator")
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
        .order_by("pk")[:10]
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
