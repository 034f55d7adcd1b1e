"""One measure for those who take part: its chart, its parts, who reported, for one scope and up to one period.

`measure(actor, measure, scope, until)` answers None for a scope that may not be read: one partner's values are its own,
the backbone's, and those of whoever it agreed with.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from kernel import charts, languages, periods
from kernel.actor import Actor
from measurement.models import Level, Measure
from measurement.selectors import scopes, series, shown
from measurement.selectors.points import Series
from measurement.selectors.slices import WHOLE
from partners.models import Organisation, Sector
from portal.dashboards import cards, lines, public
from portal.dashboards.cards import Card
from portal.dashboards.public import Gap
from portal.dashboards.steering import Choice, upto
from portal.dashboards.words import period, put


@dataclass(frozen=True)
class MeasureScreen:
    """The whole fragment."""

    card: Card
    chart: charts.LineChart
    bars: charts.Bars | None
    sectors: charts.Bars | None
    gaps: tuple[Gap, ...]
    scope: str
    until: str
    scope_choices: tuple[Choice, ...]
    period_choices: tuple[Choice, ...]
    as_of: datetime | None = None


def measure(
    actor: Actor, of: Measure, scope: str = WHOLE, until: str = "", as_of: datetime | None = None
) -> MeasureScreen | None:
    """The screen, or None where the scope is not this reader's. A scope is named as in addresses."""
    named = scope or WHOLE
    choices, kept = _scopes(actor, of), scopes.inside(named)
    if kept is None or (named not in {choice.value for choice in choices} and not _may_name(actor, of, kept)):
        return None
    scope = kept
    full = series.many(actor, [of], scope, beside=cards.SECTORS if scope == WHOLE else "", as_of=as_of)[of.pk]
    known = [point.period for point in full.points]
    until = until if until in known else ""
    url = reverse("portal:measure-chart", args=[of.initiative.slug, of.public_id])
    card = cards.card(upto(full, until) if until else full, url)
    one, last = card.series, card.series.last
    cells = series.breakdown(actor, of, last.period, scope, as_of, full) if last else []
    moved = cards.moves(one)
    return MeasureScreen(
        card=card,
        chart=lines.line(one),
        bars=public.breakdown_bars(cells, one, last) if last else None,
        sectors=_sector_bars(one, moved),
        gaps=public.gaps(one) if scope == WHOLE else (),
        scope=named,
        until=until,
        scope_choices=choices,
        period_choices=tuple(Choice(code, period(code)) for code in sorted(known, key=periods.sort_key, reverse=True)),
        as_of=as_of,
    )


def _may_name(actor: Actor, of: Measure, scope: str) -> bool:
    """A partner that is not offered in the list may be named by whoever may read it; other scopes must be offered."""
    return scope.startswith("organisation:") and series.may_read(actor, of, scope)


def _scopes(actor: Actor, of: Measure) -> tuple[Choice, ...]:
    """The whole, the three sectors, one's own organisations that take part here."""
    out = [Choice(WHOLE, _("The whole initiative"))]
    if of.level == Level.POPULATION:
        return tuple(out)
    out += [
        Choice(f"sector:{sector.value}", str(sector.label)) for sector in (Sector.PUBLIC, Sector.BUSINESS, Sector.THIRD)
    ]
    mine = Organisation.objects.filter(
        pk__in=actor.keys("partners.organisation"), participations__initiative=of.initiative_id
    )
    for row in mine.distinct().order_by("pk"):
        name = languages.text(row, "name")
        out.append(Choice(scopes.of_organisation(row), name.value, name.language))
    return tuple(out)


def _sector_bars(one: Series, moved: cards.Moves) -> charts.Bars | None:
    last = one.last
    if not moved or last is None:
        return None
    bars: Sequence[charts.Bar] = [
        charts.Bar(
            str(Sector(scope.partition(":")[2]).label),
            after.result,
            lines.mark(replace(after, is_provisional=False)),
            change=after.result - before.result if after.result is not None and before.result is not None else None,
            kind=public.COLOURS.get(Sector(scope.partition(":")[2]), ""),
        )
        for scope, (before, after) in sorted(moved.items())
    ]
    before = one.before
    template = (
        _("Beside each figure: the change since %(period)s, in percentage points.")
        if shown.in_points(one.definition)
        else _("Beside each figure: the change since %(period)s.")
    )
    note = put(template, period=period(before.period)) if before else ""
    title = put(_("By sector, %(period)s"), period=period(last.period))
    return charts.Bars(title, tuple(bars), lines.decimals(one), note=note)
