"""An organisation's own accepted values, and what it lets others see."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from initiative.models import Initiative
from kernel import formatting, languages, periods
from kernel.actor import Actor
from measurement.models import Audience, Consent, Measure, Value
from measurement.querysets import FILLERS
from measurement.selectors import cells
from partners.models import Participation


@dataclass(frozen=True)
class OwnValue:
    """A value that stands, with the key that a form names it by."""

    value: Value
    key: str
    label: str


@dataclass(frozen=True)
class Agreed:
    """A measure with the audiences that may see the organisation's values of it."""

    measure: Measure
    name: Any
    consents: Sequence[tuple[Consent, str]]
    offered: Sequence[tuple[str, Any]]


def part(actor: Actor, initiative: Initiative, *grants: str) -> Participation | None:
    """The part of one's own organisation in an initiative: where one reports, or by the grants that are named."""
    rows = Participation.objects.filter(
        pk__in=actor.keys(*(grants or FILLERS)), initiative=initiative, organisation__isnull=False
    )
    return rows.select_related("organisation", "initiative").order_by("pk").first()


def own(participation: Participation, measure: Measure, limit: int = 60) -> list[OwnValue]:
    """The organisation's values of a measure, the newest period first."""
    words = cells.words(measure.initiative_id)
    rows = (
        Value.objects.current()
        .filter(organisation=participation.organisation_id, definition__measure=measure)
        .select_related("definition__measure__initiative", "combination", "organisation")
    )
    found = sorted(rows, key=lambda one: (periods.sort_key(one.period), one.definition.version), reverse=True)[:limit]
    out = []
    for value in found:
        code = value.combination.code
        shown = "–" if value.number is None else formatting.figure(value.number)
        label = f"{periods.label(value.period)}, {words.label(code)}: {shown}"
        out.append(OwnValue(value, f"{value.period}|{value.definition.version}|{code}", label))
    return out


def agreed(participation: Participation) -> list[Agreed]:
    """What the organisation lets others see, by measure; two queries."""
    latest: dict[tuple[int, str], Consent] = {}
    for row in Consent.objects.filter(
        organisation=participation.organisation_id, measure__initiative=participation.initiative_id
    ).order_by("at", "pk"):
        latest[(row.measure_id, row.audience)] = row
    out = []
    for measure in (
        Measure.objects.filter(initiative=participation.initiative_id, retired_on__isnull=True)
        .exclude(level="population")
        .order_by("code")
    ):
        given = [
            (row, str(Audience(row.audience).label))
            for (key, _audience), row in latest.items()
            if key == measure.pk and row.is_given
        ]
        out.append(Agreed(measure, languages.text(measure, "name"), given, Audience.choices))
    return out
