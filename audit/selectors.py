"""Reading the log."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from audit import kinds
from audit.models import Entry, Heartbeat
from kernel import formatting, languages
from kernel.actor import Actor

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)


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
    """The latest entries about several objects, all of them scoped by the caller, as one list."""
    rule = models.Q(pk__in=[])
    kinds_of: dict[int, type[models.Model]] = {}
    for subject in subjects:
        content_type = ContentType.objects.get_for_model(type(subject))
        kinds_of[content_type.pk] = type(subject)
        rule |= models.Q(content_type=content_type, object_id=subject.pk)
    rows = Entry.objects.filter(rule).select_related("by").order_by("-at", "-pk")[:limit]
    return [
        HistoryLine(
            row.kind,
            kinds.find(row.kind).label,
            row.by,
            row.organisation_name,
            row.changes,
            row.at,
            tuple(_told(kinds_of[row.content_type_id], row.changes)),
        )
        for row in rows
    ]


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


def _told(model: type[models.Model], changes: dict[str, Any]) -> Iterator[Change]:
    """The changes in words: labels of columns and of choices, each language of a text apart."""
    for name, pair in changes.items():
        stem, _sep, code = name.rpartition("_")
        language = code if stem and code in languages.codes() else ""
        try:
            field: Any = model._meta.get_field(stem if language else name)
        except FieldDoesNotExist:
            field = None
        # What is no column has its word in the catalogue: each floor lists such words in its events.
        label: Any = _WORDS.get(stem if language else name) or getattr(field, "verbose_name", "")
        label = label or gettext(name.replace("_", " "))
        if language:
            label = f"{label} ({get_language_info(language)['name_local']})"
        words = dict(getattr(field, "flatchoices", None) or ())
        before, after = pair if isinstance(pair, list) and len(pair) == 2 else ("", pair)
        yield Change(label, _word(words, before), _word(words, after), language)


def _word(words: dict[Any, Any], value: Any) -> Any:
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if not isinstance(value, str):
        return value
    return _day(value) if _ISO_DAY.match(value) else words.get(value, value)


def _day(value: str) -> str:
    try:
        return formatting.day_words(date.fromisoformat(value), "plain")
    except ValueError:
        return value


def last_beat(name: str = "worker") -> datetime | None:
    """When the worker last gave a sign of life."""
    return Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()
