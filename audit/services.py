"""Recording acts. Called inside the act's transaction, once."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import translation

from audit import kinds
from audit.models import Entry, Heartbeat
from kernel import bulk, clock, languages
from kernel.actor import Actor

MASK = "***"


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(value, (Decimal, date, datetime)):
        return str(value)
    if isinstance(value, (list, tuple, set)):
        return [_plain(item) for item in value]
    return value


def differences(obj: models.Model, new: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What would change: field to [before, after]; personal fields (model.PERSONAL) are masked."""
    personal = getattr(type(obj), "PERSONAL", ())
    out: dict[str, list[Any]] = {}
    for name, after in new.items():
        before = getattr(obj, name)
        if before != after and (before or after or before != after):
            masked = name in personal or name.rsplit("_", 1)[0] in personal
            out[name] = [MASK, MASK] if masked else [_plain(before), _plain(after)]
    return out


def _title(subject: models.Model) -> str:
    """What the log may call it for good: no entry is ever changed, so no name of a person goes in."""
    return "" if "name" in getattr(type(subject), "PERSONAL", ()) else str(subject)


def _called(subject: models.Model, title: Any, organisation: Any) -> tuple[list[str], dict[str, list[str]] | None]:
    """Title and organisation in the portal's first language, and in each other one in which they read otherwise."""
    told = {}
    for code in languages.codes():
        with translation.override(code):
            called = _title(subject) if title is None else str(title() if callable(title) else title)
            told[code] = [called[:300], str(organisation or "")[:300]]
    first = told[languages.default()]
    return first, {code: one for code, one in told.items() if one != first} or None


def record(
    *,
    actor: Actor,
    kind: str,
    subject: models.Model,
    changes: Mapping[str, Any] | None = None,
    initiative: Any = None,
    organisation: Any = None,
    about: Mapping[str, Any] | None = None,
    title: Any = None,
) -> Entry:
    """Write the one entry of an act.

    `initiative` and `organisation` are the rows concerned (their slug and name are copied, their keys go into `about`).
    `about` adds keys for the audience: participation, body, people (a list of person keys).
    Without a `title` the subject's own is copied, unless that is a name of somebody who can be made anonymous. It is
    asked in each language: a row, or a function that writes it in the language that is active.
    """
    kinds.find(kind)
    called, names = _called(subject, title, organisation)
    keys: dict[str, Any] = dict(about or {})
    if initiative is not None:
        keys.setdefault("initiative", initiative.pk)
    if organisation is not None:
        keys.setdefault("organisation", organisation.pk)
    return bulk.add(
        Entry(
            kind=kind,
            content_type=ContentType.objects.get_for_model(type(subject)),
            object_id=subject.pk,
            subject_title=called[0],
            initiative_key=getattr(initiative, "slug", "") or "",
            organisation_name=called[1],
            names=names,
            by_id=actor.user_id,
            about=keys,
            changes={name: _plain(value) for name, value in (changes or {}).items()},
            at=clock.now(),
        )
    )


def record_many(
    *,
    actor: Actor,
    kind: str,
    subjects: Iterable[models.Model],
    initiative: Any = None,
    about_of: Any = None,
    organisation_of: Any = None,
) -> int:
    """One entry for each of many subjects of one bulk act, in one statement.

    `about_of(subject)` gives their keys, `organisation_of(subject)` the organisation whose name is copied.
    """
    kinds.find(kind)
    rows = []
    base = {"initiative": initiative.pk} if initiative is not None else {}
    for subject in subjects:
        called, names = _called(subject, None, organisation_of(subject) if organisation_of else None)
        rows.append(
            Entry(
                kind=kind,
                content_type=ContentType.objects.get_for_model(type(subject)),
                object_id=subject.pk,
                subject_title=called[0],
                initiative_key=getattr(initiative, "slug", "") or "",
                organisation_name=called[1],
                names=names,
                by_id=actor.user_id,
                about={**base, **(about_of(subject) if about_of else {})},
                at=clock.now(),
            )
        )
    return bulk.create(rows)


def beat(name: str = "worker") -> None:
    """Note that the worker is alive."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, at=clock.now())],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["at"],
    )
