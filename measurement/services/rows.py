"""What every act here does with a row: stamp it, check it, insert it once, change it if nobody was faster."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from initiative.models import Initiative
from kernel import clock
from kernel.actor import Actor
from kernel.errors import Conflict, Invalid
from partners.models import Participation
from partners.selectors import mandates


def stamp(
    actor: Actor, *, initiative: Initiative | None = None, participation: Participation | None = None
) -> dict[str, Any]:
    """Who, under which mandate, when."""
    mandate = mandates.acting(actor, initiative=initiative, participation=participation)
    return {"by_id": actor.user_id, "mandate": mandate, "at": clock.now()}


def said(name: str, text: str, actor: Actor) -> dict[str, str]:
    """A text that one person typed, with its language."""
    return {name: text, f"{name}_language": actor.language}


def needed(name: str, text: str, sentence: Any) -> str:
    """A text that an act cannot do without."""
    if not text.strip():
        raise Invalid(sentence, fields={name: [sentence]})
    return text.strip()


def check(obj: models.Model) -> None:
    """Refuse a row that breaks a rule of its table, with the sentences by field. What is taken, inserting finds out."""
    try:
        obj.full_clean(validate_unique=False, validate_constraints=False)
        for constraint in obj._meta.constraints:
            if isinstance(constraint, models.CheckConstraint):
                _hold(constraint, obj)
    except ValidationError as error:
        fields = dict(error.message_dict)
        general = fields.pop(NON_FIELD_ERRORS, [])
        sentence = " ".join(general) if general else _("Some fields are not right.")
        raise Invalid(sentence, fields=fields) from None


def _hold(constraint: models.CheckConstraint, obj: models.Model) -> None:
    """A broken rule of the table in a sentence for people, not by the rule's name."""
    try:
        constraint.validate(type(obj), obj)
    except ValidationError:
        raise ValidationError(_("Some fields are not right.")) from None


def insert(obj: Any, sentence: Any, code: str = "already_there") -> Any:
    """Check and insert; where the row is there already, refuse with that sentence."""
    try:
        obj.clean_fields()
    except ValidationError as error:
        raise Invalid(_("Some fields are not right."), fields=error.message_dict) from None
    try:
        with transaction.atomic():
            obj.save(force_insert=True)
    except IntegrityError:
        raise Conflict(sentence, code) from None
    return obj


def change(obj: Any, new: Mapping[str, Any]) -> None:
    """Write the new columns of a versioned row, if it still has the version that was read."""
    for name, value in new.items():
        setattr(obj, name, value)
    check(obj)
    won = type(obj)._base_manager.filter(pk=obj.pk, version=obj.version).update(**new, version=F("version") + 1)
    if won != 1:
        raise Conflict(_("Somebody changed this meanwhile: reload, then make your change again."), "stale")
    obj.version += 1
