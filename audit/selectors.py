"""Reading the log."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from audit import kinds
from audit.models import Entry, Heartbeat
from kernel import formatting, languages, periods
from kernel.actor import Actor

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
_ISO_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}", re.ASCII)
_HASH = re.compile(r"[0-9a-f]{64}\Z", re.ASCII)
_FIGURE = re.compile(r"-?\d+(\.\d+)?\Z", re.ASCII)


@dataclass(frozen=True)
class Change:
    """One column that an act changed, in the words of its model: the values as they were and are."""

    label: Any
    before: Any
    after: Any
    language: str = ""


@dataclass(frozen=True)
class HistoryLine:
    """One line of a thing's history."""

    kind: str
    label: Any
    by: Any
    organisation: str
    changes: dict[str, Any]
    at: datetime
    details: tuple[Change, ...] = ()


def history(actor: Actor, subject: models.Model, limit: int = 50) -> list[HistoryLine]:
    """The latest entries about an object that the caller has already scoped by `visible_to`."""
    return histories(actor, [subject], limit)


def histories(actor: Actor, subjects: Iterable[models.Model], limit: int = 50) -> list[HistoryLine]:
    """The latest entries about several objects, all of them scoped by the caller, as one list.

    The log holds no name of a person. Where a thing belongs to one (a mandate, a seat) and the caller brought the
    person along, the line names them as they are called today.
    """
    rule = models.Q(pk__in=[])
    kinds_of: dict[int, type[models.Model]] = {}
    holders: dict[tuple[int, Any], Any] = {}
    currencies: dict[tuple[int, Any], str] = {}
    for subject in subjects:
        content_type = ContentType.objects.get_for_model(type(subject))
        kinds_of[content_type.pk] = type(subject)
        if (holder := subject._state.fields_cache.get("person")) is not None:
            holders[content_type.pk, subject.pk] = holder
        currencies[content_type.pk, subject.pk] = subject.__dict__.get("currency", "")
        rule |= models.Q(content_type=content_type, object_id=subject.pk)
    rows = Entry.objects.filter(rule).select_related("by").order_by("-at", "-pk")[:limit]
    return [
        HistoryLine(
            row.kind,
            kinds.find(row.kind).label,
            row.by,
            row.organisation,
            row.changes,
            row.at,
            (
                *_held(holders.get((row.content_type_id, row.object_id))),
                *_told(
                    kinds_of[row.content_type_id],
                    row.changes,
                    currencies.get((row.content_type_id, row.object_id), ""),
                ),
            ),
        )
        for row in rows
    ]


def _held(holder: Any) -> Iterator[Change]:
    if holder is not None:
        name = languages.text(holder, "name")
        yield Change(_("Person"), "", name.value, name.language)


# Columns that many models share and that carry no words of their own.
_WORDS = {
    "kind": _("Kind"),
    "state": _("State"),
    "starts_on": _("From"),
    "ends_on": _("Last day"),
    "reason": _("Reason"),
    "position": _("Place in the list"),
    "parent": _("Part of"),
    "languages": _("Languages"),
    "accent": _("Colour"),
    "group_word": _("What a group is called here"),
    "is_public": _("The initiative has a public page"),
    "on": _("Day"),
    "stage": _("Stage"),
    "shown_to": _("Who sees it"),
    "consent_on": _("Agreed on"),
    "number": _("Version"),
    "mail": _("Mail address"),
    "function": _("Function"),
}


def _told(model: type[models.Model], changes: dict[str, Any], currency: str) -> Iterator[Change]:
    """The changes in words: labels of columns and of choices, each language of a text apart; money as money."""
    for name, pair in changes.items():
        stem, _sep, code = name.rpartition("_")
        language = code if stem and code in languages.codes() else ""
        try:
            field: Any = model._meta.get_field(stem if language else name)
        except FieldDoesNotExist:
            field = None
        if language:
            label = f"{_label(stem, field)} ({get_language_info(language)['name_local']})"
        else:
            label = _label(name, field)
        words = _choices(model, name, field)
        before, after = pair if isinstance(pair, list) and len(pair) == 2 else ("", pair)
        if periods.is_valid(name):  # a figure of that period
            before, after = (formatting.figure(each) if each else each for each in (before, after))
        elif (fixed := kinds.money_of(model._meta.app_label, name)) is not None:
            told = fixed or currency or "ILS"
            before, after = (formatting.money(each, told) if each else each for each in (before, after))
        yield Change(label, _word(words, before), _word(words, after), language)


def _label(name: str, field: Any) -> str:
    """The word for a column. What is none has its word in the catalogue: each floor lists such words in its events."""
    if periods.is_valid(name):
        return periods.label(name)
    word: Any = _WORDS.get(name) or getattr(field, "verbose_name", "") or name.replace("_", " ")
    return gettext(str(word))


def _choices(model: type[models.Model], name: str, field: Any) -> dict[Any, Any]:
    """The words of a column's values: of its own model, or of the one in the app that an act was about as well."""
    if name in {"language", "languages"}:
        return {code: get_language_info(code)["name_local"] for code in languages.codes()}
    app = apps.get_app_config(model._meta.app_label)
    found = [field, *(each for other in app.get_models() for each in other._meta.fields if each.name == name)]
    return kinds.values_of(name) or next((dict(each.flatchoices) for each in found if _has_words(each)), {})


def _has_words(field: Any) -> bool:
    return bool(getattr(field, "flatchoices", None))


def _word(words: dict[Any, Any], value: Any) -> Any:
    if isinstance(value, list):
        return ", ".join(str(words.get(item, item)) for item in value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if not isinstance(value, str) or value in words:
        return words.get(value, value)
    if _HASH.match(value):
        return formatting.fingerprint(value)
    if _ISO_DAY.match(value):
        return _day(value)
    if _ISO_MOMENT.match(value):
        return _moment(value)
    return formatting.figure(value) if "." in value and _FIGURE.match(value) else value


def _moment(value: str) -> str:
    try:
        return formatting.moment_words(datetime.fromisoformat(value))
    except ValueError:
        return value


def _day(value: str) -> str:
    try:
        return formatting.day_words(date.fromisoformat(value), "plain")
    except ValueError:
        return value


def last_beat(name: str = "worker") -> datetime | None:
    """When the worker last gave a sign of life."""
    return Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()
