"""A report as tables in the reader's language: what its document and its workbook hold. The page shows the same lines.

It reads the kept content only, so that a file says what the report said; names are those of today.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from funding import flow
from funding.flow import Part, Picture
from funding.models import FundReport
from funding.selectors import report_words
from funding.selectors.report_changes import Change
from funding.selectors.report_measures import MeasureLine
from funding.selectors.report_page import ReportLines
from kernel import languages
from kernel.exporting import Field
from kernel.formatting import amount, day_words


@dataclass(frozen=True)
class Table:
    """One table: its code and title, its columns, its rows in their order, and a sentence below it.

    Amounts are in the row's `currency`, where there is such a column, but for those of `home`.
    """

    code: str
    title: str
    fields: tuple[Field, ...]
    rows: tuple[tuple[Any, ...], ...]
    note: str = ""
    home: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """The whole report."""

    title: str
    about: tuple[str, ...]
    tables: tuple[Table, ...]
    picture: Picture | None
    footer: str
    said: tuple[str, ...] = ()


def of(
    report: FundReport,
    body: Mapping[str, Any],
    lines: ReportLines,
    measures: Sequence[MeasureLine] = (),
    changes: Sequence[Change] = (),
) -> Sheet:
    """The sheet of a report."""
    fund = str(report.fund)
    days = f"{day_words(report.starts_on, 'plain')} – {day_words(report.as_of, 'plain')}"
    about = [fund, days, *([str(report.funder)] if report.funder else [])]
    about.extend(report_words.bank(body))
    tables = [_cash(lines), _share(lines), _buckets(lines), _grants(lines), _pledges(lines)]
    tables += [leverage(body), _outside(lines), _exchange(body), _measures(measures), _changes(changes)]
    return Sheet(
        title=_("Fund report %(number)s") % {"number": report.number},
        about=tuple(about),
        tables=tuple(table for table in tables if table.rows),
        picture=picture(body, lines, fund),
        footer=_("Method %(method)s · up to entry %(entry)s · SHA-256 %(hash)s")
        % {"method": report.method, "entry": report.last_entry, "hash": report.hash},
        said=tuple(filter(None, (report_words.own_share(body), *report_words.leverage(body).lines))),
    )


def _text(code: str, title: str, width: int = 0) -> Field:
    return Field(code, title, "text", width)


def _money(code: str, title: str) -> Field:
    return Field(code, title, "money")


def _cash(lines: ReportLines) -> Table:
    fields = (_text("line", _("Line")), _money("amount", _("Amount")))
    return Table(
        "cash", _("The fund's money"), fields, tuple((str(label), value) for label, value, _entries in lines.flow)
    )


def _share(lines: ReportLines) -> Table:
    whole = Field("share", _("Part of the fund's"), "share")
    fields = (_text("line", _("Line")), _money("amount", _("Amount")), whole)
    rows = tuple((str(label), value, share) for label, value, share in lines.share)
    note = _("Each payment is borne by the funders of its bucket in proportion to what each still had there.")
    return Table("share", _("Your share"), fields, rows, note)


def _buckets(lines: ReportLines) -> Table:
    fields = (
        _text("restriction", _("Restriction")),
        _text("currency", _("Currency"), 10),
        _money("received", _("Received")),
        _money("paid", _("Paid")),
        _money("committed", _("Promised")),
        _money("available", _("Free")),
    )
    rows = tuple(
        (name, row["currency"], row["received"], row["paid"], row["committed"], row["available"])
        for name, row in lines.buckets
    )
    return Table("restrictions", _("By restriction"), fields, rows)


def _grants(lines: ReportLines) -> Table:
    own = bool(lines.share)
    fields = (
        Field("number", _("Number"), "whole"),
        _text("grant", _("Grant")),
        _text("grantee", _("Grantee")),
        _text("decision", _("Decided by")),
        Field("decided", _("Decided on"), "date"),
        _text("factor", _("Factor")),
        _money("amount", _("Amount")),
        _money("paid", _("Paid")),
        *((_money("own", _("Your share")),) if own else ()),
    )
    rows = tuple(
        (
            one["number"], one["title"], _grantee(one), _decision(one), date.fromisoformat(one["decided_on"]),
            _factor(one), one["amount"], one["paid"], *((one["own"],) if own else ()),
        )
        for one in lines.grants
    )  # fmt: skip
    return Table("grants", _("What was decided and paid"), fields, rows)


def _grantee(one: Mapping[str, Any]) -> str:
    return str(one["row"].participation) if one["row"] is not None else ""


def _decision(one: Mapping[str, Any]) -> str:
    """Which decision, and of whom: the body's name with its number."""
    return str(one["row"].allocation.decision) if one["row"] is not None else ""


def _factor(one: Mapping[str, Any]) -> str:
    return str(one["row"].factor or "") if one["row"] is not None else ""


