"""Public figures: numbers that somebody published, with their source. A later row replaces, nothing is overwritten."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from audit import services as audit
from initiative.models import Initiative
from kernel import bulk, periods
from kernel.actor import Actor
from kernel.errors import Invalid
from kernel.permissions import require
from kernel.text import sentence
from measurement import validation
from measurement.models import Category, Definition, DefinitionState, PublicFigure
from measurement.policies.measures import may_create_measure
from measurement.services.dimensions import combinations
from partners.selectors import mandates


class Figure(NamedTuple):
    """One published number. `series` keeps differing series apart; `is_headline` is the one that charts show."""

    measure: str
    period: str
    number: Decimal
    source: str
    combination: str = ""
    weight: Decimal | None = None
    series: str = ""
    url: str = ""
    quality: str = "final"
    retrieved_on: date | None = None
    is_headline: bool = True


def record(*, actor: Actor, initiative: Initiative, figures: Sequence[Figure]) -> int:
    """Who: director, coordinators, evaluator. What: the figures that are new or differ; all or nothing.

    Refuses unknown measures and categories, codes that are no period and figures without a source, all at once. The
    same figures again change nothing; returns how many rows were written.
    """
    require(may_create_measure(actor, initiative))
    live = {
        row.measure.code: row
        for row in Definition.objects.filter(measure__initiative=initiative, state=DefinitionState.LIVE).select_related(
            "measure"
        )
    }
    _refuse(figures, live, categories(initiative))
    with transaction.atomic():
        cells = combinations(initiative.pk, {figure.combination for figure in figures})
        standing = _standing(list(live.values()))
        new = _new(figures, live, cells, standing, mandates.stamp(actor, initiative=initiative))
        bulk.insert(PublicFigure, _COLUMNS, new)
        if new:
            audit.record(
                actor=actor,
                kind="measurement.figures.imported",
                subject=initiative,
                initiative=initiative,
                changes={"figures": ["", len(new)], "sources": ["", sorted({figure.source for figure in figures})]},
            )
    return len(new)


_COLUMNS = (
    "definition_id",
    "period",
    "combination_id",
    "series",
    "number",
    "weight",
    "quality",
    "source",
    "url",
    "retrieved_on",
    "is_headline",
    "replaces_id",
    "by_id",
    "mandate_id",
    "at",
)
_Key = tuple[int, str, int, str]


def _new(
    figures: Sequence[Figure],
    live: dict[str, Definition],
    cells: Mapping[str, Any],
    standing: Mapping[_Key, tuple[Any, ...]],
    common: Mapping[str, Any],
) -> list[tuple[Any, ...]]:
    """The rows to write: what is not there yet, and what differs, naming the row it replaces. Of two for the same cell
    the later one counts."""
    new: dict[_Key, tuple[Any, ...]] = {}
    stamped = (common["by_id"], common["mandate_id"], common["at"])
    places = {code: row.pk for code, row in live.items()}
    keys = {code: row.pk for code, row in cells.items()}
    for figure in figures:
        key = (places[figure.measure], figure.period, keys[figure.combination], figure.series)
        before, *stands = standing.get(key, (None,))
        if stands == [figure.number, figure.weight, figure.source]:
            continue
        new[key] = (
            *key,
            figure.number,
            figure.weight,
            figure.quality,
            figure.source,
            figure.url,
            figure.retrieved_on,
            figure.is_headline,
            before,
            *stamped,
        )
    return list(new.values())


def _standing(definitions: Collection[Definition]) -> dict[_Key, tuple[Any, ...]]:
    """{cell: (key, number, weight, source)} of the figures that no later one replaces."""
    rows = PublicFigure.objects.filter(definition__in=definitions).current()
    columns = ("definition", "period", "combination", "series", "pk", "number", "weight", "source")
    return {row[:4]: row[4:] for row in rows.values_list(*columns)}


def categories(initiative: Initiative) -> set[str]:
    """The categories of an initiative, as `sex=f`."""
    rows = Category.objects.filter(dimension__initiative=initiative).values_list("dimension__code", "code")
    return {f"{dimension}={code}" for dimension, code in rows}


def _refuse(figures: Sequence[Figure], live: dict[str, Definition], known: Collection[str]) -> None:
    faults: dict[str, list[object]] = {}
    passed: set[tuple[str, ...]] = set()  # what a figure before had, need not be asked again
    for place, figure in enumerate(figures, 1):
        asked = figure.measure, figure.period, figure.combination, figure.source
        if asked in passed:
            continue
        found: list[object] = []
        if figure.measure not in live:
            found.append(
                sentence(_("No measure with a definition in force has the code %(code)s."), code=figure.measure)
            )
        if not periods.is_valid(figure.period):
            found.append(
                sentence(_("%(code)s is no period: write 2018, 2018-Q3, 2018-07 or 2018S."), code=figure.period)
            )
        if strange := validation.unknown_part(figure.combination, known):
            words = _("This initiative has no category %(code)s: write it as sex=f.")
            found.append(sentence(words, code=strange))
        if not figure.source.strip():
            found.append(_("Say where the number was published."))
        if found:
            faults[str(place)] = found
        else:
            passed.add(asked)
    if faults:
        raise Invalid(_("Some figures cannot be taken in."), fields=faults)
