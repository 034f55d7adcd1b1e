"""Who is tied to an organisation, and whether the fund's body can still decide about it: known before it meets."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from funding import conflicts
from funding.conflicts import Chair, Outlook
from funding.models import Fund, Proposal
from kernel import clock
from kernel.models import dates_cover
from partners.models import Interest, Mandate
from working_groups.models import Seat
from working_groups.models.seats import VOTERS


def tied(people: Iterable[int], organisation_id: int | None, on: date) -> frozenset[int]:
    """Those of these people who declared an interest in the organisation or act for it on that day."""
    keys = list(people)
    if organisation_id is None or not keys:
        return frozenset()
    interest = Interest.objects.filter(dates_cover(on), organisation=organisation_id, person__in=keys)
    mandate = Mandate.objects.filter(dates_cover(on), participation__organisation=organisation_id, person__in=keys)
    return frozenset(interest.values_list("person_id", flat=True)) | frozenset(
        mandate.values_list("person_id", flat=True)
    )


@dataclass(frozen=True)
class Recusal:
    """One proposal before the meeting: who will leave the room, and whether the rest can decide."""

    proposal: Any
    people: tuple[str, ...]
    outlook: Outlook
    seats: int = 0


def before_meeting(fund: Fund, proposals: Iterable[Proposal]) -> list[Recusal]:
    """For each proposal who is recused and whether the body can decide without them; four queries for all."""
    if fund.body is None:
        return []
    day, body = clock.today(), fund.body
    seats = list(
        Seat.objects.filter(
            dates_cover(day), body=body, role__in=VOTERS, participation__state__in=("onboarding", "active")
        ).select_related("person", "participation")
    )
    chairs = [Chair(one.pk, one.person_id, one.sector, one.participation.organisation_id) for one in seats]
    rows = list(proposals)
    concerned = {one.participation.organisation_id for one in rows}
    ties = [
        conflicts.Tie(*row)
        for row in Interest.objects.filter(
            Q(organisation__in=concerned), person__in=[one.person_id for one in seats]
        ).values_list("person_id", "organisation_id", "starts_on", "ends_on")
    ]
    acting = Mandate.objects.filter(
        dates_cover(day), participation__organisation__in=concerned, person__in=[one.person_id for one in seats]
    )
    acts = acting.values_list("person_id", "participation__organisation")
    ties += [conflicts.Tie(person, organisation, day) for person, organisation in acts]
    sectors = dict(body.seat_keys.values_list("sector", "quorum_percent"))
    out = []
    for row in rows:
        organisation = row.participation.organisation_id or 0
        people = conflicts.tied(ties, [organisation], day)
        found = conflicts.outlook(chairs, people, frozenset([organisation]), body.quorum_percent, sectors)
        names = tuple(str(one.person) for one in seats if one.pk in found.recused)
        out.append(Recusal(row, names, found, len(chairs)))
    return out