def _pledges(lines: ReportLines) -> Table:
    fields = (
        _text("funder", _("Funder")),
        _text("told", _("What others may know"), 20),
        _text("currency", _("Currency"), 10),
        _money("amount", _("Promised")),
        _money("up_to", _("Up to")),
    )
    rows = tuple(
        (
            one["name"] or _("Anonymous"),
            str(one["label"]),
            one.get("currency", ""),
            one.get("amount"),
            one.get("up_to"),
        )
        for one in lines.pledges
    )
    return Table("pledges", _("Who is in"), fields, rows)


def leverage(body: Mapping[str, Any]) -> Table:
    """Cash at the date by source, and by each philanthropic shekel; aligned and public money beside it."""
    fields = (
        _text("source", _("Source")),
        _money("cash", _("Cash of the fund")),
        _money("ratio", _("For each philanthropic shekel")),
        _money("beside", _("Beside it, aligned and public")),
    )
    beside = dict(body["leverage"]["beside"])
    rows = [
        (
            report_words.sectors(one["sectors"]),
            one["amount"],
            report_words.per_shekel(body, one["amount"]),
            sum(beside.pop(code, 0) for code in one["sectors"]) or None,
        )
        for one in body["leverage"]["cash"]
    ]
    rows += [(report_words.sectors([code]), None, None, rest) for code, rest in sorted(beside.items())]
    note = _("In kind has no place in a ratio of cash. Sources that would tell of one funder alone are told together.")
    return Table("leverage", _("Where it came from"), fields, tuple(rows), note)


def _outside(lines: ReportLines) -> Table:
    fields = (
        _text("kind", _("Kind")),
        _text("source", _("Source")),
        _text("currency", _("Currency"), 10),
        _money("amount", _("Amount")),
    )
    rows = tuple((str(kind), str(sector), one["currency"], one["amount"]) for kind, sector, one in lines.outside)
    return Table("beside", _("Beside the pool"), fields, rows, _("None of this is in the fund's cash."))


def _exchange(body: Mapping[str, Any]) -> Table:
    fields = (
        _text("currency", _("Currency"), 10),
        _money("sold", _("Sold")),
        _money("bought", _("Bought, in shekels")),
        _money("difference", _("Gain or loss against the promise")),
    )
    rows = tuple((one["currency"], one["sold"], one["bought"], one["difference"]) for one in body["exchange"])
    return Table("exchange", _("Currency exchanged"), fields, rows, home=("bought", "difference"))


def _measures(measures: Sequence[MeasureLine]) -> Table:
    fields = (
        _text("measure", _("Measure")),
        _text("period", _("Period"), 20),
        Field("result", _("Figure"), "number"),
        _text("period_before", _("Period before"), 20),
        Field("before", _("Figure before"), "number"),
        Field("version", _("Definition, version"), "whole"),
        Field("reported", _("Partners that reported"), "whole"),
        Field("expected", _("Partners expected"), "whole"),
        _text("breaks", _("Breaks of the series"), 20),
    )
    rows = tuple(
        (
            f"{one.name} ({one.unit})" if one.unit else one.name,
            one.period,
            _rounded(one.result, one.places),
            one.before_period,
            _rounded(one.before, one.places),
            one.version,
            one.reported if one.expected else None,
            one.expected or None,
            one.breaks,
        )
        for one in measures
    )
    note = _("These are the initiative's results. The pool took part in them; it does not claim them.")
    return Table("measures", _("What changed in the measures"), fields, rows, note)


def _rounded(value: Decimal | None, places: int | None) -> Decimal | None:
    """As a page writes it."""
    if value is None or places is None:
        return value
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _changes(changes: Sequence[Change]) -> Table:
    fields = (_text("what", _("Figure")), _text("before", _("Before")), _text("after", _("Now")))
    rows = tuple((one.label, one.before, one.after) for one in changes)
    return Table("changes", _("What this report says otherwise than the one it replaces"), fields, rows)


def picture(body: Mapping[str, Any], lines: ReportLines, title: str) -> Picture | None:
    """From whom, through the fund, to which factors; None where a source may not be told."""
    cash = body["leverage"]["cash"]
    if any(one["amount"] is None for one in cash):
        return None
    sources = [
        Part(
            report_words.sectors(one["sectors"]),
            one["amount"],
            amount(one["amount"]),
            report_words.tone(one["sectors"]),
        )  # fmt: skip
        for one in cash
    ]
    by_factor: dict[str, int] = {}
    for one in lines.grants:
        label = _factor(one) or _("Grants outside the road map")
        by_factor[label] = by_factor.get(label, 0) + one["paid"]
    uses = [Part(label, paid, amount(paid)) for label, paid in sorted(by_factor.items(), key=lambda pair: -pair[1])]
    committed, free = body["cash"]["committed"], body["cash"]["free"]
    rest = sum(part.amount for part in sources) - sum(part.amount for part in uses) - committed - free
    uses += [
        Part(_("Promised, not paid yet"), committed, amount(committed), "public"),
        Part(_("Free to allocate"), free, amount(free), "avail"),
        Part(_("Fees and the like"), rest, amount(rest), "avail"),
    ]
    return flow.picture(sources, uses, title, right_to_left=languages.direction() == "rtl")
