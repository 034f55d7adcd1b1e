"""Posting: an entry is begun, its legs are written, the seal makes it count. Nothing else in the house writes postings.

Deadlocks: every posting act takes its number first (the fund's row), then the buckets in the order of their keys.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from funding import ledger
from funding.ledger import Leg, Legs
from funding.models import Account, EntryKind, EntryState, Fund, JournalEntry, PeriodClose, Posting, Restriction
from funding.policies import bank as policies
from funding.services.recording import note
from kernel import clock, writing
from kernel.actor import Actor
from kernel.errors import Conflict, Invalid, Refused
from kernel.formatting import amount, day_words
from kernel.permissions import require
from kernel.text import sentence
from partners.selectors import mandates


def begin(actor: Actor, fund: Fund, kind: str, on: date, source: str, **more: Any) -> JournalEntry:
    """An open entry with the fund's next number. Refuses a closed day, and an event that was told already."""
    number = _next_number(fund)
    _refuse_closed(fund, on)
    entry = JournalEntry(
        fund=fund,
        number=number,
        kind=kind,
        on=on,
        source=source,
        **more,
        **mandates.stamp(actor, initiative=fund.initiative),
    )
    return writing.insert(entry, _("This was posted already."), "posted_already")  # type: ignore[no-any-return]


def _next_number(fund: Fund, count: int = 1) -> int:
    """The first of as many numbers of entries, taken in one guarded update: whoever comes second waits."""
    Fund.objects.filter(pk=fund.pk).update(entries_count=F("entries_count") + count)
    return Fund.objects.values_list("entries_count", flat=True).get(pk=fund.pk) - count + 1


def closed_until(fund: Fund) -> date | None:
    """The last day on which nothing is posted any more; none while no period was closed."""
    return PeriodClose.objects.filter(fund=fund).aggregate(last=models.Max("closed_until"))["last"]  # type: ignore[no-any-return]


def open_day(fund: Fund, on: date) -> date:
    """The day itself; for one in a closed period the first open day after it. For what the bank did and the books tell
    late: its line keeps its own day."""
    closed = closed_until(fund)
    return on if closed is None or on > closed else closed + timedelta(days=1)


def _refuse_closed(fund: Fund, on: date) -> None:
    closed = closed_until(fund)
    if closed is not None and on <= closed:
        template = _("The books are closed until %(day)s: date it later, and name this day in the reason.")
        raise Refused(sentence(template, day=day_words(closed, "plain")), "closed_period")


def finish(entry: JournalEntry, legs: Legs) -> JournalEntry:
    """Write the legs and seal. Refuses what is not free, naming how much is, and in which bucket."""
    ledger.check(legs)
    claim(legs)
    Posting.objects.bulk_create([_posting(entry, leg) for leg in legs])
    try:
        with transaction.atomic():
            won = JournalEntry.objects.filter(pk=entry.pk, state=EntryState.OPEN).update(state=EntryState.SEALED)
    except IntegrityError:
        raise Conflict(_("The books moved on meanwhile: reload and try again."), "moved_on") from None
    if won != 1:
        raise Conflict(_("This was posted already."), "posted_already")
    entry.state = EntryState.SEALED
    return entry


def _posting(entry: JournalEntry, leg: Leg) -> Posting:
    return Posting(
        entry=entry,
        book=leg.book,
        account=leg.account,
        currency=leg.currency,
        amount=leg.amount,
        restriction_id=leg.restriction,
        funder_id=leg.funder,
        allocation_id=leg.allocation,
        grant_id=leg.grant,
    )


def claim(legs: Iterable[Leg]) -> None:
    """One guarded update a bucket: it goes through only while the bucket holds what the legs take."""
    for key, change in sorted(ledger.available(legs).items()):
        if change < 0:
            bucket = Restriction.objects.filter(pk=key, available__gte=-change)
            if bucket.update(available=F("available")) != 1:
                _refuse(key, -change)


