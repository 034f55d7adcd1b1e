"""What an act does with values before it writes, and the guarded write of a versioned row. No domain noun, no table.

Interface:
    cleaned(values, names=…, lines=…) -> dict     every text through the door; all refusals together as Invalid
    need(values, field, how="default") -> None    a translated text must be there in the default or in any language
    validate(obj) -> None                         Django's own checks of the columns, as Invalid
    check_columns(obj), check(obj) -> None        the columns alone; the columns, `clean` and the table's rules
    in_order(first, last, field) -> None          a last day that comes before its first is refused at its field
    change(obj, values, seen=None) -> None        one UPDATE that names the version it saw; else Conflict
    altered(obj, values, sentence, check) -> None the same, checked first
    inserted(obj, sentence, code) -> obj          one INSERT; a broken unique rule is a Conflict with that sentence
    insert(obj, sentence, code) -> obj            the same, its columns checked first
    said(name, text, actor) -> dict               a text that one person typed, with its language
    needed(name, text, sentence) -> str           a text that an act cannot do without
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from kernel import languages, text
from kernel.actor import Actor
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
        obj.full_clean(exclude=bare | _pointing(obj), validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        raise Invalid(SOME_FIELDS, fields=error.message_dict) from None


def _pointing(obj: models.Model) -> set[str]:
    """The relations that point somewhere. That the row is there the database holds: no query for each."""
    fields = obj._meta.concrete_fields
    return {field.name for field in fields if field.is_relation and getattr(obj, field.attname) is not None}


def check_columns(obj: models.Model) -> None:
    """Refuse values that do not fit their columns, with the sentences by field."""
    try:
        obj.clean_fields(exclude=_pointing(obj))
    except ValidationError as error:
        raise Invalid(SOME_FIELDS, fields=error.message_dict) from None


def check(obj: models.Model) -> None:
    """Refuse a row that breaks a rule of its table, with the sentences by field. What is taken, inserting finds out."""
    try:
        obj.full_clean(exclude=_pointing(obj), validate_unique=False, validate_constraints=False)
        for constraint in obj._meta.constraints:
            if isinstance(constraint, models.CheckConstraint):
                _hold(constraint, obj)
    except ValidationError as error:
        fields = dict(error.message_dict)
        general = fields.pop(NON_FIELD_ERRORS, [])
        raise Invalid(" ".join(general) if general else SOME_FIELDS, fields=fields) from None


def _hold(constraint: models.CheckConstraint, obj: models.Model) -> None:
    """A broken rule of the table in a sentence for people, not by the rule's name."""
    try:
        constraint.validate(type(obj), obj)
    except ValidationError:
        raise ValidationError({NON_FIELD_ERRORS: [SOME_FIELDS]}) from None


def in_order(first: date | None, last: date | None, field: str) -> None:
    """Refuse a last day that comes before the first, at the field of the last."""
    if first and last and last < first:
        raise Invalid(SOME_FIELDS, fields={field: [_("The last day comes before the first: change one.")]})


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


def insert(obj: Any, sentence: Any, code: str = "already_there") -> Any:
    """Check the columns and insert; where the row is there already, refuse with that sentence."""
    check_columns(obj)
    return inserted(obj, sentence, code)


def altered(obj: Any, values: Mapping[str, Any], sentence: Any = "", check: Callable[[Any], None] = check) -> None:
    """Check, then write the new columns of a versioned row, if it still has the version that was read.

    A broken unique rule is a Conflict with that sentence.
    """
    for name, value in values.items():
        setattr(obj, name, value)
    check(obj)
    try:
        with transaction.atomic():
            change(obj, values)
    except IntegrityError:
        raise Conflict(sentence or _("These values do not fit together."), "already_there") from None


def said(name: str, text: str, actor: Actor) -> dict[str, str]:
    """A text that one person typed, with its language."""
    return {name: text, f"{name}_language": actor.language}


def needed(name: str, text: str, sentence: Any) -> str:
    """A text that an act cannot do without."""
    if not text.strip():
        raise Invalid(sentence, fields={name: [sentence]})
    return text.strip()
