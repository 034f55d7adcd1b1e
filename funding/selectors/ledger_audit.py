"""M1 to M24 as queries over all funds: each gives the rows that break it. It only reads.

A rule that the database holds is asked all the same: a restored backup or a lifted trigger must show. What a rule asks
stands in `docs/money.md`. Rules that no query can ask (M5, M22) are held by tests; they are listed there.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from funding import ledger, shares
from funding.models import (
    HOME,
    Account,
    Allocation,
    BankLine,
    EntryKind,
    EntryState,
    Exchange,
    Fund,
    Grant,
    GrantChange,
    Instalment,
    JournalEntry,
    Payment,
    PaymentApproval,
    PaymentState,
    PeriodClose,
    Pledge,
    Posting,
    Receipt,
    ReceiptState,
    Reconciliation,
    Restriction,
    RestrictionState,
    Tranche,
    TrancheState,
)
from kernel import clock

LISTED = 20
LEFT = (PaymentState.EXECUTED, PaymentState.RECONCILED)
SIGNED_STATES = ("active", "suspended", "closing", "closed")


@dataclass(frozen=True)
class Finding:
    """A rule that something breaks: how many rows, and the first of them by name."""

    rule: str
    what: str
    count: int
    rows: tuple[str, ...]


def _named(rows: Iterable[Any]) -> list[str]:
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
    for first, second, total in (
        Posting.objects.filter(Q(entry__in=undone) | Q(entry__in=undone.values("reverses")))
        .annotate(pair=Coalesce("entry__reverses", "entry"))
        .values_list("pair", "account", "restriction")
        .annotate(total=Sum("amount"))
        .exclude(total=0)
        .order_by()
        .values_list("pair", "account", "total")
    ):
        out.append(f"entry {first} {second} {total}")
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
    rows = Grant.objects.exclude(state__in=["approved", "terminated", "closed"]).values_list("pk", "public_id", "amount")
    return [f"grant {name}" for key, name, amount in rows if planned.get(key, 0) != amount + cut.get(key, 0)]


def m6() -> list[str]:
    """Instalments that count other money than came for them."""
    came = Receipt.objects.exclude(state=ReceiptState.REVERSED).filter(instalment__isnull=False)
    told = dict(came.values_list("instalment").annotate(total=Sum("amount")).order_by())
    rows = Instalment.objects.values_list("pk", "public_id", "received")
    return [name for key, name, received in rows if received != told.get(key, 0)]


def m7() -> list[str]:
    """Money allocated out of a bucket before its first day or after its last, or that waits for its purpose."""
    early = Q(entry__on__lt=F("restriction__starts_on"))
    late = Q(entry__on__gt=F("restriction__ends_on"))
    rows = Posting.objects.filter(account=Account.RESERVE, entry__kind=EntryKind.ALLOCATED)
    broken = rows.filter(early | late | Q(restriction__kind="unassigned"))
    return _named(broken.values_list("entry__source", flat=True))


def m8() -> list[str]:
    """A donor's restriction lifted without the donor's document, a designation without a decision."""
    rows = JournalEntry.objects.filter(kind=EntryKind.REDEDICATED)
    donor = Exists(Posting.objects.filter(entry=OuterRef("pk"), amount__gt=0, restriction__kind="donor"))
    board = Exists(Posting.objects.filter(entry=OuterRef("pk"), amount__gt=0, restriction__kind="designated"))
    broken = rows.filter(Q(donor, document__isnull=True) | Q(board, decision__isnull=True))
    return _named(broken.values_list("source", flat=True))


def m9() -> list[str]:
    """Buckets past their last day that still count as open."""
    over = Restriction.objects.filter(state=RestrictionState.OPEN, ends_on__lt=clock.today())
    return _named(over.values_list("public_id", flat=True))


def m10() -> list[str]:
    """Payments that left with too few approvers, approved by who asked, or paid by who approved."""
    valid = PaymentApproval.objects.filter(payment=OuterRef("pk"), fingerprint=OuterRef("fingerprint"))
    people = valid.order_by().values("payment").annotate(n=Count("by", distinct=True)).values("n")
    rows = Payment.objects.filter(state__in=[PaymentState.INSTRUCTED, *LEFT]).annotate(people=Coalesce(people, Value(0)))
    few = rows.filter(Q(people__lt=1) | Q(people__lt=2, amount__gt=F("guideline__two_approvers_above")))
    own = rows.filter(Exists(valid.filter(by=OuterRef("by"))))
    payer = rows.filter(Exists(valid.filter(by=OuterRef("executed_by"))))
    large = rows.filter(
        decision__isnull=True, guideline__decision_above__gt=0, amount__gt=F("guideline__decision_above")
    )
    return sorted({name for some in (few, own, payer, large) for name in some.values_list("public_id", flat=True)})


def m12() -> list[str]:
    """Approvals by somebody who had an interest in the grantee on that day."""
    from partners.models import Interest

    tie = Interest.objects.filter(
        person=OuterRef("by"),
        organisation=OuterRef("payment__tranche__grant__participation__organisation"),
        starts_on__lte=OuterRef("at__date"),
    ).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=OuterRef("at__date")))
    return _named(PaymentApproval.objects.filter(Exists(tie)).values_list("payment__public_id", flat=True))


def m13() -> list[str]:
    """Payments of a grant that nobody signed, or before their tranche was due."""
    rows = Payment.objects.filter(state__in=LEFT)
    broken = rows.filter(
        Q(tranche__grant__signed_on__isnull=True)
        | Q(tranche__grant__signed_on__gt=F("executed_on"))
        | Q(tranche__due_on__gt=F("executed_on"))
        | Q(tranche__conditions__met_on__isnull=True, tranche__conditions__isnull=False)
    )
    return sorted(set(broken.values_list("public_id", flat=True)))


def m14() -> list[str]:
    """Lines booked twice: as a receipt that stands and as something else."""
    stands = Exists(Receipt.objects.filter(line=OuterRef("pk")).exclude(state=ReceiptState.REVERSED))
    other = Q(payment__isnull=False) | Q(sold_by__isnull=False) | Q(bought_by__isnull=False)
    broken = BankLine.objects.filter(stands).filter(other | Q(returned_payment__isnull=False))
    return _named(broken.values_list("bank_id", flat=True))


def m15() -> list[str]:
    """Pledges whose instalments, and buckets whose shares, do not add up to the whole."""
    parts = Pledge.objects.annotate(total=Coalesce(Sum("instalments__amount"), Value(0))).exclude(total=F("amount"))
    return _named(parts.values_list("public_id", flat=True))


def m16() -> list[str]:
    """Postings in another currency than their bucket; exchanges whose difference is not what was booked."""
    mixed = Posting.objects.filter(restriction__isnull=False).exclude(currency=F("restriction__currency"))
    out = _named(mixed.values_list("entry__source", flat=True))
    for row in Exchange.objects.select_related("bought_line", "entry"):
        told = row.entry.postings.filter(account=Account.EXCHANGE).aggregate(total=Sum("amount"))["total"] or 0
        if told != row.booked - row.bought_line.amount:
            out.append(f"exchange {row.public_id}")
    return out


def m17() -> list[str]:
    """Entries written after their day was closed."""
    late = PeriodClose.objects.filter(fund=OuterRef("fund"), closed_until__gte=OuterRef("on"), at__lt=OuterRef("at"))
    return _named(JournalEntry.objects.filter(Exists(late)).values_list("source", flat=True))


def m18() -> list[str]:
    """Reconciliations whose book balance is no longer what the journal says."""
    out = []
    for row in Reconciliation.objects.select_related("account"):
        told = Posting.objects.filter(
            entry__fund=row.account.fund_id,
            entry__state=EntryState.SEALED,
            entry__on__lte=row.until,
            entry__at__lte=row.at,
            account=Account.BANK,
            currency=row.account.currency,
        ).aggregate(total=Sum("amount"))["total"]
        if (told or 0) != row.book:
            out.append(f"{row.account} {row.until}")
    return out


def m19() -> list[str]:
    """Bank postings that no receipt, payment, exchange, fee or refund stands behind."""
    kinds = [EntryKind.RECORDED, EntryKind.REFUNDED, EntryKind.CHARGED, EntryKind.EXCHANGED, EntryKind.EXECUTED]
    rows = Posting.objects.filter(account=Account.BANK).exclude(entry__kind__in=[*kinds, EntryKind.REVERSED])
    unknown = _named(rows.values_list("entry__source", flat=True))
    booked = JournalEntry.objects.filter(kind=EntryKind.RECORDED, receipt__isnull=True)
    return unknown + _named(booked.values_list("source", flat=True))


def m20() -> list[str]:
    """Reports whose content does not have the hash that stands on them."""
    from funding.models import FundReport
    from funding.selectors import report_hash

    return [f"report {row.number}" for row in FundReport.objects.all() if report_hash.of(row) != row.hash]


def m21() -> list[str]:
    """Chains that break: an entry, decision or allocation that says another amount than the row it stands for."""
    paid = Payment.objects.filter(state__in=LEFT).annotate(
        told=Sum("entry__postings__amount", filter=Q(entry__postings__account=Account.BANK))
    )
    out = _named(paid.exclude(told=-F("amount")).values_list("public_id", flat=True))
    granted = Grant.objects.annotate(
        told=Sum("entry__postings__amount", filter=Q(entry__postings__account=Account.GRANTED))
    )
    out += _named(granted.exclude(told=-F("amount")).values_list("public_id", flat=True))
    made = Allocation.objects.annotate(
        told=Sum("entry__postings__amount", filter=Q(entry__postings__account=Account.RESERVE))
    )
    undecided = Q(decision__outcome="adopted", decision__state__in=["decided", "superseded"])
    out += _named(made.exclude(told=F("amount")).values_list("public_id", flat=True))
    return out + _named(Allocation.objects.exclude(undecided).values_list("public_id", flat=True))


def m23() -> list[str]:
    """Facts of money whose actor was deleted (people are anonymised, never deleted), or that were signed by nobody."""
    rows = Grant.objects.filter(state__in=SIGNED_STATES, signed_by__isnull=True)
    return _named(rows.values_list("public_id", flat=True))


def position_adds_up() -> list[str]:
    """Funds whose bank is not what is promised, free and waiting: M1 and M3 seen from the whole."""
    out = []
    rows = Posting.objects.filter(entry__state=EntryState.SEALED).values_list("entry__fund", "currency", "account")
    totals: dict[tuple[int, str], dict[str, int]] = {}
    for fund, code, account, total in rows.annotate(total=Sum("amount")).order_by():
        totals.setdefault((fund, code), {})[account] = int(total)
    for (fund, code), balances in totals.items():
        if not ledger.position(balances).adds_up or balances.get(Account.BANK, 0) < 0:
            out.append(f"fund {fund} {code}")
    return out


RULES: tuple[tuple[str, Callable[[], list[str]]], ...] = (
    ("M1", m1),
    ("M1", position_adds_up),
    ("M2", m2),
    ("M3", m3),
    ("M4", m4),
    ("M6", m6),
    ("M7", m7),
    ("M8", m8),
    ("M9", m9),
    ("M10", m10),
    ("M12", m12),
    ("M13", m13),
    ("M14", m14),
    ("M15", m15),
    ("M16", m16),
    ("M17", m17),
    ("M18", m18),
    ("M19", m19),
    ("M20", m20),
    ("M21", m21),
    ("M23", m23),
)


def findings() -> list[Finding]:
    """Every rule that something breaks, with its rows."""
    out = []
    for name, ask in RULES:
        rows = ask()
        if rows:
            what = (ask.__doc__ or "").strip().splitlines()[0]
            out.append(Finding(name, what, len(rows), tuple(rows[:LISTED])))
    return out


__all__ = ["HOME", "Finding", "Fund", "QuerySet", "findings", "shares"]