def _refuse(key: int, wanted: int) -> None:
    bucket = Restriction.objects.get(pk=key)
    words = {
        "free": amount(bucket.available, bucket.currency),
        "bucket": bucket.own_name,
        "wanted": amount(wanted, bucket.currency),
    }
    template = _("%(free)s are free in “%(bucket)s”, and %(wanted)s were asked for: take less, or another restriction.")
    raise Refused(sentence(template, **words), "not_enough")


def post(actor: Actor, fund: Fund, kind: str, on: date, source: str, legs: Legs, **more: Any) -> JournalEntry:
    """Begin and finish in one go."""
    return finish(begin(actor, fund, kind, on, source, **more), legs)


def post_many(actor: Actor, fund: Fund, kind: str, events: Sequence[tuple[date, str, Legs]]) -> list[JournalEntry]:
    """Many entries of one act, each with its own number and seal, in a few statements. Refuses as `begin` does."""
    count = len(events)
    first = _next_number(fund, count)
    _refuse_closed(fund, min(on for on, _source, _legs in events))
    stamp = mandates.stamp(actor, initiative=fund.initiative)
    entries = [
        JournalEntry(fund=fund, number=first + place, kind=kind, on=on, source=source, **stamp)
        for place, (on, source, _legs) in enumerate(events)
    ]
    try:
        with transaction.atomic():
            JournalEntry.objects.bulk_create(entries, batch_size=500)
    except IntegrityError:
        raise Conflict(_("This was posted already."), "posted_already") from None
    claim(leg for _on, _source, legs in events for leg in legs)
    legs = [_posting(entry, leg) for entry, (_on, _source, some) in zip(entries, events, strict=True) for leg in some]
    Posting.objects.bulk_create(legs, batch_size=1000)
    keys = [entry.pk for entry in entries]
    for start in range(0, count, 500):
        JournalEntry.objects.filter(pk__in=keys[start : start + 500]).update(state=EntryState.SEALED)
    return entries


def legs_of(entry: JournalEntry) -> Legs:
    """The legs of an entry as values."""
    names = ("account", "amount", "currency", "restriction_id", "funder_id", "allocation_id", "grant_id")
    return tuple(Leg(*row) for row in entry.postings.order_by("pk").values_list(*names))


def undo(actor: Actor, entry: JournalEntry, on: date, reason: str, source: str = "") -> JournalEntry:
    """The linked reversal of an entry, once. Called by the acts that know what hangs on it, which may name what else
    the reversal tells."""
    return post(
        actor,
        entry.fund,
        EntryKind.REVERSED,
        on,
        source or f"reversal:{entry.public_id}",
        ledger.reversal(legs_of(entry)),
        reverses=entry,
        decision=entry.decision,
        document=entry.document,
        **writing.said("reason", reason, actor),
    )


REVERSIBLE = (EntryKind.CHARGED, EntryKind.REDEDICATED)


@transaction.atomic
def reverse(*, actor: Actor, entry: JournalEntry, reason: str) -> JournalEntry:
    """The director, of what another posted. A fee or a released restriction; the rest is undone by its own acts."""
    require(policies.may_reverse(actor, entry))
    reason = writing.needed("reason", reason, _("Say why it is reversed."))
    if entry.kind not in REVERSIBLE:
        raise Invalid(_("This entry is undone where it was made: the receipt, the payment or the grant."), "not_here")
    undone = undo(actor, entry, clock.today(), reason)
    note(actor, "entry.reversed", undone, entry.fund, {"reverses": [None, entry.number], "reason": ["", reason]})
    return undone


def balance(fund: Fund, account: str, currency: str = "ILS", until: date | None = None) -> int:
    """The balance of an account in sealed entries."""
    found = Posting.objects.filter(entry__fund=fund, entry__state=EntryState.SEALED, account=account, currency=currency)
    if until is not None:
        found = found.filter(entry__on__lte=until)
    return int(found.aggregate(total=models.Sum("amount"))["total"] or 0)


def bank(fund: Fund, currency: str = "ILS", until: date | None = None) -> int:
    """What the books say the bank holds."""
    return balance(fund, Account.BANK, currency, until)
