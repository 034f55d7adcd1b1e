"""M1 to M24 as queries over all funds: each gives the rows that break it. It only reads.

A rule that the database holds is asked all the same: a restored backup or a lifted trigger must show. The table of
rules, and those that only a test can ask (M5, M11), stand in `docs/money.md`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Sum

from funding import ledger
from funding.models import Account, EntryState, Posting
from funding.selectors import audit_books as books
from funding.selectors import audit_chain as chain

LISTED = 20


@dataclass(frozen=True)
class Finding:
    """A rule that something breaks: how many rows, and the first of them by name."""

    rule: str
    what: str
    count: int
    rows: tuple[str, ...]


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
    ("M1", books.m1),
    ("M1", position_adds_up),
    ("M2", books.m2),
    ("M3", books.m3),
    ("M3", books.totals_differ),
    ("M4", books.m4),
    ("M6", books.m6),
    ("M7", books.m7),
    ("M8", books.m8),
    ("M9", books.m9),
    ("M10", chain.m10),
    ("M12", chain.m12),
    ("M13", chain.m13),
    ("M14", chain.m14),
    ("M15", chain.m15),
    ("M16", chain.m16),
    ("M17", chain.m17),
    ("M18", chain.m18),
    ("M19", chain.m19),
    ("M20", chain.m20),
    ("M21", chain.m21),
    ("M22", chain.m22),
    ("M23", chain.m23),
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
