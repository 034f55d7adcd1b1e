"""The outbox: entries of the log become deliveries to people, each once; those that leave at once become mails.

It pulls. An entry without a `Dispatch` row is read, its audience is found, whoever did it is left out, everybody else
is asked what they may see and what they want, and the rows are written with unique keys: running twice, or two workers
at once, change nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, Min

from accounts.models import Person
from audit import kinds
from audit.models import Entry
from communication import schedule, subjects
from communication.audience import Audience
from communication.models import Channel, Delivery, Dispatch, Mark, Preference
from kernel import actor as actors
from kernel import bell, clock
from kernel.actor import Actor

BATCH = 200
SETTLED = timedelta(hours=1)
# What is told late is told in the digest, and what is long past to nobody: a restored or seeded log sends no old calls.
FRESH, STALE = timedelta(days=2), timedelta(days=30)
MARK = "dispatch"


def waiting(limit: int = BATCH) -> list[Entry]:
    """Entries nobody was told of yet, oldest first."""
    above = Mark.objects.filter(name=MARK).values_list("entry_key", flat=True).first() or 0
    # An entry of a later moment is told at its own: the demo's history is sent as if it were then.
    rows = Entry.objects.filter(pk__gt=above, dispatch__isnull=True, at__lte=clock.now()).order_by("pk")
    return list(rows.select_related("content_type")[:limit])


def dispatch(limit: int = BATCH) -> int:
    """Hand out one batch; returns how many entries it held."""
    entries = waiting(limit)
    if entries:
        now = clock.now()
        told = [entry for entry in entries if now - entry.at < STALE]
        deliveries = _deliveries(told)
        with transaction.atomic():
            Delivery.objects.bulk_create(deliveries, ignore_conflicts=True, batch_size=500)
            Dispatch.objects.bulk_create(
                [Dispatch(entry=entry, at=now) for entry in entries], ignore_conflicts=True, batch_size=500
            )
            if any(row.channel == Channel.MAIL for row in deliveries):
                bell.ring("communication.tasks.write_mails")
    _raise_mark()
    return len(entries)


def _raise_mark() -> None:
    settled = Entry.objects.filter(at__lt=clock.now() - SETTLED)
    mark = Mark.objects.get_or_create(name=MARK)[0]
    above = settled.filter(pk__gt=mark.entry_key)
    first_open = above.filter(dispatch__isnull=True).aggregate(first=Min("pk"))["first"]
    rows = above.filter(pk__lt=first_open) if first_open is not None else above
    reached = rows.aggregate(last=Max("pk"))["last"]
    if reached:
        # Entries that are younger than an hour may have lower keys: the mark stays below all of them.
        young = Entry.objects.filter(pk__gt=mark.entry_key, at__gte=clock.now() - SETTLED).aggregate(first=Min("pk"))
        reached = min(reached, young["first"] - 1) if young["first"] else reached
        Mark.objects.filter(name=MARK, entry_key=mark.entry_key, entry_key__lt=reached).update(entry_key=reached)


def _deliveries(entries: Sequence[Entry]) -> list[Delivery]:
    audience = Audience(entries, clock.today())
    concerned: dict[int, dict[int, str]] = defaultdict(dict)
    by_key = {entry.pk: entry for entry in entries}
    for entry in entries:
        for key, word in audience.of(entry).items():
            concerned[key][entry.pk] = word
    people = {person.pk: person for person in Person.objects.filter(pk__in=concerned)}
    choices = chosen(people)
    out: list[Delivery] = []
    for key, words in concerned.items():
        person = people[key]
        actor = actors.for_user(key, language=person.language)
        seen = visible(actor, [by_key[pk] for pk in words])
        out.extend(_for_person(person, [by_key[pk] for pk in words if pk in seen], words, choices.get(key, {})))
    return out


def _for_person(
    person: Person, entries: Iterable[Entry], words: dict[int, str], choices: dict[str, str]
) -> Iterable[Delivery]:
    now = clock.now()
    for entry in entries:
        kind = kinds.find(entry.kind)
        channel = subjects.road(entry.kind, kind.at_once, choices.get(subjects.subject_of(entry.kind).code))
        if channel is None:
            continue
        leaves = now
        if channel == Channel.MAIL:
            if now - entry.at > FRESH:
                channel = Channel.DIGEST
            else:
                leaves = schedule.next_open(now, person)
        yield Delivery(person=person, entry=entry, channel=channel, reason=words[entry.pk], at=now, not_before=leaves)


def chosen(people: Iterable[int]) -> dict[int, dict[str, str]]:
    """Each person's own choices by subject."""
    out: dict[int, dict[str, str]] = defaultdict(dict)
    for person, kind, choice in Preference.objects.filter(person__in=people).values_list("person", "kind", "choice"):
        out[person][kind] = choice
    return out


def visible(actor: Actor, entries: Iterable[Entry]) -> set[int]:
    """The keys of the entries whose subject this actor may see, one query for each kind of subject."""
    by_type: dict[Any, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_type[entry.content_type].append(entry)
    out: set[int] = set()
    for content_type, rows in by_type.items():
        model = content_type.model_class()
        if model is None:
            continue
        manager: Any = model._default_manager
        seen = set(
            manager.visible_to(actor)
            .filter(pk__in={row.object_id for row in rows})
            .order_by()
            .values_list("pk", flat=True)
        )
        out.update(row.pk for row in rows if row.object_id in seen)
    return out
