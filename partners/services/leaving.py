"""What ends on this floor when a person is made anonymous: mandates, interests, an own participation, contacts.

Each ends by its own act, so each leaves its entry; the rows stay and name a pseudonym from then on.
"""

from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Person
from kernel import clock
from kernel.actor import Actor
from partners import workflow
from partners.models import Contact, Interest, Mandate, Participation
from partners.services import contacts, interests, mandates, participations


def leave(*, actor: Actor, person: Person) -> None:
    """The system's, inside the act that erases: the acts it calls ask their own policies."""
    today = clock.today()
    running = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    for mandate in Mandate.objects.filter(running, person=person).select_related("participation"):
        last = max(mandate.starts_on, today - timedelta(days=1))
        if mandate.ends_on is None or mandate.ends_on > last:
            mandates.end(actor=actor, mandate=mandate, ends_on=last)
    for interest in Interest.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today), person=person):
        interests.end(actor=actor, interest=interest, ends_on=max(interest.starts_on, today))
    for part in Participation.objects.filter(person=person, state__in=workflow.OPEN).select_related("initiative"):
        if part.state == workflow.INVITED:
            participations.decline(actor=actor, participation=part)
        else:
            participations.end(actor=actor, participation=part, reason=_("The person left the portal."))
    for contact in Contact.objects.filter(mail__iexact=person.email).select_related("organisation"):
        contacts.erase(actor=actor, contact=contact)
