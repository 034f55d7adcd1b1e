"""What a person holds on this floor: seats that are valid today, and the bodies facilitated by mandate.

A seat counts by its participation: invited may only answer the invitation, paused reads, ended counts nothing.
"""

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import Q

from kernel.models import dates_cover
from kernel.prepared import Prepared
from working_groups.models import Body, BodyKind, BodyState, Seat, SeatRole

READS = ("onboarding", "active", "paused")
ACTS = ("onboarding", "active")


def grants(user_id: int, on: date) -> dict[str, set[int]]:
    """Keys of bodies and, for the steering committee, of initiatives; two queries."""
    out: dict[str, set[int]] = defaultdict(set)
    for body, kind, initiative, role, state, person in _SEATS.rows(user_id, on):
        out["working_groups.member"].add(body)
        steers = kind == BodyKind.STEERING
        if person != user_id:  # a substitute reads and comes; the seat's own person answers
            continue
        if steers:
            out["working_groups.steering"].add(initiative)
        if state not in ACTS or role == SeatRole.OBSERVER:
            continue
        out["working_groups.votes"].add(body)
        if role in (SeatRole.CHAIR, SeatRole.CO_CHAIR):
            out["working_groups.chair"].add(body)
            if steers:
                out["working_groups.steering_chair"].add(initiative)
    out["working_groups.facilitator"].update(body for (body,) in _FACILITATED.rows(user_id, on))
    return {name: keys for name, keys in out.items() if keys}


def _seats(user_id: int, on: date) -> Any:
    return (
        Seat.objects.filter(dates_cover(on), participation__state__in=READS)
        .filter(Q(person_id=user_id) | Q(substitute_id=user_id))
        .exclude(body__state=BodyState.CLOSED, body__ends_on__lt=on)
        .values_list("body_id", "body__kind", "body__initiative_id", "role", "participation__state", "person_id")
    )


def _facilitated(user_id: int, on: date) -> Any:
    rows = Body.objects.filter(
        dates_cover(on, "facilitator__"),
        facilitator__person_id=user_id,
        facilitator__participation__state__in=ACTS,
    )
    return rows.order_by().values_list("pk")


_SEATS = Prepared(_seats, int, date)
_FACILITATED = Prepared(_facilitated, int, date)
