"""What everybody may read of a public initiative: the published figures with their source, and who stands behind them.

Measures without a published figure do not appear, not even by name: what is not published is not public.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from initiative.models import Goal, Initiative
from kernel import charts, languages, periods
from kernel.actor import Actor
from measurement.models import Definition, Level, Measure
from measurement.selectors import series, shown
from measurement.selectors.points import Point, Series
from partners.models import Participation, ParticipationKind, ParticipationState, Sector
from portal.dashboards import cards, categories, lines
from portal.dashboards.cards import Card
from portal.dashboards.words import change, number, period, publisher, put
from working_groups.models import Body
from working_groups.selectors.my_bodies import AT_WORK

COLOURS = {Sector.PUBLIC: "public", Sector.LOCAL: "public", Sector.BUSINESS: "business", Sector.THIRD: "third"}


@dataclass(frozen=True)
class Gap:
    """A figure that others published beside ours of the same period."""

    period: str
    ours: str
    theirs: str
    gap: str
    source: str
    url: str
    in_points: bool = False


@dataclass(frozen=True)
class Headline:
    """The number of the hero with its chart and its sentence."""

    card: Card
    sentence: str
    chart: charts.LineChart
    gaps: tuple[Gap, ...]


@dataclass(frozen=True)
class PublicPage:
    """The public page of an initiative."""

    name: languages.Text
    headline: Headline | None
    cards: tuple[Card, ...]
    partners: int
    groups: int
    sectors: charts.Bars | None
    goals: tuple[languages.Text, ...]


@dataclass(frozen=True)
class Front:
    """An initiative among the others: who it is, and the number it is known by."""

    name: languages.Text
    kind: str
    url: str
    partners: int
    card: Card | None


@dataclass(frozen=True)
class Result:
    """The public page of one measure."""

    card: Card
    chart: charts.LineChart
    gaps: tuple[Gap, ...]
    definition: Definition
    versions: tuple[Definition, ...]
    bars: charts.Bars | None
    point: Point | None
    sources: tuple[tuple[str, str], ...]


def fronts(actor: Actor) -> list[Front]:
    """The initiatives that the actor may see, each with its first published number."""
    rows = list(Initiative.objects.visible_to(actor).order_by("kind", "pk"))
    partners = dict(_at_work().filter(initiative__in=rows).values_list("initiative").annotate(number=Count("pk")))
    first: dict[int, Series] = {}
    for one in published(actor, *rows):
        first.setdefault(one.measure.initiative_id, one)
    return [
        Front(
            name=languages.text(row, "name"),
            kind=row.get_kind_display(),
            url=reverse("portal:initiative", args=[row.slug]),
            partners=partners.get(row.pk, 0),
            card=cards.card(first[row.pk]) if row.pk in first else None,
        )
        for row in rows
    ]


def published(actor: Actor, *initiatives: Initiative) -> list[Series]:
    """The series of the initiatives that hold a published figure, the population's first."""
    rows = Measure.objects.filter(initiative__in=initiatives, retired_on__isnull=True).select_related("initiative")
    found = [one for one in series.many(actor.public(), rows).values() if one.last is not None]
    return sorted(found, key=lambda one: (one.measure.level != Level.POPULATION, one.measure.pk))


def result_url(initiative: Initiative, measure: Measure) -> str:
    """The public page of a measure."""
    return reverse("portal:result", args=[initiative.slug, measure.public_id])


def page(actor: Actor, initiative: Initiative) -> PublicPage:
    """The public page: the same for everybody, whoever is signed in."""
    found = published(actor, initiative)
    goals = Goal.objects.visible_to(Actor.public()).filter(initiative=initiative, parent=None)
    made = [cards.card(one, result_url(initiative, one.measure)) for one in found]
    head = next((one for one in made if one.series.measure.level == Level.POPULATION), made[0] if made else None)
    sectors = _sectors(initiative)
    return PublicPage(
        name=languages.text(initiative, "name"),
        headline=_headline(head) if head else None,
        cards=tuple(made),
        partners=sum(count for _sector, count in sectors),
        groups=Body.objects.filter(initiative=initiative, state__in=AT_WORK).count(),
        sectors=_sector_bars(sectors),
        goals=tuple(languages.text(goal, "name") for goal in goals.order_by("position")),
    )


