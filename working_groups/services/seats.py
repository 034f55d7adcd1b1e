"""Acts on seats: give, end, name a substitute."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from audit import services as audit
from kernel import clock, writing
from kernel.actor import Actor
from kernel.errors import Conflict, Invalid
from kernel.models import dates_cover, not_over
from kernel.permissions import require
from partners.models import Mandate, Participation, Sector
from partners.selectors import mandates
from working_groups.models import Body, Seat, SeatRole
from working_groups.policies import bodies as policies


def _check_person(participation: Participation, person: Person, body: Body) -> None:
    if participation.initiative_id != body.initiative_id or not participation.is_open:
        sentence = _("Choose somebody who takes part in this initiative.")
        raise Invalid(sentence, fields={"participation": [sentence]})
    belongs = participation.person_id == person.pk or (
        Mandate.objects.filter(dates_cover(clock.today()), participation=participation, person=person).exists()
    )
    if not belongs:
        sentence = _("This person holds no mandate there: give the mandate first.")
        raise Invalid(sentence, fields={"person": [sentence]})


def _check_room(body: Body, role: str, first: date) -> None:
    if body.size_limit is None or role == SeatRole.OBSERVER:
        return
    taken = Seat.objects.filter(not_over(first), body=body).exclude(role=SeatRole.OBSERVER).count()
    if taken >= body.size_limit:
        raise Invalid(
            _("All %(limit)s seats are taken: end one, or raise the limit.") % {"limit": body.size_limit}, "full"
        )


@transaction.atomic
def give(
    *,
    actor: Actor,
    body: Body,
    participation: Participation,
    person: Person,
    role: str = SeatRole.MEMBER,
    starts_on: date | None = None,
    substitute: Person | None = None,
    sector: str = "",
) -> Seat:
    """Director, coordinator. A seat from a day on. Refuses a full body, a second open seat, a second chair."""
    require(policies.may_give_seat(actor, body))
    _check_person(participation, person, body)
    first = starts_on or clock.today()
    _check_room(body, role, first)
    organisation = participation.organisation
    seat = Seat(
        body=body,
        participation=participation,
        person=person,
        role=role,
        sector=sector or (organisation.sector if organisation is not None else Sector.COMMUNITY),
        starts_on=first,
        substitute=substitute,
        **mandates.stamp(actor, initiative=body.initiative),
    )
    if substitute is not None and substitute.pk == person.pk:
        raise Invalid(_("The substitute must be another person."))
    writing.insert(
        seat, _("This seat is taken: the organisation or the person sits here already, or there is a chair."), "taken"
    )
    _record(actor, seat, "given", {"role": [None, role], "starts_on": [None, seat.starts_on]})
    return seat


@transaction.atomic
def end(*, actor: Actor, seat: Seat, ends_on: date | None = None) -> Seat:
    """Director, coordinator, the person itself. The seat ends with that day. Refuses a day before it began.

    A last day that is known is brought forward, never put off.
    """
    require(policies.may_end_seat(actor, seat))
    day = ends_on or clock.today()
    if day < seat.starts_on:
        sentence = _("The last day comes before the first.")
        raise Invalid(sentence, fields={"ends_on": [sentence]})
    before = seat.ends_on
    is_later = before is not None and day >= before
    if is_later or Seat.objects.filter(pk=seat.pk, ends_on=before).update(ends_on=day) != 1:
        raise Conflict(_("This seat has an end already."), "moved_on")
    seat.ends_on = day
    _record(actor, seat, "ended", {"ends_on": [before, day]})
    return seat


@transaction.atomic
def name_substitute(*, actor: Actor, seat: Seat, person: Person | None) -> Seat:
    """The seat's person, the representative, the backbone. Names or takes away the substitute."""
    require(policies.may_name_substitute(actor, seat))
    if person is not None:
        if person.pk == seat.person_id:
            raise Invalid(_("The substitute must be another person."))
        _check_person(seat.participation, person, seat.body)
    before = seat.substitute
    won = Seat.objects.filter(not_over(clock.today()), pk=seat.pk, substitute=before).update(substitute=person)
    if won != 1:
        raise Conflict(_("Somebody else was here first: reload to see the present state."), "moved_on")
    seat.substitute = person
    _record(actor, seat, "substituted", {"substitute": [before and before.public_id, person and person.public_id]})
    return seat


def _record(actor: Actor, seat: Seat, act: str, changes: dict[str, Any]) -> None:
    people = [seat.person_id] + ([seat.substitute_id] if seat.substitute_id else [])
    audit.record(
        actor=actor,
        kind=f"working_groups.seat.{act}",
        subject=seat,
        initiative=seat.body.initiative,
        organisation=seat.participation.organisation,
        about={"body": seat.body_id, "participation": seat.participation_id, "people": people},
        changes=changes,
        title=lambda: " · ".join(str(one) for one in (seat.participation.organisation, seat.body) if one),
    )
