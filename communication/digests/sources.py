"""Where a digest's duties and its reason come from: the selectors of the floors, one line each."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import AdminTerm, Person
from communication.wording import isolated
from funding.selectors import duties as of_funding
from kernel import clock
from kernel.actor import Actor
from kernel.duties import Duty
from kernel.models import dates_cover
from measurement.selectors import duties as of_measurement
from partners import workflow
from partners.models import Mandate
from partners.selectors import duties as of_partners
from working_groups.models import Seat
from working_groups.selectors import duties as of_groups

FLOORS: tuple[Any, ...] = (
    of_measurement.for_person,
    of_groups.for_person,
    of_partners.for_person,
    of_funding.for_person,
)


def duties(actor: Actor, on: date) -> list[Duty]:
    """What waits for an actor on all floors."""
    return [duty for floor in FLOORS for duty in floor(actor, on)]


def why(actor: Actor, person: Person) -> str:
    """The sentence that tells for which roles a digest comes."""
    roles = roles_of(actor, person)
    if not roles:
        return _("You get this digest because you chose it.")
    sentence = ngettext(
        "You get this digest because of your role: %(roles)s.",
        "You get this digest because of your roles: %(roles)s.",
        len(roles),
    )
    return sentence % {"roles": "; ".join(roles[:4])}


def roles_of(actor: Actor, person: Person) -> list[str]:
    """The roles a person holds today, each with its organisation or body."""
    out = []
    mandates = Mandate.objects.filter(dates_cover(clock.today()), person=person, participation__state__in=workflow.OPEN)
    for row in mandates.select_related("participation__organisation").order_by("pk"):
        out.append(f"{row.get_kind_display()}, {isolated(row.participation.organisation)}")
    seats = Seat.objects.filter(dates_cover(clock.today()), person=person).exclude(body__state="closed")
    for seat in seats.select_related("body").order_by("pk"):
        out.append(f"{seat.get_role_display()}, {isolated(seat.body)}")
    if AdminTerm.objects.running().filter(person=person).exists():
        out.append(_("Administration of the portal"))
    return list(dict.fromkeys(out))
