"""Which of the things told of groups an actor may see: asked in one query, so that the telling can be shared."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat

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
    # One column: of models with translated columns modeltranslation gives several in an order that changes from process
    # to process, and a union goes by the order alone.
    asked = [
        MODELS[name]
        .objects.visible_to(actor)
        .filter(pk__in=found)
        .order_by()
        .annotate(told=Concat(Value(f"{name} "), Cast("pk", CharField()), output_field=CharField()))
        .values_list("told", flat=True)
        for name, found in sorted(keys.items())
    ]
    return {(name, int(key)) for name, key in map(str.split, asked[0].union(*asked[1:]))} if asked else set()
