"""Addresses in mails: full ones, `go/<token>/` (one person, one object, seven days) and `/u/<token>` (stops a kind).

A go token names a line of a digest or a delivery by its random public id, and is signed; it opens nothing by itself: it
shows what it is for and leads on to the page, after the sign-in. Staff's links are plain, and no link acts.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from audit.models import Entry
from communication.models import StopToken
from initiative.models import Initiative
from kernel import clock
from kernel.actor import Actor

LIFE = timedelta(days=7)
_SALT = "communication.links"
_ID = 12
DIGEST_LINE, NOTICE = "d", "n"
NOUNS = frozenset({"initiative", "partners", "working_groups", "measurement", "funding", "documents"})


@dataclass(frozen=True)
class Target:
    """What a go token names: a line of a digest, or a delivery."""

    kind: str
    public_id: str
    line: int


def absolute(path: str) -> str:
    """The full address of a page of ours, for a mail: never from the host that a request named."""
    return path if path.startswith("http") else settings.PORTAL_ORIGIN.rstrip("/") + path


@cache
def _paths(model: Any) -> tuple[str, ...]:
    """The ways from a model to its initiative: what an address is made of, fetched together with the row."""
    out: list[tuple[str, Any]] = []
    edge: list[tuple[str, Any]] = [("", model)]
    for _depth in range(4):
        further: list[tuple[str, Any]] = []
        for prefix, at in edge:
            for field in at._meta.concrete_fields:
                if field.many_to_one and field.related_model._meta.app_label in NOUNS:
                    path = f"{prefix}{field.name}"
                    (out if field.related_model is Initiative else further).append((path, field.related_model))
        edge = [(f"{path}__", related) for path, related in further]
    return tuple(path for path, _related in out[:4])


def addresses(entries: Iterable[Entry]) -> dict[int, str]:
    """The addresses of the pages of many entries' subjects, by entry: one query for each kind of subject."""
    wanted = list(entries)
    subjects = _subjects(wanted, lambda model: model._base_manager.all() if _has_page(model) else None)
    return {entry.pk: _url(subjects.get((entry.content_type_id, entry.object_id))) for entry in wanted}


def addresses_seen(actor: Actor, entries: Iterable[Entry]) -> dict[int, str]:
    """The same for the entries whose subject this actor may see: the others are not in it."""
    wanted = list(entries)
    subjects = _subjects(wanted, lambda model: model._default_manager.visible_to(actor).order_by())
    keys = {entry.pk: (entry.content_type_id, entry.object_id) for entry in wanted}
    return {pk: _url(subjects[key]) for pk, key in keys.items() if key in subjects}


def _subjects(entries: Iterable[Entry], rows_of: Callable[[Any], Any]) -> dict[tuple[int, int], Any]:
    """The subjects by kind and key, each with the way to its initiative: one query for each kind."""
    by_type: dict[Any, set[int]] = defaultdict(set)
    for entry in entries:
        by_type[entry.content_type].add(entry.object_id)
    out: dict[tuple[int, int], Any] = {}
    for content_type, keys in by_type.items():
        model = content_type.model_class()
        rows = rows_of(model) if model is not None else None
        if rows is None:
            continue
        rows, paths = rows.filter(pk__in=keys), _paths(model)
        for row in rows.select_related(*paths) if paths else rows:
            out[(content_type.pk, row.pk)] = row
    return out


def _has_page(model: Any) -> bool:
    return hasattr(model, "get_absolute_url")


def address(entry: Entry) -> str:
    """The full address of the page of an entry's subject, in the active language; empty if it has none."""
    return addresses([entry])[entry.pk]


def _url(subject: Any) -> str:
    try:
        return absolute(subject.get_absolute_url()) if _has_page(subject) else ""
    except NoReverseMatch:  # a thing without a page of its own
        return ""


def _mark(body: str) -> str:
    return salted_hmac(_SALT, body).hexdigest()[:12]


def go(kind: str, public_id: str, line: int = 0) -> str:
    """The address of a go link, in the active language."""
    body = f"{kind}{public_id}{line}"
    return absolute(reverse("communication:go", args=[f"{body}-{_mark(body)}"]))


def read(token: str) -> Target | None:
    """What a go token names; None if it is not ours. Its age is the affair of what it names."""
    body, _dash, mark = token.partition("-")
    if not constant_time_compare(mark, _mark(body)):
        return None
    kind, public_id, line = body[:1], body[1 : 1 + _ID], body[1 + _ID :]
    if kind not in (DIGEST_LINE, NOTICE) or not line.isdigit():
        return None
    return Target(kind, public_id, int(line))


def is_over(since: object) -> bool:
    """Whether a link that was sent at that moment has ended."""
    return since is None or since + LIFE < clock.now()  # type: ignore[operator]


def stop(person_id: int, kind: str) -> str:
    """The address that stops one kind of mail for one person; the same one each time."""
    token, _created = StopToken.objects.get_or_create(person_id=person_id, kind=kind)
    return absolute(reverse("mail-stop", args=[token.token]))


def preferences() -> str:
    """The page where a person chooses what comes, in the active language."""
    return absolute(reverse("communication:mails"))
