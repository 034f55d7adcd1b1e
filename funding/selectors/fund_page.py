"""The fund at a glance: the equation of its money, each bucket, what waits for whom, the months to come."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import F, Q, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from funding import ledger, predicates
from funding.flow import Picture
from funding.ledger import Position
from funding.models import (
    HOME,
    OPEN_INSTALMENTS,
    EntryKind,
    Fund,
    GranteeReport,
    Instalment,
    LedgerCheck,
    Payment,
    PaymentState,
    PeriodClose,
    Receipt,
    ReceiptState,
    Reconciliation,
    Restriction,
    RestrictionKind,
    Tranche,
    TrancheState,
)
from funding.policies import funds as policies
from funding.schedules import Expected
from funding.selectors import approving, buckets, cash_ahead, fund_flow, positions
from funding.selectors.cash_ahead import Ahead
from kernel import clock
from kernel.actor import Actor
from kernel.formatting import amount

LISTED = 20  # of each kind of thing that waits; the lists have all


@dataclass(frozen=True)
class BucketLine:
    """One bucket: what came under it, went out, is promised, is free; the mark when it lapses."""

    bucket: Restriction
    name: str
    received: int
    paid: int
    committed: int
    available: int
    lapses_in: int | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether its money has no purpose yet."""
        return self.bucket.kind == RestrictionKind.UNASSIGNED


@dataclass(frozen=True)
class Total:
    """All buckets of one currency; what waits for its purpose is received and not free."""

    currency: str
    received: int = 0
    paid: int = 0
    committed: int = 0
    available: int = 0


@dataclass(frozen=True)
class Waiting:
    """One thing that somebody should do."""

    title: str
    url: str
    label: Any
    icon: str = "coins"
    kind: str = "watch"
    meta: tuple[Any, ...] = ()
    language: str = ""
    primary: bool = False


@dataclass(frozen=True)
class Marks:
    """Until when books and bank were compared, by how much they differed, and until when the books are closed."""

    reconciled_until: date | None = None
    difference: int = 0
    closed_until: date | None = None


@dataclass(frozen=True)
class FundView:
    """The fund's page."""

    position: Position
    received: int
    paid: int
    promised: int
    buckets: tuple[BucketLine, ...] = ()
    totals: tuple[Total, ...] = ()
    flow: Picture | None = None
    waiting: tuple[Waiting, ...] = ()
    ahead: Ahead | None = None
    check: LedgerCheck | None = None
    marks: Marks = Marks()
    others: tuple[tuple[str, int], ...] = field(default=())


def of(actor: Actor, fund: Fund) -> FundView:
    """What this actor may know of the fund: the evaluator reads totals, staff and committee each part.

    A funder outside the committee reads totals of cash and its own restrictions: the others' lines, and what is
    promised month by month, would tell what another funder keeps to itself.
    """
    today = clock.today()
    turns = positions.turnover(fund, positions.Bound(None, today))
    bank: defaultdict[str, int] = defaultdict(int)
    for turn in turns:
        if turn.account == "bank" and turn.currency == HOME:
            bank[turn.kind] += turn.within
    sees_all = policies.may_read_ledger(actor, fund)
    is_giver = not sees_all and not actor.has(fund.initiative_id, "partners.evaluator")
    sees_parts = sees_all or is_giver
    expected = [] if is_giver else list(_expected(fund))
    stands = positions.balances(turns)
    position = ledger.position(stands)
    received = bank[EntryKind.RECORDED] + bank[EntryKind.EXCHANGED] + bank[EntryKind.REFUNDED]
    parts = tuple(_lines(actor, fund, turns, today, is_giver)) if sees_parts else ()
    return FundView(
        position=position,
        received=received,
        paid=-(bank[EntryKind.EXECUTED] + bank[EntryKind.CHARGED]),
        promised=sum(one.amount for one in expected if one.amount > 0),
        buckets=parts,
        totals=() if is_giver else tuple(_totals(parts)),
        flow=fund_flow.of(fund, turns, position, received) if sees_all else None,
        waiting=tuple(waiting(actor, fund, today)) if sees_parts else (),
        ahead=None if is_giver else cash_ahead.of(position.bank, expected, today, _lapses(parts)),
        check=LedgerCheck.objects.visible_to(actor).order_by("-began_at").first(),
        marks=marks(fund),
    )


def marks(fund: Fund) -> Marks:
    """The last reconciliation of the shekel account and the last closed day; two queries."""
    closes = PeriodClose.objects.filter(fund=fund)
    last = Reconciliation.objects.filter(account__fund=fund, account__currency=HOME).order_by("-until", "-pk").first()
    return Marks(
        last.until if last else None,
        last.difference if last else 0,
        closes.order_by("-closed_until").values_list("closed_until", flat=True).first(),
    )


def _lines(actor: Actor, fund: Fund, turns: list[positions.Turn], today: date, is_giver: bool) -> Iterable[BucketLine]:
    own = actor.keys("partners.funder")
    for line in _buckets(fund, turns, today):
        giver = line.bucket.funder
        if not is_giver or (giver is not None and giver.participation_id in own):
            yield replace(line, name=buckets.name(actor, line.bucket, fund.initiative_id))


