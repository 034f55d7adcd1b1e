"""The partners of an initiative as a list: organisations and individuals, in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Lower, NullIf

from initiative.models import Initiative
from kernel import clock, languages
from kernel.actor import Actor
from kernel.models import dates_cover
from partners.models import Mandate, MandateKind, Organisation, Participation, ParticipationKind, ParticipationState

# How a state looks: the kind of badge and its icon.
LOOK = {
    ParticipationState.INVITED: ("info", "mail"),
    ParticipationState.ONBOARDING: ("watch", "progress"),
    ParticipationState.ACTIVE: ("good", "circle-check"),
    ParticipationState.PAUSED: ("watch", "player-pause"),
    ParticipationState.ENDED: ("line", "player-stop"),
    ParticipationState.DECLINED: ("line", "circle-x"),
}
# Colours exist for the three sectors; the others are marked without one.
COLOURED = frozenset({"public", "business", "third"})


@dataclass(frozen=True)
class PartnerRow:
    """One line of the list. `represented` is None for whoever need not know."""

    public_id: str
    url: str
    name: languages.Text
    is_person: bool
    sector: str
    sector_label: Any
    kind_label: Any
    state_label: Any
    state_look: str
    state_icon: str
    district_label: Any
    since: date
    represented: bool | None


def partners(actor: Actor, initiative: Initiative) -> QuerySet[Any]:
    """Participations the actor may see, with what the list sorts and shows."""
    voices = Mandate.objects.filter(
        dates_cover(clock.today()),
        participation=OuterRef("pk"),
        kind=MandateKind.REPRESENTATIVE,
        person__joined_at__isnull=False,
    )
    rows: QuerySet[Any] = Participation.objects.visible_to(actor).of(initiative)
    return rows.select_related("organisation", "person", "initiative").annotate(
        shown_name=shown_name(), has_voice=Exists(voices)
    )


def shown_name() -> Any:
    """The name by which the reader sorts: the own language first, then whichever is there."""
    order = (languages.current(), *languages.codes())
    names = [
        NullIf(f"{prefix}__{languages.column('name', code)}", Value(""))
        for prefix in ("organisation", "person")
        for code in order
    ]
    return Lower(Coalesce(*names, Value(""), output_field=CharField()))


def rows(actor: Actor, participations: Iterable[Participation]) -> list[PartnerRow]:
    """The lines of one page."""
    return [_row(actor, participation) for participation in participations]


def _row(actor: Actor, row: Any) -> PartnerRow:
    organisation = row.organisation
    look, icon = LOOK[ParticipationState(row.state)]
    staff = actor.is_system or actor.has(row.initiative_id, "partners.backbone")
    return PartnerRow(
        public_id=row.public_id,
        url=row.get_absolute_url(),
        name=languages.text(organisation or row.person, "name"),
        is_person=organisation is None,
        sector=organisation.sector if organisation and organisation.sector in COLOURED else "",
        sector_label=organisation.get_sector_display() if organisation else "",
        kind_label=row.get_kind_display(),
        state_label=row.get_state_display(),
        state_look=look,
        state_icon=icon,
        district_label=organisation.get_district_display() if organisation and organisation.district else "",
        since=row.starts_on,
        represented=(row.has_voice or not organisation or row.kind == ParticipationKind.BACKBONE) if staff else None,
    )


def counts(actor: Actor, initiative: Initiative) -> dict[str, int]:
    """How many organisations take part, by sector, and how many people by themselves."""
    open_rows = Participation.objects.visible_to(actor).of(initiative).open()
    by_sector = (
        Organisation.objects.filter(pk__in=open_rows.filter(organisation__isnull=False).values("organisation"))
        .values("sector")
        .annotate(number=Count("pk"))
        .order_by("sector")
    )
    out = {line["sector"]: line["number"] for line in by_sector}
    out["people"] = open_rows.filter(person__isnull=False).count()
    return out


def organisations_named(name_key: str, initiative: Initiative | None = None) -> QuerySet[Any]:
    """Organisations one of whose names folds to that key: for a question about doubles, never for a list."""
    found = Organisation.objects.filter(
        Q(name_key=name_key) | Q(name_key__startswith=f"{name_key} | ") | Q(name_key__endswith=f" | {name_key}")
    )
    return found.in_initiative(initiative) if initiative is not None else found


def organisation_registered(number: str) -> Organisation | None:
    """The organisation of a registration number, known to whoever knows the number."""
    return Organisation.objects.filter(registration_no=number).first() if number else None
