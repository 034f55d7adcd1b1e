"""What a person holds on this floor: seats that are valid today, and the bodies facilitated by mandate.

A seat counts by its participation: invited may only answer the invitation, paused reads, ended counts nothing.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q

from kernel.grants import Fact, Source, facts, word
from kernel.models import dates_cover
from working_groups.models import Body, BodyKind, BodyState, Seat, SeatRole

READS = ("onboarding", "active", "paused")
ACTS = ("onboarding", "active")
NAME = "working_groups"
FACILITATES = "facilitates"


def _rows(user_id: int, on: date) -> list[Any]:
    seats = (
        Seat.objects.filter(dates_cover(on), participation__state__in=READS)
        .filter(Q(person_id=user_id) | Q(substitute_id=user_id))
        .exclude(body__state=BodyState.CLOSED, body__ends_on__lt=on)
    )
    facilitated = Body.objects.filter(
        dates_cover(on, "facilitator__"),
        facilitator__person_id=user_id,
        facilitator__participation__state__in=ACTS,
    )
    keys = ("body_id", "body__initiative_id", "person_id")
    return [
        facts(NAME, seats, "role", *keys, "body__kind", "participation__state"),
        facts(NAME, facilitated, word(FACILITATES), "pk"),
    ]


def _fold(user_id: int, found: Iterable[Fact]) -> dict[str, set[int]]:
    """Keys of bodies; of initiatives for the steering committee, and where one chairs any body (`chairs`)."""
    out: dict[str, set[int]] = defaultdict(set)
    for _source, role, body, initiative, person, kind, state in found:
        if body is None or role == FACILITATES:
            out["working_groups.facilitator"] |= {body} if body is not None else set()
            continue
        out["working_groups.member"].add(body)
        steers = {initiative} if kind == BodyKind.STEERING and initiative is not None else set()
        if person != user_id:  # a substitute reads and comes; the seat's own person answers
            continue
        out["working_groups.steering"] |= steers
        if state not in ACTS or role == SeatRole.OBSERVER:
            continue
        out["working_groups.votes"].add(body)
        if role in (SeatRole.CHAIR, SeatRole.CO_CHAIR):
            out["working_groups.chair"].add(body)
            out["working_groups.chairs"] |= {initiative} if initiative is not None else set()
            out["working_groups.steering_chair"] |= steers
    return {name: keys for name, keys in out.items() if keys}


grants = Source(NAME, _rows, _fold)
