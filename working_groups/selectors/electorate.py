"""The electorate of a decision as it was frozen: who may answer, who is recused, how it stands."""

from collections.abc import Iterable
from dataclasses import dataclass

from kernel import clock
from kernel.models import dates_cover
from partners.models import Interest, Mandate
from working_groups import representation
from working_groups.models import Decision, Meeting, MeetingState, Response, Seat
from working_groups.models.attendance import CAME
from working_groups.models.seats import VOTERS
from working_groups.representation import Count, Elector, Quorum


@dataclass(frozen=True)
class Standing:
    """How a decision stands: the answers and the quorum without the recused."""

    count: Count
    quorum: Quorum


def recused_seats(decision: Decision, seats: Iterable[Seat]) -> frozenset[int]:
    """Seats that may not decide: of the organisation concerned, or of who acts for it or has an interest in it."""
    organisation = decision.concerns_id
    if organisation is None:
        return frozenset()
    rows = list(seats)
    today, people = clock.today(), [seat.person_id for seat in rows]
    interests = Interest.objects.valid(today).filter(organisation=organisation, person__in=people)
    acting = Mandate.objects.filter(dates_cover(today), participation__organisation=organisation, person__in=people)
    tied = {*interests.values_list("person_id", flat=True), *acting.values_list("person_id", flat=True)}
    return frozenset(
        seat.pk for seat in rows if seat.person_id in tied or seat.participation.organisation_id == organisation
    )


def _sector_quorums(decision: Decision) -> dict[str, int]:
    return dict(decision.body.seat_keys.values_list("sector", "quorum_percent"))


def standing(decision: Decision) -> Standing:
    """The answers of the frozen electorate; who came to the meeting it belongs to counts as present."""
    rows = list(Response.objects.filter(decision=decision).select_related("seat"))
    came: set[int] = set()
    if decision.item is not None and decision.item.meeting.state == MeetingState.HELD:
        came = set(
            decision.item.meeting.attendance.filter(presence__in=CAME, seat__isnull=False).values_list(
                "seat_id", flat=True
            )
        )
    electors = [
        Elector(row.seat.sector, is_recused=row.is_recused, is_present=row.seat_id in came, answer=row.answer)
        for row in rows
    ]
    return Standing(
        count=representation.count(electors),
        quorum=representation.quorum(electors, decision.quorum_percent, _sector_quorums(decision)),
    )


def quorum_of_meeting(decision: Decision, meeting: Meeting, recused: frozenset[int]) -> Quorum:
    """The quorum of those who came to a held meeting."""
    rows = meeting.attendance.filter(seat__isnull=False, seat__role__in=VOTERS).select_related("seat")
    electors = [
        Elector(row.seat.sector, is_recused=row.seat_id in recused, is_present=row.presence in CAME) for row in rows
    ]
    return representation.quorum(electors, decision.quorum_percent, _sector_quorums(decision))
