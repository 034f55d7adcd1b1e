"""Figures a grantee may quote: those that are published, as they stand; and what of a version is not there."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from funding.models import BudgetActual, ReportQuote
from kernel import languages, periods
from kernel.actor import Actor
from kernel.formatting import figure
from measurement.models import Measure, RequestedMeasure
from measurement.selectors import series, shown

LATEST = 4


@dataclass(frozen=True)
class Quotable:
    """One published figure of a measure."""

    measure: Measure
    period: str
    result: Any
    places: int | None = None
    unit: str = ""

    @property
    def key(self) -> str:
        """What stands for it in a form."""
        return key(self.measure, self.period)

    @property
    def label(self) -> str:
        """The measure, the period, the figure."""
        return f"{self.measure}, {self.when}: {self.value}"

    @property
    def when(self) -> str:
        """The period in words."""
        return periods.label(self.period)

    @property
    def value(self) -> str:
        """The figure as it is read, with its unit."""
        return f"{figure(self.result, self.places)} {self.unit}".strip()


@dataclass(frozen=True)
class Line:
    """One measure with its figures, the newest first, each with whether it is chosen."""

    measure: Measure
    figures: tuple[tuple[Quotable, bool], ...]

    @property
    def chosen(self) -> int:
        """How many of them are quoted."""
        return sum(is_chosen for _one, is_chosen in self.figures)

    @property
    def latest(self) -> Quotable:
        """The newest, for whoever looks down the list."""
        return self.figures[0][0]


@dataclass(frozen=True)
class Part:
    """The measures of one goal, or of none."""

    goal: Any
    is_own: bool
    lines: tuple[Line, ...]


def key(measure: Any, of: str) -> str:
    """What stands for a figure in a form."""
    return f"{measure.public_id}:{of}"


def published(actor: Actor, initiative: Any) -> list[Quotable]:
    """The latest published figures of the measures that this reader sees."""
    measures = list(
        Measure.objects.visible_to(actor).filter(initiative=initiative).select_related("goal").order_by("pk")
    )
    found = series.many(actor, measures)
    out = []
    for measure in measures:
        one = found.get(measure.pk)
        points = [point for point in one.points if point.result is not None and not point.is_provisional] if one else []
        definition = one.definition if one else None
        unit = str(languages.text(definition, "unit")) if definition else ""
        out += [
            Quotable(measure, point.period, shown.figure(definition, point.result), shown.places(definition), unit)
            for point in reversed(points[-LATEST:])
        ]
    return out


def parts(found: Sequence[Quotable], grant: Any, words: str, chosen: Collection[str]) -> list[Part]:
    """The figures by goal and measure: the grant's goal first, in each goal what the grantee itself is asked for.

    Words narrow them to measures, codes and goals that hold each; what is chosen stays in sight. One query.
    """
    asked = RequestedMeasure.objects.filter(request__participation=grant.participation_id)
    own = set(asked.values_list("definition__measure", flat=True))
    by: defaultdict[Any, dict[Measure, list[Quotable]]] = defaultdict(lambda: defaultdict(list))
    for one in found:
        by[one.measure.goal][one.measure].append(one)
    out = []
    for goal, rows in by.items():
        lines = [
            Line(measure, tuple((one, one.key in chosen) for one in some))
            for measure, some in sorted(rows.items(), key=lambda row: row[0].pk not in own)
            if any(one.key in chosen for one in some) or _says(f"{measure} {measure.code} {goal or ''}", words)
        ]
        if lines:
            out.append(Part(goal, goal is not None and goal.pk == grant.goal_id, tuple(lines)))
    return sorted(out, key=lambda part: (not part.is_own, part.goal is None))


def _says(text: str, words: str) -> bool:
    return all(word in text.casefold() for word in words.casefold().split())


def of_version(version: Any) -> list[Any]:
    """What a version of a report quotes, each figure as it is read: a share in per cent."""
    rows = list(version.quotes.select_related("definition__measure").order_by("pk"))
    for row in rows:
        figure: Any = shown.figure(row.definition, row.result)
        row.result = round(figure, row.definition.places)
    return rows


def last(report: Any) -> list[Any]:
    """What the last version of a report quotes."""
    rows = ReportQuote.objects.filter(version__report=report, version__number=report.version)
    return list(rows.select_related("definition__measure").order_by("pk"))


def spent(report: Any) -> dict[str, int]:
    """What the last version says was spent, by the public id of the budget's line."""
    rows = BudgetActual.objects.filter(version__report=report, version__number=report.version)
    return dict(rows.values_list("line__public_id", "amount"))


def missing_languages(version: Any) -> list[Any]:
    """The names of the languages in which a version is not written: it is written once, and never translated by us."""
    return [languages.named(code) for code in languages.codes() if code != version.narrative_language]
