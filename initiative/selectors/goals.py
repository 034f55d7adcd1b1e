"""Goals and factors as trees, and as choices of a form."""

from dataclasses import dataclass
from typing import Any

from initiative.models import Factor, Goal, Initiative
from kernel import languages
from kernel.actor import Actor


@dataclass(frozen=True)
class Branch:
    """A goal or factor of the first level with its parts."""

    row: Any
    name: languages.Text
    parts: tuple["Branch", ...] = ()


def tree(actor: Actor, model: type[Goal] | type[Factor], initiative: Initiative) -> list[Branch]:
    """The tree in order, in one query."""
    rows = list(model.objects.visible_to(actor).filter(initiative=initiative).order_by("position", "pk"))
    parts: dict[int, list[Branch]] = {}
    for row in rows:
        if row.parent_id is not None:
            parts.setdefault(row.parent_id, []).append(Branch(row, languages.text(row, "name")))
    return [
        Branch(row, languages.text(row, "name"), tuple(parts.get(row.pk, ()))) for row in rows if row.parent_id is None
    ]


def first_level(model: type[Goal] | type[Factor], initiative: Initiative) -> Any:
    """What may be a parent."""
    return model.objects.filter(initiative=initiative, parent__isnull=True).order_by("position", "pk")
