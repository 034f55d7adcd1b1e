"""The journal as people read it: entries with their legs as debit and credit, and the rows of its export."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, QuerySet
from django.utils.functional import cached_property

from funding.ledger import Line
from funding.models import HOME, Account, Fund, JournalEntry, Posting, Restriction
from funding.selectors import buckets
from kernel.actor import Actor
from kernel.exporting import Kind
from kernel.money import Money


@dataclass(frozen=True)
class LegLine:
    """One posting: account, bucket, debit or credit."""

    account: Any
    bucket: str
    currency: str
    debit: int | None
    credit: int | None
    grant: Any = None


@dataclass(frozen=True)
class EntryLine:
    """One entry with its legs and where it opens to."""

    entry: JournalEntry
    legs: tuple[LegLine, ...]
    decision: Any
    is_reversed: bool
    grant: Any = None


def entries(actor: Actor, fund: Fund) -> QuerySet[JournalEntry]:
    """The sealed entries of a fund, the newest first, with all that a line shows."""
    legs = Posting.objects.select_related("restriction__funder", "grant__fund__initiative").order_by("pk")
    rows: QuerySet[JournalEntry] = (
        JournalEntry.objects.visible_to(actor)
        .sealed()
        .filter(fund=fund)
        .select_related("by", "decision__body__initiative", "reverses")
        .prefetch_related(Prefetch("postings", queryset=legs), "reversed_by")
    )
    return rows


class NumberedPages(Paginator):  # type: ignore[type-arg]
    """Pages of a whole journal, the newest entry first. Numbers have no gap, so a page is a range of them: the last one
    costs what the first does, and nothing is counted."""

    object_list: QuerySet[JournalEntry]

    @cached_property
    def count(self) -> int:
        """The number of the last entry."""
        return self.object_list.values_list("number", flat=True).first() or 0

    def page(self, number: int | str) -> "Page[JournalEntry]":
        """The entries of one page."""
        place = self.validate_number(number)
        top = self.count - (place - 1) * self.per_page
        rows = self.object_list.filter(number__lte=top, number__gt=top - self.per_page)
        return Page(rows, place, self)


class CappedPages(Paginator):  # type: ignore[type-arg]
    """Pages of what a filter found, the latest so many entries of it: neither counting nor turning pages reads more."""

    most = 5000

    @cached_property
    def count(self) -> int:
        """How many are listed."""
        return min(self._found, self.most)

    @property
    def is_capped(self) -> bool:
        """Whether the filter found more than is listed."""
        return self._found > self.most

    @cached_property
    def _found(self) -> int:
        rows: Any = self.object_list
        return int(rows.values("pk")[: self.most + 1].count())


def lines(actor: Actor, initiative: int, rows: Iterable[JournalEntry]) -> list[EntryLine]:
    """Entries as lines."""
    return [
        EntryLine(
            row,
            (found := legs(actor, initiative, row.postings.all())),
            row.decision,
            bool(row.reversed_by.all()),
            grant_of(found),
        )
        for row in rows
    ]


def grant_of(legs: Sequence[LegLine]) -> Any:
    """The one grant that all postings of an entry are of; nothing where they differ."""
    found = {leg.grant for leg in legs}
    return found.pop() if len(found) == 1 else None


def legs(actor: Actor, initiative: int, rows: Iterable[Posting]) -> tuple[LegLine, ...]:
    """Postings as debit and credit."""
    return tuple(
        LegLine(
            Account(row.account).label,
            _bucket_name(actor, initiative, row.restriction),
            row.currency,
            row.amount if row.amount > 0 else None,
            -row.amount if row.amount < 0 else None,
            row.grant,
        )
        for row in rows
    )


def _bucket_name(actor: Actor, initiative: int, bucket: Restriction | None) -> str:
    return "" if bucket is None or bucket.is_waiting else buckets.name(actor, bucket, initiative)


@dataclass(frozen=True)
class Sums:
    """Debit and credit of some entries in one currency: what the books are by their own rule, made visible."""

    currency: str
    debit: int
    credit: int

    @property
    def is_balanced(self) -> bool:
        """Both sides say the same."""
        return self.debit == self.credit


def sums(lines: Iterable[EntryLine]) -> list[Sums]:
    """The sums of a page of the journal, one a currency."""
    return sums_of(leg for line in lines for leg in line.legs)


def sums_of(legs: Iterable[LegLine | Line]) -> list[Sums]:
    """The sums of postings, or of the lines of a trial balance, one a currency."""
    by: dict[str, list[int]] = {}
    for leg in legs:
        both = by.setdefault(leg.currency, [0, 0])
        both[0] += leg.debit or 0
        both[1] += leg.credit or 0
    return [Sums(code, *both) for code, both in sorted(by.items(), key=lambda pair: (pair[0] != HOME, pair[0]))]


COLUMNS: Sequence[str] = (
    "number", "date", "kind", "source", "book", "account", "restriction", "grant", "currency", "debit", "credit",
    "reverses", "decision",
)  # fmt: skip
KINDS: dict[str, Kind] = {"number": "whole", "date": "date", "debit": "number", "credit": "number"}  # the rest is text
WORDS: Sequence[str] = ("kind_name", "account_name", "restriction_name")  # beside the codes, for whoever reads the file


def export_rows(actor: Actor, fund: Fund, found: QuerySet[JournalEntry]) -> Iterable[dict[str, Any]]:
    """One row a posting, as an accountant loads it again: account codes, debit and credit in whole currency units; the
    same in words beside them, a bucket as far as this actor may read it."""
    names: dict[Any, str] = {}
    rows = Posting.objects.visible_to(actor).filter(entry__in=found.order_by().values("pk"))
    for row in rows.select_related("entry__decision", "entry__reverses", "restriction__funder", "grant").order_by(
        "entry__number", "pk"
    ):
        if row.restriction_id not in names:
            names[row.restriction_id] = _bucket_name(actor, fund.initiative_id, row.restriction)
        yield {
            "number": row.entry.number,
            "date": row.entry.on,
            "kind": row.entry.kind,
            "source": row.entry.source,
            "book": row.book,
            "account": row.account,
            "restriction": row.restriction.public_id if row.restriction else "",
            "grant": row.grant.number if row.grant else "",
            "currency": row.currency,
            "debit": Money(row.amount, row.currency).decimal if row.amount > 0 else None,
            "credit": Money(-row.amount, row.currency).decimal if row.amount < 0 else None,
            "reverses": row.entry.reverses.number if row.entry.reverses else "",
            "decision": row.entry.decision.number if row.entry.decision else "",
            "kind_name": row.entry.get_kind_display(),
            "account_name": row.get_account_display(),
            "restriction_name": names[row.restriction_id],
        }
