"""The words of cells: what `district=north;sex=f` is called in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from kernel import languages
from measurement import validation
from measurement.models import Category, Definition, Dimension


@dataclass(frozen=True)
class Words:
    """The dimensions of one initiative with their categories' names; one query, whatever is asked of it."""

    names: dict[tuple[str, str], str]
    dimension_names: dict[str, str]
    order: dict[tuple[str, str], tuple[int, int]]
    complete: dict[str, frozenset[str]] = field(default_factory=dict)

    def label(self, code: str) -> str:
        """The words of a cell; of the total too."""
        if not code:
            return _("Total")
        parts = validation.parts_of(code)
        return ", ".join(self.names.get(part, part[1]) for part in sorted(parts.items(), key=self._place))

    def sort_key(self, code: str) -> tuple[int, list[tuple[int, int]]]:
        """The total first, then by the places of dimension and category; what is broken down further comes later."""
        parts = validation.parts_of(code)
        return len(parts), sorted(self._place(part) for part in parts.items())

    def dimensions(self, cells: Iterable[str]) -> list[validation.Dimension]:
        """The dimensions that a definition's cells are broken down by, as the checks want them."""
        found: dict[str, list[str]] = {}
        for code in cells:
            for dimension, category in validation.parts_of(code).items():
                found.setdefault(dimension, [])
                if category not in found[dimension]:
                    found[dimension].append(category)
        return [
            validation.Dimension(code, tuple(categories), self.complete.get(code) == frozenset(categories))
            for code, categories in found.items()
        ]

    def _place(self, part: tuple[str, str]) -> tuple[int, int]:
        return self.order.get(part, (99, 99))


def words(initiative_id: int) -> Words:
    """The words of an initiative's cells; one query."""
    names, order = {}, {}  # type: ignore[var-annotated]
    dimensions: dict[str, Dimension] = {}
    parts: dict[str, set[str]] = {}
    rows = Category.objects.filter(dimension__initiative=initiative_id).select_related("dimension")
    for category in rows.order_by("dimension__position", "dimension", "position", "pk"):
        dimension = category.dimension
        place = dimensions.setdefault(dimension.code, dimension)
        key = (place.code, category.code)
        names[key] = str(languages.text(category, "name"))
        order[key] = (list(dimensions).index(place.code), len(order))
        parts.setdefault(place.code, set()).add(category.code)
    return Words(
        names=names,
        dimension_names={code: str(languages.text(one, "name")) for code, one in dimensions.items()},
        order=order,
        complete={code: frozenset(parts[code]) for code, one in dimensions.items() if one.is_complete},
    )


def rules_of(definition: Definition, known: Words) -> validation.Rules:
    """What the checks ask of a definition's values."""
    return validation.Rules(
        aggregation=definition.aggregation,
        counts_people=definition.counts_people,
        decimals=definition.decimals,
        low=definition.lowest,
        high=definition.highest,
        dimensions=known.dimensions(definition.cells),
    )
