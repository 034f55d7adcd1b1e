"""What every act here does with a row: stamp it, check it, insert it once, change it if nobody was faster."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from initiative.models import Initiative
from kernel import clock
from kernel.actor import Actor
from kernel.errors import Conflict, Invalid
from partners.models import Participation
from partners.selectors import mandates
from working_groups.models import Body


def stamp(
    actor: Actor, initiative: Initiative | None = None, participation: Participation | None = None
) -> dict[str, Any]:
    """Who, under which mandate, when."""
    mandate = mandates.acting(actor, initiative=initiative, participation=participation)
    return {"by_id": actor.user_id, "mandate": mandate, "at": clock.now()}


def check(obj: models.Model) -> None:
    """Refuse values that do not fit their columns, with the sentences by field."""
    try:
        obj.clean_fields()
    except ValidationError as error:
        raise Invalid(_("Some fields are not right."), fields=error.message_dict) from None


def insert(obj: Any, sentence: Any, code: str = "already_there") -> Any:
    """Check and insert; where the row is there already, refuse with that sentence."""
    check(obj)
    try:
        with transaction.atomic():
            obj.save(force_insert=True)
    except IntegrityError:
        raise Conflict(sentence, code) from None
    return obj


def change(obj: Any, new: Mapping[str, Any], sentence: Any = "") -> None:
    """Write the new columns of a versioned row, if it still has the version that was read."""
    for name, value in new.items():
        setattr(obj, name, value)
    check(obj)
    rows = type(obj)._base_manager.filter(pk=obj.pk, version=obj.version)
    try:
        with transaction.atomic():
            won = rows.update(**new, version=F("version") + 1)
    except IntegrityError:
        raise Conflict(sentence or _("These values do not fit together."), "already_there") from None
    if won != 1:
        raise Conflict(_("Somebody changed this meanwhile: reload, then make your change again."), "stale")
    obj.version += 1


def next_number(body: Body, counter: str) -> int:
    """The next number of a body's meetings or decisions: counted by one UPDATE, so never given twice."""
    rows = Body.objects.filter(pk=body.pk)
    rows.update(**{counter: F(counter) + 1})
    return int(rows.values_list(counter, flat=True).get())