def _at_work() -> Any:
    return Participation.objects.filter(
        state=ParticipationState.ACTIVE, kind=ParticipationKind.PARTNER, organisation__isnull=False
    )


def _sectors(initiative: Initiative) -> list[tuple[str, int]]:
    rows = _at_work().filter(initiative=initiative)
    counted = rows.values_list("organisation__sector").annotate(number=Count("pk")).order_by("-number")
    return list(counted)


def _sector_bars(sectors: list[tuple[str, int]]) -> charts.Bars | None:
    if not sectors:
        return None
    bars = [
        charts.Bar(str(Sector(sector).label), Decimal(count), kind=COLOURS.get(Sector(sector), ""))
        for sector, count in sectors
    ]
    return charts.Bars(_("Partners by sector"), tuple(bars), 0)


def _headline(card: Card) -> Headline:
    return Headline(card, _sentence(card.series), lines.line(card.series), gaps(card.series))


def _sentence(one: Series) -> str:
    """The last figure told against the first, and the break between them."""
    known = [point for point in one.points if point.result is not None]
    if not known:
        return ""
    places, last, first = lines.decimals(one), known[-1], known[0]
    said = [put("(%(unit)s, %(period)s).", unit=languages.text(one.definition, "unit"), period=period(last.period))]
    if first is not last:
        said.append(
            put(_("In %(period)s: %(number)s."), period=period(first.period), number=number(first.result, places))
        )
    said += [lines.why_broken(one, code) + f" ({period(code)})." for code in one.breaks]
    return " ".join(said)


def gaps(one: Series) -> tuple[Gap, ...]:
    """Figures published elsewhere, side by side with the official series."""
    places = lines.decimals(one)
    out = []
    for other in sorted(one.elsewhere, key=lambda point: periods.sort_key(point.period)):
        at = one.at(other.period)
        ours, theirs = at.result if at else None, other.result
        out.append(
            Gap(
                period(other.period),
                number(ours, places),
                number(theirs, places),
                change(theirs - ours, places) if ours is not None and theirs is not None else "",
                publisher(other.source),
                other.url,
                shown.in_points(one.definition),
            )
        )
    return tuple(out)


def result(actor: Actor, initiative: Initiative, measure: Measure, until: str = "") -> Result | None:
    """The page of one measure up to a period, or nothing where no figure of it is published."""
    reader = actor.public()
    one = series.one(reader, measure)
    definition = one.definition
    if one.last is None or definition is None:
        return None
    card = cards.card(one, result_url(initiative, measure))
    one = card.series
    point = (one.at(until) if until else None) or one.last
    cells = series.breakdown(reader, measure, point.period, known=one) if point else []
    return Result(
        card=card,
        chart=lines.line(one),
        gaps=gaps(one),
        definition=definition,
        versions=one.versions,
        bars=breakdown_bars(cells, one, point) if point else None,
        point=point,
        sources=_sources(one),
    )


def _sources(one: Series) -> tuple[tuple[str, str], ...]:
    found = {(publisher(point.source) or lines.source(one), point.url) for point in one.points}
    return tuple(sorted(pair for pair in found if pair[0]))


def breakdown_bars(cells: Iterable[Point], one: Series, point: Point, names: Any = None) -> charts.Bars | None:
    """The parts of a period by single categories."""
    parts = [cell for cell in cells if cell.combination.count("=") == 1 and cell.version == point.version]
    if not parts:
        return None
    words = names if names is not None else categories.labels(one.measure.initiative_id)
    bars = [
        charts.Bar(
            words.get(cell.combination, cell.combination),
            shown.figure(one.definition, cell.result),
            lines.mark(cell),
        )
        for cell in parts
    ]
    return charts.Bars(put(_("By category, %(period)s"), period=period(point.period)), tuple(bars), lines.decimals(one))
