"""Everything the portal holds about one person, as that person may take it along; nothing about anybody else.

It walks all tables by their relations to a person, so a table that is added later is told without a line here. It tells
no secret (hashes, keys, passwords) and names nobody else: where another person stands, only that somebody does.
"""

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from audit.models import Entry
from kernel import clock, formatting, languages

# What opens a door, or says nothing to its person.
SECRETS = frozenset({"password", "token", "token_hash", "token_secret", "session_key", "session_data", "data"})
UNTOLD = frozenset({"accounts.IdempotencyKey", "communication.StopToken", "accounts.Person", "audit.Entry"})
ME, SOMEBODY = "me", "somebody else"
# What the kinds of rows are called on the page for reading; others go by the name of their table.
TITLES = {
    "accounts.Person": _("Profile"),
    "accounts.Invitation": _("Invitations"),
    "accounts.AdminTerm": _("Terms of administration"),
    "accounts.ApiToken": _("API tokens"),
    "account.EmailAddress": _("Mail addresses"),
    "mfa.Authenticator": _("Second factors"),
    "usersessions.UserSession": _("Sessions"),
    "audit.Entry": _("What happened"),
    "documents.Document": _("Documents"),
    "documents.Version": _("Versions of documents"),
    "partners.Contact": _("Contacts"),
    "partners.Participation": _("Participations"),
    "partners.Mandate": _("Mandates"),
    "partners.Interest": _("Interests"),
    "working_groups.Seat": _("Seats"),
    "working_groups.AgendaItem": _("Agenda items"),
    "working_groups.Attendance": _("Attendance"),
    "working_groups.Decision": _("Decisions"),
    "working_groups.Response": _("Responses"),
    "working_groups.Minutes": _("Minutes"),
    "working_groups.Recipient": _("Minutes received"),
    "working_groups.Task": _("Tasks"),
    "measurement.Submission": _("Submissions"),
    "measurement.Value": _("Values"),
    "measurement.Question": _("Questions"),
    "measurement.Reply": _("Replies"),
    "communication.Delivery": _("Deliveries"),
    "communication.Digest": _("Digests"),
    "communication.Mail": _("Mails"),
    "communication.Preference": _("Choices of mails"),
}


@dataclass(frozen=True)
class Part:
    """The rows of one kind."""

    name: str
    title: Any
    rows: list[dict[str, Any]]


def everything(person: Person) -> list[Part]:
    """The profile first, then each kind of row that names the person, then what happened."""
    titles: dict[tuple[type[models.Model], Any], str] = {}
    parts = [_part(Person, [_row(person, person, titles)])]
    for model in apps.get_models():
        rule = _rule(model, person)
        if rule is None or model._meta.label in UNTOLD:
            continue
        rows = model._base_manager.filter(rule).order_by("pk").distinct()
        told = [_row(row, person, titles) for row in rows.iterator(chunk_size=500)]
        if told:
            parts.append(_part(model, told))
    return [*parts, _part(Entry, list(_entries(person)))]


def _part(model: type[models.Model], rows: list[dict[str, Any]]) -> Part:
    label = model._meta.label
    return Part(label, TITLES.get(label, model._meta.verbose_name_plural), rows)


def _rule(model: type[models.Model], person: Person) -> Q | None:
    """Rows that point at the person; and personal rows under the same mail address."""
    pointing = [field.name for field in model._meta.fields if field.related_model is Person]
    rule = Q()
    for name in pointing:
        rule |= Q(**{name: person.pk})
    if not pointing and hasattr(model, "PERSONAL"):
        for field in model._meta.fields:
            if isinstance(field, models.EmailField):
                rule |= Q(**{f"{field.name}__iexact": person.email})
    return rule or None


def _row(row: models.Model, person: Person, titles: dict[Any, str]) -> dict[str, Any]:
    out = {}
    for field in row._meta.fields:
        if field.primary_key or field.name in SECRETS or hasattr(row, languages.column(field.name)):
            continue  # a translated text is told by its languages
        value = getattr(row, field.attname)
        if value in (None, "") or value == {} or value == []:
            continue
        out[field.name] = _pointed(row, field, person, titles) if field.is_relation else _plain(value)
    return out


def _pointed(row: models.Model, field: Any, person: Person, titles: dict[Any, str]) -> str:
    key = getattr(row, field.attname)
    if field.related_model is Person:
        return ME if key == person.pk else SOMEBODY
    if (field.related_model, key) not in titles:
        # The text of a row may hold the name of the person who stands in it.
        told = getattr(row, field.name)
        is_other = getattr(told, "person_id", None) not in (None, person.pk)
        titles[field.related_model, key] = str(getattr(told, "public_id", "")) if is_other else str(told)
    return titles[field.related_model, key]


def _entries(person: Person) -> Iterator[dict[str, Any]]:
    content_type = ContentType.objects.get_for_model(Person)
    rule = Q(by=person) | Q(content_type=content_type, object_id=person.pk)
    rows: Iterable[Any] = Entry.objects.filter(rule).order_by("at", "pk").iterator(chunk_size=500)
    for row in rows:
        yield {"at": _plain(row.at), "kind": row.kind, "about": row.title, "by": ME if row.by_id else ""}


def _plain(value: Any) -> Any:
    if isinstance(value, (date, datetime, Decimal)):
        return value.isoformat() if not isinstance(value, Decimal) else str(value)
    if isinstance(value, models.fields.files.FieldFile):
        return ""  # where bytes lie says nothing to anybody
    return value if isinstance(value, (str, int, bool, list, dict)) else str(value)


def archive(person: Person) -> bytes:
    """A ZIP with `data.json` for programs and `data.html` for reading, in the person's language."""
    with translation.override(person.language):
        parts = everything(person)
        moment = formatting.moment_words(clock.now(), "full")
        page = render_to_string("accounts/personal_data.html", {"person": person, "parts": parts, "moment": moment})
    data = {"made_at": clock.now().isoformat(), **{part.name: part.rows for part in parts}}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("data.json", json.dumps(data, ensure_ascii=False, indent=1))
        packed.writestr("data.html", page)
    return out.getvalue()
