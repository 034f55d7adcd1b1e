"""Who may be asked: the holders of mandates and the individuals of an initiative, each for whom they act."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from accounts.models import Person
from kernel import clock
from kernel.actor import Actor
from kernel.models import dates_cover
from partners.models import Mandate, Participation, ParticipationState
from working_groups.models import Body, Seat

OPEN = (ParticipationState.INVITED, ParticipationState.ONBOARDING, ParticipationState.ACTIVE, ParticipationState.PAUSED)


@dataclass(frozen=True)
class Holder:
    """A person and the participation they act for; `value` is what a form sends."""

    participation: Participation
    person: Person

    @property
    def value(self) -> str:
        """Both public ids."""
        return f"{self.participation.public_id}.{self.person.public_id}"

    @property
    def organisation(self) -> str:
        """For whom: the organisation, or nothing for an individual."""
        return str(self.participation.organisation) if self.participation.organisation is not None else ""


def holders(actor: Actor, initiative: Any, participations: Iterable[int] | None = None) -> list[Holder]:
    """Everybody who may own a task or take a seat, once for each participation, sorted as they are shown."""
    seen = Participation.objects.visible_to(actor).filter(initiative=initiative, state__in=OPEN)
    if participations is not None:
        seen = seen.filter(pk__in=list(participations))
    rows = {row.pk: row for row in seen.select_related("organisation", "person", "initiative")}
    mandates = (
        Mandate.objects.filter(dates_cover(clock.today()), participation__in=rows)
        .select_related("person")
        .order_by("participation", "pk")
    )
    out: dict[tuple[int, int], Holder] = {}
    for mandate in mandates:
        holder = Holder(rows[mandate.participation_id], mandate.person)
        out.setdefault((mandate.participation_id, mandate.person_id), holder)
    for row in rows.values():
        if row.person is not None:
            out[row.pk, row.person.pk] = Holder(row, row.person)
    return sorted(out.values(), key=lambda holder: (holder.organisation or str(holder.person), str(holder.person)))


def grouped(rows: Iterable[Holder], empty: Any = None) -> list[Any]:
    """Choices of a select: people under their organisation, individuals by themselves."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in sorted(rows, key=lambda row: (row.organisation.casefold(), str(row.person).casefold())):
        groups.setdefault(row.organisation, []).append((row.value, str(row.person)))
    out: list[Any] = [("", empty)] if empty is not None else []
    out.extend(groups.pop("", []))
    return out + list(groups.items())


def sitting(body: Body) -> list[Seat]:
    """The seats of today, chairs first, with their people and organisations."""
    rows = Seat.objects.filter(dates_cover(clock.today()), body=body).select_related(
        "person", "substitute", "participation__organisation", "participation__person", "body__initiative"
    )
    rank = {"chair": 0, "co_chair": 1, "member": 2, "observer": 3}
    return sorted(rows, key=lambda seat: (rank[seat.role], str(seat.participation), seat.pk))


def past(body: Body) -> list[Seat]:
    """Seats that have ended."""
    rows = Seat.objects.filter(Q(ends_on__lt=clock.today()), body=body)
    return list(
        rows.select_related("person", "participation__organisation", "participation__person").order_by("-ends_on")
    )
