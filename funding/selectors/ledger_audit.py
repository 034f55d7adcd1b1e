"""M1 to M24 as queries over all funds: each gives the rows that break it. It only reads.

A rule that the database holds is asked all the same: a restored backup or a lifted trigger must show. The table of
rules stands in `docs/money.md`; M24 is that this is asked, each night.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from funding import ledger
from funding.models import Account, EntryState, LedgerCheck, Posting
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
    ("M5", chain.m5),
    ("M6", books.m6),
    ("M7", books.m7),
    ("M8", books.m8),
    ("M9", books.m9),
    ("M10", chain.m10),
    ("M11", chain.m11),
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


WORDS = {
    "M1": _("Each entry balances, and none is open or one-legged."),
    "M2": _("What is posted never changes, and a reversal undoes its entry exactly."),
    "M3": _("Each restriction holds what its postings say, and never less than nothing."),
    "M4": _("Allocations, grants, tranches and payments take no more than what they come from."),
    "M5": _("No round recommends or allocates more than its ceiling."),
    "M6": _("An instalment counts the money that came for it, and no promise."),
    "M7": _("Restricted money is allocated within its days, and never before it has a purpose."),
    "M8": _("A restriction is lifted by whoever made it: the donor's paper, or a decision."),
    "M9": _("What ended on a day is closed after it."),
    "M10": _("Nobody approves or pays what they asked for or approved, and enough people approve."),
    "M11": _("What was paid is exactly what was approved."),
    "M12": _("Nobody with an interest in a grantee approved its payment."),
    "M13": _("Nothing was paid before the agreement, its day and its conditions."),
    "M14": _("No line of the bank is booked twice."),
    "M15": _("Parts add up to the whole."),
    "M16": _("Currencies do not mix, and each exchange explains its difference."),
    "M17": _("Nothing was written into a closed period."),
    "M18": _("Each reconciliation still says what the books say."),
    "M19": _("Behind each posting on the bank stands a line or a payment."),
    "M20": _("Each kept report is made again to the same hash."),
    "M21": _("Each amount opens down to its entry and its decision."),
    "M22": _("Each bank number is sealed, and a key opens it."),
    "M23": _("What was signed names who signed it."),
}


def findings() -> list[Finding]:
    """Every rule that something breaks, with its rows."""
    out = []
    for name, ask in RULES:
        rows = ask()
        if rows:
            what = (ask.__doc__ or "").strip().splitlines()[0]
            out.append(Finding(name, what, len(rows), tuple(rows[:LISTED])))
    return out


@dataclass(frozen=True)
class Broken:
    """A rule that the nightly check found broken: what it says, how many rows, the first of them by name."""

    rule: str
    words: Any
    count: int
    rows: tuple[str, ...] = ()


def told(check: LedgerCheck | None) -> tuple[Broken, ...]:
    """What a check found, in the reader's words."""
    return tuple(
        Broken(one["rule"], WORDS.get(one["rule"], ""), one["count"], tuple(one["rows"]))
        for one in (check.findings if check is not None else ())
    )
