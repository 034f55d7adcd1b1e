"""What ends on this floor when a person is made anonymous: seats, and the places of a substitute.

Attendance, minutes, decisions and tasks stay with the pseudonym: others rely on them.
"""

from datetime import timedelta

from accounts.models import Person
from kernel import clock
from kernel.actor import Actor
from kernel.models import not_over
from working_groups.models import Seat
from working_groups.services import seats


def leave(*, actor: Actor, person: Person) -> None:
    """The system's, inside the act that erases: each seat ends by its own act."""
    today = clock.today()
    rows = Seat.objects.filter(not_over(today)).select_related("body__initiative", "participation__organisation")
    for seat in rows.filter(person=person):
        last = max(seat.starts_on, today - timedelta(days=1))
        if seat.ends_on is None or seat.ends_on > last:
            seats.end(actor=actor, seat=seat, ends_on=last)
    for seat in rows.filter(substitute=person):
        seats.name_substitute(actor=actor, seat=seat, person=None)
