"""The fund at a glance: the equation of its money, each bucket, what waits for whom, the months to come."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import F, Q, Subquery, Sum

from funding import ledger, predicates
from funding.flow import Picture
from funding.ledger import Position
from funding.models import (
    HOME,
    OPEN_INSTALMENTS,
    EntryKind,
    Fund,
    Instalment,
    LedgerCheck,
    PeriodClose,
    Reconciliation,
    Restriction,
    RestrictionKind,
    Tranche,
    TrancheState,
)
from funding.policies import funds as policies
from funding.schedules import Expected
from funding.selectors import approving, buckets, cash_ahead, fund_flow, ledger_audit, positions, waiting
from funding.selectors.cash_ahead import Ahead
from funding.selectors.waiting import Waiting
from kernel import clock
from kernel.actor import Actor
from kernel.formatting import amount


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
    broken: tuple[ledger_audit.Broken, ...] = ()
    marks: Marks = Marks()
    others: tuple[tuple[str, int], ...] = field(default=())


def of(actor: Actor, fund: Fund) -> FundView:
    """What this actor may know of the fund: the evaluator reads totals, staff and committee each part.

    A funder outside the committee reads totals of cash and its own restrictions: the others' lines would tell what
    another funder keeps to itself. What is promised month by month is read by no funder, on the committee or off it.
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
    reads_ahead = bool(policies.may_read_forecast(actor, fund))
    expected = list(_expected(fund)) if reads_ahead else []
    stands = positions.balances(turns)
    position = ledger.position(stands)
    received = bank[EntryKind.RECORDED] + bank[EntryKind.EXCHANGED] + bank[EntryKind.REFUNDED]
    parts = tuple(_lines(actor, fund, turns, today, is_giver)) if sees_parts else ()
    check = LedgerCheck.objects.visible_to(actor).order_by("-began_at").first()
    return FundView(
        position=position,
        received=received,
        paid=-(bank[EntryKind.EXECUTED] + bank[EntryKind.CHARGED]),
        promised=sum(one.amount for one in expected if one.amount > 0),
        buckets=parts,
        totals=() if is_giver else tuple(_totals(parts)),
        flow=fund_flow.of(fund, turns, position, received) if sees_all else None,
        waiting=(*waiting.of(actor, fund, today), *waiting.lapsing(fund, parts)) if sees_parts else (),
        ahead=None if not reads_ahead else cash_ahead.of(position.bank, expected, today, _lapses(parts)),
        check=check,
        broken=ledger_audit.told(check),
        marks=marks(fund),
    )


def marks(fund: Fund) -> Marks:
    """The last reconciliation of the shekel account and the last closed day; one query."""
    last = Reconciliation.objects.filter(account__fund=fund, account__currency=HOME).order_by("-until", "-pk")
    closed = PeriodClose.objects.filter(fund=fund).order_by("-closed_until")
    until, statement, book, closed_until = Fund.objects.values_list(
        Subquery(last.values("until")[:1]),
        Subquery(last.values("statement")[:1]),
        Subquery(last.values("book")[:1]),
        Subquery(closed.values("closed_until")[:1]),
    ).get(pk=fund.pk)
    return Marks(until, (statement or 0) - (book or 0), closed_until)


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
    for one in coming.only("due_on", "amount", "received", "lapsed", "percent"):
        yield Expected(one.due_on, one.rest, one.percent)
    going = Tranche.objects.filter(
        grant__fund=fund, grant__state__in=["signed", "active"], state__in=[TrancheState.PLANNED, TrancheState.DUE]
    )
    on_its_way = Sum("payments__amount", filter=Q(payments__state__in=approving.OPEN), default=0)
    for due_on, left in going.annotate(left=F("remaining") + on_its_way).values_list("due_on", "left"):
        if left:
            yield Expected(due_on, -left)
