"""The words of a cell's code: `sex=f` in the reader's language."""

from kernel import languages
from measurement.models import Category


def labels(initiative_id: int) -> dict[str, str]:
    """{"sex=f": "Girls"} for the single categories of an initiative."""
    rows = Category.objects.filter(dimension__initiative=initiative_id).select_related("dimension")
    return {f"{row.dimension.code}={row.code}": languages.text(row, "name").value for row in rows}
