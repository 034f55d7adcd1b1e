"""What an act does with values before it writes, and the guarded write of a versioned row. No domain noun, no table.

Interface:
    cleaned(values, names=…, lines=…) -> dict     every text through the door; all refusals together as Invalid
    need(values, field, how="default") -> None    a translated text must be there in the default or in any language
    validate(obj) -> None                         Django's own checks of the columns, as Invalid
    change(obj, values, seen=None) -> None        one UPDATE that names the version it saw; else Conflict
    inserted(obj, sentence, code) -> obj          one INSERT; a broken unique rule is a Conflict with that sentence
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from kernel import languages, text
from kernel.errors import Conflict, Invalid

SOME_FIELDS = _("Some fields are not right.")


def cleaned(values: Mapping[str, Any], *, names: Collection[str] = (), lines: Collection[str] = ()) -> dict[str, Any]:
    """The values with every text cleaned: `names` (translated fields or columns) as names, `lines` with line ends."""
    out: dict[str, Any] = {}
    refused: dict[str, list[Any]] = {}
    for column, value in values.items():
        out[column] = value
        if not isinstance(value, str):
            continue
        try:
            if _is(column, names):
                out[column] = text.cleaned_name(value)
            else:
                out[column] = text.clean(value, lines=_is(column, lines))
        except text.TextRefused as error:
            refused[column] = [error.sentence]
    if refused:
        raise Invalid(SOME_FIELDS, fields=refused)
    return out


def _is(column: str, fields: Collection[str]) -> bool:
    return column in fields or any(column in languages.columns(field) for field in fields)


def need(values: Mapping[str, Any], field: str, how: str = "default") -> None:
    """Refuse when a translated text is missing: in the default language, or in all of them (`any`)."""
    columns = languages.columns(field)
    if how == "any":
        if any(values.get(column) for column in columns):
            return
        sentence: Any = _("Write it in one language at least.")
    else:
        if values.get(languages.column(field, languages.default())):
            return
        sentence = _("Write it in the portal's first language: the other one may follow.")
    raise Invalid(SOME_FIELDS, fields={languages.column(field, languages.default()): [sentence]})


def validate(obj: models.Model) -> None:
    """The checks of the columns; unique rules and constraints are left to the database."""
    bare = {name for name in (field.name for field in obj._meta.fields) if _is_translated(obj, name)}
    try:
        obj.full_clean(exclude=bare, validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        raise Invalid(SOME_FIELDS, fields=error.message_dict) from None


def _is_translated(obj: models.Model, name: str) -> bool:
    return all(hasattr(obj, column) for column in languages.columns(name))


def change(obj: models.Model, values: Mapping[str, Any], seen: int | None = None) -> None:
    """Write columns of a versioned row if nobody wrote since the version that was seen."""
    version = obj.version if seen is None else seen  # type: ignore[attr-defined]
    rows = type(obj)._base_manager.filter(pk=obj.pk, version=version)
    if rows.update(**values, version=version + 1) != 1:
        raise Conflict(_("Somebody changed this meanwhile: read it again, then send your change."), "stale")
    for name, value in values.items():
        setattr(obj, name, value)
    obj.version = version + 1  # type: ignore[attr-defined]


def inserted(obj: Any, sentence: Any, code: str = "there_already") -> Any:
    """Save a new row; if a unique rule is broken, refuse with that sentence."""
    try:
        with transaction.atomic():
            obj.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(sentence, code) from error
    return obj
