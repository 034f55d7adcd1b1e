"""What would leave next and what has left: for the staff of an initiative."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, QuerySet

from accounts.models import Person
from communication import outbox, schedule
from communication.audience import reachable
from communication.models import Cadence, Channel, Delivery, Digest, DigestState, Mail, MailState
from communication.querysets import people_of
from communication.selectors import preferences
from communication.selectors.roles import actors_of
from kernel import clock
from kernel.actor import Actor

# How a state looks: words first, colour and icon beside them.
LOOKS: Mapping[str, tuple[str, str]] = {
    DigestState.PLANNED: ("info", "clock"),
    DigestState.BUILDING: ("info", "clock"),
    DigestState.QUEUED: ("info", "send"),
    DigestState.SENT: ("good", "circle-check"),
    DigestState.SKIPPED_EMPTY: ("line", "circle-dashed"),
    DigestState.SUPPRESSED: ("line", "bell-off"),
    DigestState.MERGED: ("line", "history"),
    DigestState.EXPIRED: ("watch", "history"),
    DigestState.FAILED: ("bad", "alert-triangle"),
}
MAIL_LOOKS: Mapping[str, tuple[str, str]] = {
    MailState.QUEUED: ("info", "clock"),
    MailState.HANDING_OVER: ("info", "send"),
    MailState.SENT: ("good", "circle-check"),
    MailState.FAILED: ("bad", "alert-triangle"),
    MailState.EXPIRED: ("line", "history"),
}


@dataclass(frozen=True)
class NextLine:
    """One person's next digest: how often, when it leaves, how much news waits, how the last one ended."""

    public_id: str
    name: str
    cadence: Any
    leaves_at: datetime | None
    news: int
    last_at: datetime | None
    last_state: Any
    look: tuple[str, str]


@dataclass(frozen=True)
class SentLine:
    """One digest or notice that has left, or why it has not."""

    name: str
    person_id: str
    what: Any
    day: date | None
    at: datetime | None
    state: Any
    look: tuple[str, str]
    maybe_sent: bool
    attempts: int


def people(actor: Actor, initiative: Any) -> QuerySet[Any]:
    """People of the initiative whom a mail may reach."""
    return reachable().filter(people_of([initiative.pk], "pk")).order_by("pk")


def next_lines(rows: Iterable[Person], now: datetime | None = None) -> list[NextLine]:
    """The next digests of these people, with a fixed number of queries."""
    now = now or clock.now()
    rows = list(rows)
    keys = [row.pk for row in rows]
    choices = outbox.chosen(keys)
    roles = actors_of(keys, clock.today())
    waiting = dict(
        Delivery.objects.filter(
            person__in=keys,
            channel=Channel.DIGEST,
            digest__isnull=True,
            seen_at__isnull=True,
            at__gte=now - outbox.STALE,
        )
        .order_by()
        .values_list("person")
        .annotate(number=Count("pk"))
    )
    newest = Digest.objects.filter(person__in=keys).order_by().values("person").annotate(last=Max("slot"))
    slots = {(row["person"], row["last"]) for row in newest}
    last = {
        row.person_id: row
        for row in Digest.objects.filter(person__in=keys, slot__in={day for _person, day in slots})
        if (row.person_id, row.slot) in slots
    }
    return [
        _next(row, roles[row.pk], choices.get(row.pk, {}), waiting.get(row.pk, 0), last.get(row.pk), now)
        for row in rows
    ]


def _next(
    person: Person, roles: Actor, choices: dict[str, str], news: int, last: Digest | None, now: datetime
) -> NextLine:
    cadence = preferences.cadence(roles, choices)
    slot = schedule.next_slot(cadence, person, now) if cadence else None
    return NextLine(
        public_id=person.public_id,
        name=str(person),
        cadence=Cadence(cadence).label if cadence else "",
        leaves_at=schedule.leaves(slot, person) if slot else None,
        news=news,
        last_at=last.due_at if last else None,
        last_state=last.get_state_display() if last else "",
        look=LOOKS[last.state] if last else ("line", "circle-dashed"),
    )


def digests(actor: Actor, initiative: Any) -> QuerySet[Any]:
    """The digests of the initiative's people that the actor may know of."""
    return Digest.objects.visible_to(actor).filter(people_of([initiative.pk])).select_related("person", "mail")


def notices(actor: Actor, initiative: Any) -> QuerySet[Any]:
    """The mails of their own about this initiative."""
    return (
        Mail.objects.visible_to(actor)
        .filter(kind="notice", deliveries__entry__initiative_key=initiative.slug)
        .filter(people_of([initiative.pk]))
        .select_related("person")
    )


def digest_lines(rows: Iterable[Digest]) -> list[SentLine]:
    """Digests as lines."""
    return [
        SentLine(
            name=str(row.person),
            person_id=row.person.public_id,
            what=row.get_cadence_display(),
            day=row.slot,
            at=row.mail.sent_at if row.mail else None,
            state=row.get_state_display(),
            look=LOOKS[row.state],
            maybe_sent=bool(row.mail and row.mail.maybe_sent),
            attempts=row.mail.attempts if row.mail else row.attempts,
        )
        for row in rows
    ]


def mail_lines(rows: Iterable[Mail]) -> list[SentLine]:
    """Mails as lines: their state, not their words."""
    return [
        SentLine(
            name=str(row.person) if row.person else row.recipient,
            person_id=row.person.public_id if row.person else "",
            what=str(row.kind_words),
            day=None,
            at=row.sent_at or row.created_at,
            state=row.get_state_display(),
            look=MAIL_LOOKS[row.state],
            maybe_sent=row.maybe_sent,
            attempts=row.attempts,
        )
        for row in rows
    ]


def counts(rows: QuerySet[Any]) -> dict[str, int]:
    """How many are in each state."""
    return dict(rows.order_by().values_list("state").annotate(number=Count("pk")))