def _buckets(fund: Fund, turns: list[positions.Turn], today: date) -> Iterable[BucketLine]:
    by_bucket: defaultdict[int | None, list[positions.Turn]] = defaultdict(list)
    for turn in turns:
        by_bucket[turn.restriction].append(turn)
    rows = Restriction.objects.filter(fund=fund).exclude(state="released").select_related("funder__participation")
    for bucket in rows.order_by("kind", "pk"):
        mine = by_bucket[bucket.pk]
        if bucket.kind == RestrictionKind.UNASSIGNED and not bucket.available:
            continue
        came = -sum(turn.within for turn in mine if turn.account == "restricted" and turn.kind == EntryKind.ASSIGNED)
        if bucket.kind == RestrictionKind.UNASSIGNED:
            came = bucket.available
        paid = sum(turn.within for turn in mine if turn.account == "restricted" and turn.kind in _OUT)
        committed = sum(turn.within for turn in mine if turn.account == "reserve")
        lapses = predicates.warns(bucket.ends_on, today) if bucket.available else None
        yield BucketLine(bucket, "", came, paid, committed, bucket.available, lapses)


def _lapses(lines: Iterable[BucketLine]) -> list[tuple[date, str]]:
    """When free money lapses, and how much."""
    return [
        (line.bucket.ends_on, amount(line.available, line.bucket.currency))
        for line in lines
        if line.bucket.ends_on is not None and line.available > 0
    ]


_OUT = (EntryKind.EXECUTED, EntryKind.CHARGED)


def _totals(lines: Iterable[BucketLine]) -> Iterable[Total]:
    """A total for each currency that has two buckets or more."""
    by: defaultdict[str, list[BucketLine]] = defaultdict(list)
    for line in lines:
        by[line.bucket.currency].append(line)
    for currency, some in by.items():
        if len(some) > 1:
            yield Total(
                currency,
                sum(one.received for one in some),
                sum(one.paid for one in some),
                sum(one.committed for one in some),
                sum(one.available for one in some if not one.is_waiting),
            )


def _expected(fund: Fund) -> Iterable[Expected]:
    """What may come by signed pledges, and what will go by tranches, asked for already or not; in shekels."""
    coming = Instalment.objects.filter(
        pledge__funder__fund=fund, pledge__state="signed", pledge__currency=HOME, state__in=OPEN_INSTALMENTS
    )
    for due_on, whole, received, percent in coming.values_list("due_on", "amount", "received", "percent"):
        yield Expected(due_on, whole - received, percent)
    going = Tranche.objects.filter(
        grant__fund=fund, grant__state__in=["signed", "active"], state__in=[TrancheState.PLANNED, TrancheState.DUE]
    )
    on_its_way = Sum("payments__amount", filter=Q(payments__state__in=approving.OPEN), default=0)
    for due_on, left in going.annotate(left=F("remaining") + on_its_way).values_list("due_on", "left"):
        if left:
            yield Expected(due_on, -left)


_NEXT = {
    PaymentState.REQUESTED: _("Approve as programme"),
    PaymentState.PROGRAMME_APPROVED: _("Approve as finance"),
    PaymentState.FINANCE_APPROVED: _("Send to the bank"),
    PaymentState.INSTRUCTED: _("Book the payment"),
    PaymentState.RETURNED: _("Send again or cancel"),
}


def waiting(actor: Actor, fund: Fund, today: date) -> Iterable[Waiting]:
    """Payments on their way, late instalments, money without a purpose, reports to review, money that lapses."""
    payments = Payment.objects.visible_to(actor).filter(fund=fund, state__in=list(_NEXT))
    for row in payments.select_related("fund__initiative", "tranche__grant__participation__organisation").order_by(
        "pk"
    ):
        grantee = str(row.tranche.grant.participation)
        meta = (amount(row.amount), row.get_state_display())
        yield Waiting(grantee, row.get_absolute_url(), _NEXT[PaymentState(row.state)], "shield-check", "info", meta)
    late = Instalment.objects.visible_to(actor).filter(
        Q(state="overdue") | Q(due_on__lt=today, state__in=OPEN_INSTALMENTS), pledge__funder__fund=fund
    )
    of_pledge = ("pledge__funder__participation__organisation", "pledge__funder__fund__initiative")
    for one in late.select_related(*of_pledge)[:LISTED]:
        rest = amount(one.amount - one.received, one.pledge.currency)
        told = (_("Late instalment"), rest, one.due_on)
        yield Waiting(str(one.pledge), one.pledge.get_absolute_url(), _("Open the pledge"), "clock", "bad", told)
    loose = Receipt.objects.visible_to(actor).filter(fund=fund, state__in=[ReceiptState.RECORDED, ReceiptState.MATCHED])
    if count := loose.filter(assigned__lt=F("amount")).count():
        title = ngettext("One receipt has no purpose yet", "%(count)s receipts have no purpose yet", count)
        url = f"{fund.get_absolute_url()}receipts/"
        yield Waiting(title % {"count": count}, url, _("Open the receipts"), "building-bank")
    reports = GranteeReport.objects.visible_to(actor).filter(grant__fund=fund, state="submitted")
    for report in reports.select_related("grant__fund__initiative"):
        yield Waiting(
            report.grant.title, report.get_absolute_url(), _("Review the report"), "file-text", "info", (),
            report.grant.title_language,
        )  # fmt: skip
