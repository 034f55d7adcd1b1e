"""Pure double entry: every event of the fund as a list of legs that balance, and what balances say. No table, no clock.

A leg is signed: debit is positive, credit negative. Each event balances per book and currency by construction, and
`check` refuses what does not. Two books of one form: cash (what is there), committed (what is promised out of it).

    available(bucket) = − restricted − reserve            of the unassigned bucket: − unassigned

Pledges, aligned money, public matches and gifts in kind are no legs: they are not money of the fund.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

CASH, COMMITTED = "cash", "committed"
BOOKS = (CASH, COMMITTED)
BANK, UNASSIGNED, RESTRICTED, EXCHANGE = "bank", "unassigned", "restricted", "exchange"
RESERVE, ALLOCATED, GRANTED = "reserve", "allocated", "granted"
BOOK_OF = {
    BANK: CASH,
    UNASSIGNED: CASH,
    RESTRICTED: CASH,
    EXCHANGE: CASH,
    RESERVE: COMMITTED,
    ALLOCATED: COMMITTED,
    GRANTED: COMMITTED,
}
ACCOUNTS = tuple(BOOK_OF)
OF_A_BUCKET = (UNASSIGNED, RESTRICTED, RESERVE)  # the accounts whose balance is the bucket's available money


class Unbalanced(ValueError):
    """Legs that are no entry: `code` says why."""

    def __init__(self, code: str, where: str = "") -> None:
        super().__init__(f"{code} {where}".strip())
        self.code = code


@dataclass(frozen=True)
class Leg:
    """One posting as a value. `restriction`, `funder`, `allocation`, `grant` are keys: the dimensions of an account."""

    account: str
    amount: int
    currency: str = "ILS"
    restriction: int | None = None
    funder: int | None = None
    allocation: int | None = None
    grant: int | None = None

    @property
    def book(self) -> str:
        """The book of its account."""
        return BOOK_OF[self.account]


Legs = tuple[Leg, ...]


def check(legs: Iterable[Leg]) -> Legs:
    """The legs themselves, if they are an entry: two at least, none zero, balanced per book and currency."""
    rows = tuple(legs)
    if len(rows) < 2:
        raise Unbalanced("one_legged")
    sums: defaultdict[tuple[str, str], int] = defaultdict(int)
    for leg in rows:
        if type(leg.amount) is not int:
            raise Unbalanced("not_whole", leg.account)
        if leg.amount == 0:
            raise Unbalanced("zero", leg.account)
        if leg.account in OF_A_BUCKET and leg.restriction is None:
            raise Unbalanced("no_bucket", leg.account)
        sums[leg.book, leg.currency] += leg.amount
    for (book, currency), total in sums.items():
        if total:
            raise Unbalanced("unbalanced", f"{book} {currency} {total}")
    return rows


def _positive(*amounts: int) -> None:
    for amount in amounts:
        if type(amount) is not int or amount <= 0:
            raise Unbalanced("not_positive", str(amount))


def recorded(amount: int, unassigned: int, currency: str = "ILS") -> Legs:
    """Money came to the bank: it is there, and belongs to no purpose yet."""
    _positive(amount)
    return check((Leg(BANK, amount, currency), Leg(UNASSIGNED, -amount, currency, restriction=unassigned)))


def refunded(amount: int, unassigned: int, currency: str = "ILS") -> Legs:
    """Unassigned money went back to whoever sent it."""
    _positive(amount)
    return check((Leg(UNASSIGNED, amount, currency, restriction=unassigned), Leg(BANK, -amount, currency)))


def assigned(parts: Mapping[int, int], unassigned: int, currency: str = "ILS", funder: int | None = None) -> Legs:
    """Received money gets its purpose: out of the unassigned bucket, into one or more others."""
    _positive(*parts.values())
    legs = [Leg(UNASSIGNED, sum(parts.values()), currency, restriction=unassigned)]
    legs += [Leg(RESTRICTED, -part, currency, restriction=key, funder=funder) for key, part in sorted(parts.items())]
    return check(legs)


def rededicated(amount: int, source: int, target: int, currency: str = "ILS", funder: int | None = None) -> Legs:
    """A released restriction: free money of one bucket goes to another, as its own entry."""
    _positive(amount)
    if source == target:
        raise Unbalanced("same_bucket")
    return check(
        (
            Leg(RESTRICTED, amount, currency, restriction=source, funder=funder),
            Leg(RESTRICTED, -amount, currency, restriction=target, funder=funder),
        )
    )


def charged(amount: int, restriction: int, currency: str = "ILS") -> Legs:
    """The bank took a fee: it is borne by a bucket."""
    _positive(amount)
    return check((Leg(RESTRICTED, amount, currency, restriction=restriction), Leg(BANK, -amount, currency)))


def exchanged(
    sold: int, sold_currency: str, sold_bucket: int, bought: int, booked: int, bought_bucket: int, bought_currency: str
) -> Legs:
    """Unassigned foreign money was changed. `booked` is its value at the rate of its receipt.

    The difference stands in the account of its own; `exchange_borne` then passes it to the receipt it came with.
    """
    _positive(sold, bought, booked)
    if sold_currency == bought_currency:
        raise Unbalanced("same_currency")
    legs = [
        Leg(UNASSIGNED, sold, sold_currency, restriction=sold_bucket),
        Leg(BANK, -sold, sold_currency),
        Leg(BANK, bought, bought_currency),
        Leg(UNASSIGNED, -booked, bought_currency, restriction=bought_bucket),
    ]
    if bought != booked:
        legs.append(Leg(EXCHANGE, booked - bought, bought_currency))
    return check(legs)


def exchange_borne(difference: int, bucket: int, currency: str = "ILS") -> Legs:
    """A gain (positive) or loss of an exchange, borne by the money it came with and by nobody else's."""
    if not difference:
        raise Unbalanced("zero")
    return check((Leg(EXCHANGE, difference, currency), Leg(UNASSIGNED, -difference, currency, restriction=bucket)))


