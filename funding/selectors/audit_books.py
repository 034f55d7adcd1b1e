"""The books themselves: M1 to M9. Each function gives the names of the rows that break its rule."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, F, Max, OuterRef, Q, Sum
from django.db.models.functions import Coalesce

from funding import ledger, totals
from funding.models import (
    Account,
    Allocation,
    EntryKind,
    EntryState,
    Grant,
    GrantChange,
    Instalment,
    JournalEntry,
    Payment,
    PaymentState,
    Pledge,
    Posting,
    ReceiptPart,
    ReceiptState,
    Restriction,
    RestrictionState,
    Tranche,
    TrancheState,
    Turnover,
)
from funding.selectors import matches
from kernel import clock


def named(rows: Iterable[Any]) -> list[str]:
    """Their names."""
    return [str(row) for row in rows]


def m1() -> list[str]:
    """Entries that are open, one-legged or do not balance."""
    unsealed = JournalEntry.objects.exclude(state=EntryState.SEALED).values_list("source", flat=True)
    few = JournalEntry.objects.annotate(legs=Count("postings")).filter(legs__lt=2).values_list("source", flat=True)
    crooked = (
        Posting.objects.values("entry__source", "book", "currency")
        .annotate(total=Sum("amount"))
        .exclude(total=0)
        .order_by()
        .values_list("entry__source", flat=True)
    )
    return sorted({*unsealed, *few, *crooked})


def m2() -> list[str]:
    """Reversals that do not undo their entry exactly, and gaps in the numbers."""
    out = []
    undone = JournalEntry.objects.filter(reverses__isnull=False)
    for first, second, _total in (
        Posting.objects.filter(Q(entry__in=undone) | Q(entry__in=undone.values("reverses")))
        .annotate(pair=Coalesce("entry__reverses", "entry"))
        .values_list("pair", "account", "restriction")
        .annotate(total=Sum("amount"))
        .exclude(total=0)
        .order_by()
        .values_list("pair", "account", "total")
    ):
        out.append(f"entry {first} {second}")
    gaps = JournalEntry.objects.values_list("fund").annotate(last=Max("number"), count=Count("pk"))
    out += [f"fund {fund}: {last} numbers, {count} entries" for fund, last, count in gaps.order_by() if last != count]
    return out


def m3() -> list[str]:
    """Buckets that are negative or say otherwise than their postings."""
    told = dict(
        Posting.objects.filter(account__in=ledger.OF_A_BUCKET, entry__state=EntryState.SEALED)
        .values_list("restriction")
        .annotate(total=Sum("amount"))
        .order_by()
    )
    rows = Restriction.objects.values_list("pk", "public_id", "available")
    return [name for key, name, available in rows if available < 0 or available != -told.get(key, 0)]


def totals_differ() -> list[str]:
    """Running totals that say otherwise than their postings: `manage.py rebuild_turnover` makes them anew."""
    with connection.cursor() as cursor:
        cursor.execute(totals.TOLD)
        told = {tuple(row[:7]): (int(row[7]), int(row[8])) for row in cursor.fetchall()}
    names = ("fund", "month", "event", "account", "currency", "bucket_key", "grant_key", "debit", "credit")
    kept = {tuple(row[:7]): (row[7], row[8]) for row in Turnover.objects.values_list(*names)}
    wrong = {key for key in told.keys() | kept.keys() if told.get(key, (0, 0)) != kept.get(key, (0, 0))}
    return sorted(" ".join(str(part) for part in key) for key in wrong)


def m4() -> list[str]:
    """Remainders that say otherwise than what was taken."""
    out = []
    granted = dict(Grant.objects.values_list("allocation").annotate(total=Sum("amount")).order_by())
    grown = dict(
        GrantChange.objects.filter(amount__gt=0)
        .values_list("grant__allocation")
        .annotate(total=Sum("amount"))
        .order_by()
    )
    for one in Allocation.objects.only("pk", "public_id", "amount", "remaining", "state"):
        taken = granted.get(one.pk, 0) + grown.get(one.pk, 0)
        left = 0 if one.state == "closed" else one.amount - taken
        if taken > one.amount or one.remaining != left:
            out.append(f"allocation {one.public_id}")
    out += _tranches()
    asked = dict(
        Payment.objects.exclude(state=PaymentState.CANCELLED)
        .values_list("tranche")
        .annotate(total=Sum("amount"))
        .order_by()
    )
    rows = Tranche.objects.values_list("pk", "public_id", "amount", "remaining")
    out += [f"tranche {name}" for key, name, amount, left in rows if amount - asked.get(key, 0) != left or left < 0]
    return out


def _tranches() -> list[str]:
    cut = dict(GrantChange.objects.values_list("grant").annotate(total=Sum("amount")).order_by())
    planned = dict(
        Tranche.objects.exclude(state=TrancheState.CANCELLED)
        .values_list("grant")
        .annotate(total=Sum("amount"))
        .order_by()
    )
    rows = Grant.objects.exclude(state__in=["approved", "terminated", "closed"]).values_list(
        "pk", "public_id", "amount"
    )
    return [f"grant {name}" for key, name, amount in rows if planned.get(key, 0) != amount + cut.get(key, 0)]


def m6() -> list[str]:
    """Instalments that count other money than came for them."""
    came = ReceiptPart.objects.exclude(receipt__state=ReceiptState.REVERSED)
    told = dict(came.values_list("instalment").annotate(total=Sum("amount")).order_by())
    rows = Instalment.objects.values_list("pk", "public_id", "received")
    return [name for key, name, received in rows if received != told.get(key, 0)]


def m7() -> list[str]:
    """Money allocated out of a bucket before its first day or after its last, or that waits for its purpose."""
    early = Q(entry__on__lt=F("restriction__starts_on"))
    late = Q(entry__on__gt=F("restriction__ends_on"))
    rows = Posting.objects.filter(account=Account.RESERVE, entry__kind=EntryKind.ALLOCATED)
    broken = rows.filter(early | late | Q(restriction__kind="unassigned"))
    return named(broken.values_list("entry__source", flat=True))


def m8() -> list[str]:
    """A donor's restriction lifted without the donor's document, a designation without a decision."""
    rows = JournalEntry.objects.filter(kind=EntryKind.REDEDICATED)
    donor = Exists(Posting.objects.filter(entry=OuterRef("pk"), amount__gt=0, restriction__kind="donor"))
    board = Exists(Posting.objects.filter(entry=OuterRef("pk"), amount__gt=0, restriction__kind="designated"))
    broken = rows.filter(Q(donor, document__isnull=True) | Q(board, decision__isnull=True))
    return named(broken.values_list("source", flat=True))


def m9() -> list[str]:
    """Buckets and matching promises past their last day that still count: the morning closes what ended a day ago."""
    yesterday = clock.today() - timedelta(days=1)
    over = Restriction.objects.filter(state=RestrictionState.OPEN, ends_on__lt=yesterday)
    out = named(over.values_list("public_id", flat=True))
    promises = Pledge.objects.filter(state="signed", match_percent__gt=0, match_until__lt=yesterday)
    for one in promises.select_related("funder", "replaces").order_by("pk"):
        rows = list(one.instalments.order_by("due_on", "pk"))
        gone = matches.lapses(one, rows, yesterday)
        if any(gone.get(row.pk, row.lapsed) > row.lapsed for row in rows):
            out.append(f"pledge {one.public_id}")
    return out
