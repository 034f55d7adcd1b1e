"""Adding, changing and removing goals of the agenda and factors of the road map: two trees of one shape."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext_lazy as _

from audit import services as audit
from initiative import policies
from initiative.models import Factor, Goal, Initiative
from kernel import languages, writing
from kernel.actor import Actor
from kernel.errors import Invalid, Refused
from kernel.permissions import Answer, require

_POLICIES: dict[type, Callable[[Actor, Any], Answer]] = {
    Goal: policies.may_change_goal,
    Factor: policies.may_change_factor,
}
_FIELDS = frozenset({"parent", "position", *languages.columns("name")})


def add(*, actor: Actor, model: type[Goal] | type[Factor], initiative: Initiative, **values: Any) -> Any:
    """Add a goal or a factor, last in its place unless a position is given. Director and coordinators."""
    require(_POLICIES[model](actor, initiative))
    values = _checked(values)
    writing.need(values, "name")
    parent = values.get("parent")
    _check_parent(None, parent, initiative)
    if values.get("position") is None:
        siblings: Any = model._base_manager
        last = siblings.filter(initiative=initiative, parent=parent).aggregate(last=Max("position"))["last"]
        values["position"] = (last or 0) + 1
    row = model(initiative=initiative, **values)
    writing.validate(row)
    with transaction.atomic():
        row.save(force_insert=True)
        audit.record(actor=actor, kind=_kind(row, "created"), subject=row, initiative=initiative)
    return row


def change(*, actor: Actor, row: Goal | Factor, seen: int | None = None, **values: Any) -> Any:
    """Change its names, parent or place. Director and coordinators; refuses when somebody changed it meanwhile."""
    require(_POLICIES[type(row)](actor, row))
    values = _checked(values)
    if values.get("position", 0) is None:
        values.pop("position")
    writing.need({**{name: getattr(row, name) for name in languages.columns("name")}, **values}, "name")
    if "parent" in values:
        _check_parent(row, values["parent"], row.initiative)
    changes = audit.differences(row, values)
    if not changes:
        return row
    for name, value in values.items():
        setattr(row, name, value)
    writing.validate(row)
    with transaction.atomic():
        writing.change(row, values, seen)
        audit.record(actor=actor, kind=_kind(row, "changed"), subject=row, initiative=row.initiative, changes=changes)
    return row


def remove(*, actor: Actor, row: Goal | Factor) -> None:
    """Remove what nothing points at. Director and coordinators; refuses when measures, groups or money use it."""
    require(_POLICIES[type(row)](actor, row))
    initiative, kind = row.initiative, _kind(row, "removed")
    try:
        with transaction.atomic():
            audit.record(actor=actor, kind=kind, subject=initiative, initiative=initiative, title=row)
            row.delete()
    except ProtectedError:
        raise Refused(
            _("Something in the initiative still points at this: rename it, or move what points at it."), "in_use"
        ) from None


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    unknown = set(values) - _FIELDS
    if unknown:
        raise TypeError(f"There is no {sorted(unknown)}.")
    return writing.cleaned(values, names=("name",))


def _check_parent(row: Any, parent: Any, initiative: Initiative) -> None:
    if parent is None:
        return
    sentence: Any = ""
    if parent.initiative_id != initiative.pk:
        sentence = _("This one belongs to another initiative.")
    elif parent.parent_id is not None:
        sentence = _("There are two levels only: choose one of the first level.")
    elif row is not None and (parent.pk == row.pk or row.children.exists()):
        sentence = _("It has parts of its own, so it stays on the first level.")
    if sentence:
        raise Invalid(writing.SOME_FIELDS, fields={"parent": [sentence]})


def _kind(row: Goal | Factor, participle: str) -> str:
    return f"initiative.{type(row).__name__.lower()}.{participle}"
