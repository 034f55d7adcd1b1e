"""A partner's own values beside its own targets and the whole.

The own values come as they are, for they are its own; the whole comes as everybody who takes part may see it.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.urls import reverse

from initiative.models import Initiative
from kernel import languages, periods
from kernel.actor import Actor
from kernel.charts import LineChart
from measurement import forecast
from measurement.models import Level, Measure, Target
from measurement.policies.rights import led
from measurement.selectors import series, shown
from measurement.selectors.points import Series
from measurement.selectors.slices import scope_of
from partners.models import Organisation, Participation
from portal.dashboards import cards, lines
from portal.dashboards.steering import measure_url
from portal.dashboards.words import number, period


@dataclass(frozen=True)
class Line:
    """One measure: ours against our target, and the whole."""

    title: languages.Text
    url: str
    unit: str
    value: str
    period: str
    change: str
    target: str
    target_url: str  # where one sets it, if one may
    state: str
    label: str
    whole: str
    whole_period: str
    reported: int
    expected: int
    chart: LineChart
    series: Series


@dataclass(frozen=True)
class Own:
    """The board of one organisation."""

    organisation: languages.Text
    lines: tuple[Line, ...]


def own(actor: Actor, initiative: Initiative) -> tuple[Own, ...]:
    """The boards of the organisations that the actor belongs to here: nearly always one."""
    rows = Participation.objects.of(initiative).filter(organisation__in=actor.keys("partners.organisation"))
    represented = led(actor)
    mine: dict[Organisation, str] = {}
    for row in rows.select_related("organisation").order_by("organisation"):
        # where one represents it, its targets are set by what it takes part by
        mine[row.organisation] = row.public_id if row.pk in represented else mine.get(row.organisation, "")
    return tuple(_board(actor, initiative, organisation, part) for organisation, part in mine.items())


def _board(actor: Actor, initiative: Initiative, organisation: Organisation, part: str) -> Own:
    rows = Measure.objects.visible_to(actor).filter(initiative=initiative, retired_on__isnull=True)
    scope = scope_of(organisation.pk)
    found = series.many(actor, rows.exclude(level=Level.POPULATION).order_by("code"), beside=scope)
    targets = _targets([one.definition.pk for one in found.values() if one.definition], scope)
    made = []
    for whole in found.values():
        points = dict(whole.beside).get(scope, ())
        if points and whole.definition is not None:
            ours = replace(
                whole, scope=scope, points=points, beside=(), elsewhere=(), targets=targets.get(whole.definition.pk, ())
            )
            made.append(_line(initiative, ours, whole, part))
    return Own(languages.text(organisation, "name"), tuple(made))


def _targets(definitions: list[int], scope: str) -> dict[int, tuple[tuple[str, Decimal], ...]]:
    out: dict[int, list[tuple[str, Decimal]]] = {}
    rows: Any = Target.objects.filter(definition__in=definitions, scope_key=scope).current()
    for definition, code, value in rows.values_list("definition", "period", "number"):
        out.setdefault(definition, []).append((code, value))
    return {key: tuple(sorted(pairs, key=lambda pair: periods.sort_key(pair[0]))) for key, pairs in out.items()}


def _line(initiative: Initiative, ours: Series, whole: Series, part: str) -> Line:
    ours, (whole, _collecting) = shown.series(ours), lines.settled(shown.series(whole))
    mine, last, places = ours.last, whole.last, lines.decimals(ours)
    aim = ours.target
    judged = ours.measure.direction in {forecast.UP, forecast.DOWN}
    state = (
        forecast.status(ours.measure.direction, aim[1], lines.ahead(ours), mine.result if mine else None)
        if aim and judged
        else ""
    )
    return Line(
        title=languages.text(ours.measure, "name"),
        url=measure_url(initiative, ours.measure),
        unit=languages.text(ours.definition, "unit").value,
        value=number(mine.result, places) if mine else "",
        period=period(mine.period) if mine else "",
        change=cards.moved(ours),
        target=lines.target_words(ours),
        target_url=_target_url(initiative, ours, part) if part else "",
        state=state,
        label=cards.LABELS[state]() if state else "",
        whole=cards.written(last, places),
        whole_period=period(last.period) if last else "",
        reported=last.reported if last else 0,
        expected=last.expected if last else 0,
        chart=lines.line(ours, small=True),
        series=ours,
    )


def _target_url(initiative: Initiative, ours: Series, part: str) -> str:
    return f"{reverse('measurement:measure-target', args=[initiative.slug, ours.measure.public_id])}?partner={part}"
