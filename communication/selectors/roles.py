"""The roles of many people at once, as far as the cadence of a digest hangs on them: four queries, however many.

It repeats what the grants of the floors say for one person; a test holds the two together.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q

from accounts.models import AdminTerm
from kernel.actor import Actor
from kernel.models import dates_cover
from partners import workflow
from partners.models import Mandate, Participation, ParticipationKind
from working_groups.models import BodyKind, BodyState, Seat, SeatRole

STAFF = frozenset({"director", "coordinator", "evaluator", "treasurer"})
CHAIRS = (SeatRole.CHAIR, SeatRole.CO_CHAIR)
READS = ("onboarding", "active", "paused")


def actors_of(people: Iterable[int], on: date) -> dict[int, Actor]:
    """For each person an actor with the right names under a key of no meaning: for `preferences.proposed` only."""
    keys = list(people)
    names: dict[int, set[str]] = defaultdict(set)
    _mandates(names, keys, on)
    _individuals(names, keys, on)
    _seats(names, keys, on)
    for person in AdminTerm.objects.running(on).filter(person__in=keys).values_list("person_id", flat=True):
        names[person].add("accounts.admin")
    held = frozenset({0})
    return {key: Actor(user_id=key, grants=dict.fromkeys(names[key], held)) for key in keys}


def _part(names: set[str], kind: str, state: str) -> None:
    if state != workflow.INVITED:
        names.add("partners.guest" if kind == ParticipationKind.GUEST else "partners.takes_part")


def _mandates(names: dict[int, set[str]], keys: list[int], on: date) -> None:
    running = Q(participation__ends_on__isnull=True) | Q(participation__ends_on__gte=on)
    rows: Any = Mandate.objects.filter(
        dates_cover(on), running, person__in=keys, participation__state__in=workflow.OPEN
    ).values_list("person_id", "kind", "participation__kind", "participation__state")
    for person, role, kind, state in rows:
        _part(names[person], kind, state)
        if role not in STAFF:
            names[person].add(f"partners.{role}")
        elif kind == ParticipationKind.BACKBONE and state in workflow.ACTING:
            names[person].add("partners.backbone")


def _individuals(names: dict[int, set[str]], keys: list[int], on: date) -> None:
    rows = Participation.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on), person__in=keys, state__in=workflow.OPEN
    ).values_list("person_id", "kind", "state")
    for person, kind, state in rows:
        _part(names[person], kind, state)


def _seats(names: dict[int, set[str]], keys: list[int], on: date) -> None:
    rows = (
        Seat.objects.filter(dates_cover(on), person__in=keys, participation__state__in=READS)
        .exclude(body__state=BodyState.CLOSED, body__ends_on__lt=on)
        .values_list("person_id", "role", "body__kind", "participation__state")
    )
    for person, role, kind, state in rows:
        names[person].add("working_groups.member")
        if kind == BodyKind.STEERING:
            names[person].add("working_groups.steering")
        if role in CHAIRS and state in workflow.ACTING:
            names[person].add("working_groups.chair")
