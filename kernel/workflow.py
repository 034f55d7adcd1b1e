"""The life of a thing as a table that can be read aloud, and the guarded move over it.

A table is a tuple of `Transition` rows: from, act, to, who may, what must be true. The move is one UPDATE whose WHERE
names the state that was read: of two who act at once one wins, the other gets `Conflict`. The same on both databases.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.errors import Conflict, Refused


@dataclass(frozen=True)
class Transition:
    """One row: the states it may start from, the act, the state after it, and for the reader who and when."""

    sources: tuple[str, ...]
    act: str
    target: str
    who: str = ""
    condition: str = ""


class Workflow:
    """The table of one model. `field` is the state column."""

    def __init__(self, name: str, *rows: Transition, field: str = "state") -> None:
        self.name = name
        self.rows = rows
        self.field = field

    def __iter__(self) -> Iterable[Transition]:  # type: ignore[override]
        return iter(self.rows)

    def acts(self, state: str) -> tuple[str, ...]:
        """What may be done from a state."""
        return tuple(row.act for row in self.rows if state in row.sources)

    def row(self, act: str, state: str) -> Transition:
        """The row of an act from a state, or a refusal that names the state."""
        for row in self.rows:
            if row.act == act and state in row.sources:
                return row
        raise Refused(
            _("This cannot be done in its present state. Reload the page: it shows what can be done now."),
            "wrong_state",
        )

    def may(self, act: str, state: str) -> bool:
        """Whether the act starts from this state."""
        return any(row.act == act and state in row.sources for row in self.rows)


def move(obj: models.Model, act: str, workflow: Workflow, **changes: Any) -> str:
    """Move the row by its act, if it still is in the state that `obj` shows; returns the state before.

    Further column changes go with the same UPDATE. Where `version` is among them, the row must also still have the
    version that `obj` shows: nobody moves what they have not read. `obj` is brought up to date in memory.
    """
    before = getattr(obj, workflow.field)
    target = workflow.row(act, before).target
    seen = {workflow.field: before}
    if "version" in changes:
        seen["version"] = obj.version  # type: ignore[attr-defined]
    won = type(obj)._base_manager.filter(pk=obj.pk, **seen).update(**{workflow.field: target}, **changes)
    if won != 1:
        raise Conflict(_("Somebody else was here first: reload to see the present state."), "moved_on")
    setattr(obj, workflow.field, target)
    for name, value in changes.items():
        setattr(obj, name, value)
    return before