def allocated(amount: int, restriction: int, allocation: int | None, currency: str = "ILS") -> Legs:
    """A decision set money of a bucket aside."""
    _positive(amount)
    return check(
        (
            Leg(RESERVE, amount, currency, restriction=restriction, allocation=allocation),
            Leg(ALLOCATED, -amount, currency, restriction=restriction, allocation=allocation),
        )
    )


def awarded(
    amount: int, restriction: int, allocation: int | None, grant: int | None = None, currency: str = "ILS"
) -> Legs:
    """Part of an allocation became a grant; what is free does not change."""
    _positive(amount)
    return check(
        (
            Leg(ALLOCATED, amount, currency, restriction=restriction, allocation=allocation),
            Leg(GRANTED, -amount, currency, restriction=restriction, allocation=allocation, grant=grant),
        )
    )


def executed(amount: int, restriction: int, allocation: int | None, grant: int | None, currency: str = "ILS") -> Legs:
    """A payment left the bank: out of the cash of its bucket and out of what was promised."""
    _positive(amount)
    keys = {"restriction": restriction, "allocation": allocation, "grant": grant}
    return check(
        (
            Leg(RESTRICTED, amount, currency, **keys),
            Leg(BANK, -amount, currency, grant=grant),
            Leg(GRANTED, amount, currency, **keys),
            Leg(RESERVE, -amount, currency, **keys),
        )
    )


def released(amount: int, restriction: int, allocation: int | None, grant: int | None, currency: str = "ILS") -> Legs:
    """What was promised and not paid is free again; without a grant it is the rest of the allocation."""
    _positive(amount)
    account = ALLOCATED if grant is None else GRANTED
    keys = {"restriction": restriction, "allocation": allocation, "grant": grant}
    return check((Leg(account, amount, currency, **keys), Leg(RESERVE, -amount, currency, **keys)))


def reversal(legs: Iterable[Leg]) -> Legs:
    """The entry that undoes another: the same legs with their signs turned."""
    return check(replace(leg, amount=-leg.amount) for leg in legs)


def available(legs: Iterable[Leg]) -> dict[int, int]:
    """What is free in each bucket after these legs; as a change, what one entry moves."""
    out: defaultdict[int, int] = defaultdict(int)
    for leg in legs:
        if leg.account in OF_A_BUCKET and leg.restriction is not None:
            out[leg.restriction] -= leg.amount
    return dict(out)


@dataclass(frozen=True)
class Line:
    """One line of a trial balance: turnover on both sides and the balance."""

    account: str
    currency: str
    debit: int
    credit: int

    @property
    def balance(self) -> int:
        """Debit less credit."""
        return self.debit - self.credit


def trial_balance(legs: Iterable[Leg]) -> list[Line]:
    """Debits and credits by account and currency, in the order of the accounts; debits equal credits per currency."""
    debit: defaultdict[tuple[str, str], int] = defaultdict(int)
    credit: defaultdict[tuple[str, str], int] = defaultdict(int)
    for leg in legs:
        side = debit if leg.amount > 0 else credit
        side[leg.account, leg.currency] += abs(leg.amount)
    keys = sorted(debit.keys() | credit.keys(), key=lambda key: (ACCOUNTS.index(key[0]), key[1]))
    return [Line(account, currency, debit[account, currency], credit[account, currency]) for account, currency in keys]


@dataclass(frozen=True)
class Position:
    """Where a fund stands in one currency: what the bank holds, of it promised, of it free, of it without a purpose."""

    bank: int
    committed: int
    free: int
    unassigned: int

    @property
    def adds_up(self) -> bool:
        """What is in the bank is promised, free, or waits for its purpose."""
        return self.bank == self.committed + self.free + self.unassigned


def position(balances: Mapping[str, int]) -> Position:
    """The position from balances by account."""
    committed = -(balances.get(ALLOCATED, 0) + balances.get(GRANTED, 0))
    free = -(balances.get(RESTRICTED, 0) + balances.get(RESERVE, 0))
    waiting = -(balances.get(UNASSIGNED, 0) + balances.get(EXCHANGE, 0))
    return Position(balances.get(BANK, 0), committed, free, waiting)
