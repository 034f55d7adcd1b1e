"""The chain from the bank to the decision: M10 to M23. Each function names the rows that break its rule."""

import hashlib

from django.db.models import Count, Exists, F, OuterRef, Q, Sum, Value
from django.db.models.functions import Coalesce

from funding import sealing
from funding.models import (
    Account,
    Allocation,
    BankLine,
    EntryKind,
    EntryState,
    Exchange,
    FundingRound,
    FundReport,
    Grant,
    JournalEntry,
    PayeeAccount,
    Payment,
    PaymentApproval,
    PaymentState,
    PeriodClose,
    Pledge,
    Posting,
    Receipt,
    ReceiptState,
    Reconciliation,
)
from funding.selectors import approving, fund_report
from funding.selectors.audit_books import named
from partners.models import Interest

AGAIN = 5  # how many of the last reports are made again each night
LEFT = (PaymentState.EXECUTED, PaymentState.RECONCILED)
SIGNED_STATES = ("active", "suspended", "closing", "closed")


def m10() -> list[str]:
    """Payments that left with too few approvers, approved by who asked, or paid by who approved."""
    valid = PaymentApproval.objects.filter(payment=OuterRef("pk"), fingerprint=OuterRef("fingerprint"))
    people = valid.order_by().values("payment").annotate(n=Count("by", distinct=True)).values("n")
    rows = Payment.objects.filter(state__in=[PaymentState.INSTRUCTED, *LEFT]).annotate(
        people=Coalesce(people, Value(0))
    )
    few = rows.filter(Q(people__lt=1) | Q(people__lt=2, amount__gt=F("guideline__two_approvers_above")))
    own = rows.filter(Exists(valid.filter(by=OuterRef("by"))))
    payer = rows.filter(Exists(valid.filter(by=OuterRef("executed_by"))))
    large = rows.filter(
        decision__isnull=True, guideline__decision_above__gt=0, amount__gt=F("guideline__decision_above")
    )
    return sorted({name for some in (few, own, payer, large) for name in some.values_list("public_id", flat=True)})


def m5() -> list[str]:
    """Rounds in which more was recommended or allocated than their ceiling."""
    asked = Q(proposals__state__in=["recommended", "funded"])
    rows = FundingRound.objects.annotate(said=Sum("proposals__recommended", filter=asked))
    over = named(rows.filter(said__gt=F("ceiling")).values_list("public_id", flat=True))
    given = FundingRound.objects.annotate(given=Sum("allocations__amount")).filter(given__gt=F("ceiling"))
    return sorted({*over, *named(given.values_list("public_id", flat=True))})


def m11() -> list[str]:
    """Payments that are another thing now than what was approved: payee, account, amount, tranche, invoice, paper."""
    rows = Payment.objects.exclude(state__in=[PaymentState.REQUESTED, PaymentState.CANCELLED])
    rows = rows.exclude(account__holder="").select_related(  # an erased holder's name is in no fingerprint again
        "account", "document", "tranche__grant__participation", "tranche__grant__allocation__restriction"
    )
    return [row.public_id for row in rows.iterator() if approving.fingerprint(row) != row.fingerprint]


def m12() -> list[str]:
    """Approvals by somebody who had an interest in the grantee on that day."""
    tie = Interest.objects.filter(
        person=OuterRef("by"),
        organisation=OuterRef("payment__tranche__grant__participation__organisation"),
        starts_on__lte=OuterRef("at__date"),
    ).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=OuterRef("at__date")))
    return named(PaymentApproval.objects.filter(Exists(tie)).values_list("payment__public_id", flat=True))


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
    return named(broken.values_list("bank_id", flat=True))


def m15() -> list[str]:
    """Pledges whose instalments, and buckets whose shares, do not add up to the whole."""
    parts = Pledge.objects.annotate(total=Coalesce(Sum("instalments__amount"), Value(0))).exclude(total=F("amount"))
    return named(parts.values_list("public_id", flat=True))


def m16() -> list[str]:
    """Postings in another currency than their bucket; exchanges whose difference is not what was booked."""
    mixed = Posting.objects.filter(restriction__isnull=False).exclude(currency=F("restriction__currency"))
    out = named(mixed.values_list("entry__source", flat=True))
    for row in Exchange.objects.select_related("bought_line", "entry"):
        told = row.entry.postings.filter(account=Account.EXCHANGE).aggregate(total=Sum("amount"))["total"] or 0
        if told != row.booked - row.bought_line.amount:
            out.append(f"exchange {row.public_id}")
    return out


def m17() -> list[str]:
    """Entries written after their day was closed."""
    late = PeriodClose.objects.filter(fund=OuterRef("fund"), closed_until__gte=OuterRef("on"), at__lt=OuterRef("at"))
    return named(JournalEntry.objects.filter(Exists(late)).values_list("source", flat=True))


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
    unknown = named(rows.values_list("entry__source", flat=True))
    booked = JournalEntry.objects.filter(kind=EntryKind.RECORDED, receipt__isnull=True)
    return unknown + named(booked.values_list("source", flat=True))


def m20() -> list[str]:
    """Reports whose content has another hash, or which the facts of then no longer give."""
    rows = FundReport.objects.order_by("-pk")
    bent = [f"report {row.number}" for row in rows if hashlib.sha256(row.content.encode()).hexdigest() != row.hash]
    return bent + [f"report {row.number}" for row in rows[:AGAIN] if fund_report.hash_again(row) != row.hash]


def m21() -> list[str]:
    """Chains that break: an entry, decision or allocation that says another amount than the row it stands for."""
    paid = Payment.objects.filter(state__in=LEFT).annotate(
        told=Sum("entry__postings__amount", filter=Q(entry__postings__account=Account.BANK))
    )
    out = named(paid.exclude(told=-F("amount")).values_list("public_id", flat=True))
    granted = Grant.objects.annotate(
        told=Sum("entry__postings__amount", filter=Q(entry__postings__account=Account.GRANTED))
    )
    out += named(granted.exclude(told=-F("amount")).values_list("public_id", flat=True))
    made = Allocation.objects.annotate(
        told=Sum("entry__postings__amount", filter=Q(entry__postings__account=Account.RESERVE))
    )
    undecided = Q(decision__outcome="adopted", decision__state__in=["decided", "superseded"])
    out += named(made.exclude(told=F("amount")).values_list("public_id", flat=True))
    return out + named(Allocation.objects.exclude(undecided).values_list("public_id", flat=True))


def m22() -> list[str]:
    """Bank numbers that no key of the installation opens, or that were sealed for another row."""

    def opens(account: PayeeAccount) -> bool:
        try:
            return bool(sealing.unseal(account.sealed_number, account.public_id))
        except sealing.Closed:
            return False

    return named(row.public_id for row in PayeeAccount.objects.only("public_id", "sealed_number") if not opens(row))


def m23() -> list[str]:
    """Facts of money whose actor was deleted (people are anonymised, never deleted), or that were signed by nobody."""
    rows = Grant.objects.filter(state__in=SIGNED_STATES, signed_by__isnull=True)
    return named(rows.values_list("public_id", flat=True))
