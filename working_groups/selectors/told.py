"""Which of the things told of groups an actor may see: asked in one query, so that the telling can be shared."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, Value

from kernel.actor import Actor
from working_groups.models import Decision, Meeting, Minutes, Task

# What a line is read from: the name of its model and its key.
Row = tuple[str, int]
MODELS: dict[str, Any] = {"task": Task, "decision": Decision, "meeting": Meeting, "minutes": Minutes}


def visible(actor: Actor, rows: Iterable[Row]) -> set[Row]:
    """Those of the rows that the actor may see now. One query."""
    keys: defaultdict[str, set[int]] = defaultdict(set)
    for name, key in rows:
        keys[name].add(key)
    asked = [
        MODELS[name]
        .objects.visible_to(actor)
        .filter(pk__in=found)
        .order_by()
        .annotate(model=Value(name, output_field=CharField()))
        .values_list("model", "pk")
        for name, found in sorted(keys.items())
    ]
    return set(asked[0].union(*asked[1:])) if asked else set()
