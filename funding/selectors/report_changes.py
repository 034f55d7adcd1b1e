"""What a re-issued report says otherwise than the one it replaces, as a funder reads it: which figure, before, now.

Parts that have a key (a grant, a restriction, a measure) are compared by it, so that one more row changes no other.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from funding import canonical
from funding.models import HOME, FundReport, OutsideKind, SourceSector
from funding.selectors import report_words
from funding.selectors.report_page import CASH_LABELS, SHARE_LABELS, ReportLines
from kernel import periods
from kernel.formatting import amount, day_words, figure

_KEYS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "grants": lambda row: row["grant"],
    "buckets": lambda row: row["restriction"] or "",
    "measures": lambda row: row["measure"],
    "reconciled": lambda row: row["currency"],
    "outside": lambda row: "/".join((row["kind"], row["sector"], row["currency"])),
    "leverage.cash": lambda row: " ".join(row["sectors"]),
    "share.grants": lambda row: row["grant"],
    "exchange": lambda row: row["receipt"],
}


@dataclass(frozen=True)
class Change:
    """One figure: what it is, what it was, what it is now. A part that is not there is empty."""

    label: str
    before: str
    after: str


def told(report: FundReport, lines: ReportLines, measures: Mapping[str, str]) -> list[Change]:
    """The changes in the order of the report; nothing where it replaces none. `measures`: names by code."""
    if report.replaces is None:
        return []
    before, after = (_keyed("", json.loads(one.content)) for one in (report.replaces, report))
    names = _names(lines, measures)
    order = list(_PARTS)
    differences = [one for one in canonical.differences(before, after) if _part(one[0]) in _PARTS]
    differences.sort(key=lambda one: order.index(_part(one[0])))
    found = (_change(*one, names) for one in differences)
    return [one for one in found if one is not None and one.before != one.after]


def _keyed(path: str, value: Any) -> Any:
    """Lists whose rows have a key as mappings by it; the key holds no point."""
    if isinstance(value, Mapping):
        return {key: _keyed(f"{path}.{key}" if path else key, one) for key, one in value.items()}
    if isinstance(value, list) and path in _KEYS:
        return {_KEYS[path](row): row for row in value}
    if isinstance(value, list) and path == "pledges":
        return {f"{row.get('funder', '')}#{place}": row for place, row in enumerate(value)}
    return value


def _names(lines: ReportLines, measures: Mapping[str, str]) -> dict[str, str]:
    """What stands behind the keys: restrictions, grants, funders, measures."""
    return {
        **{row["restriction"] or "": name for name, row in lines.buckets},
        **{row["grant"]: str(row["row"] or row["title"]) for row in lines.grants},
        **{row["funder"]: row["name"] for row in lines.pledges if "funder" in row},
        **measures,
    }


def _change(path: str, before: Any, after: Any, names: Mapping[str, str]) -> Change | None:
    """One difference in words; None for what follows from another that is listed."""
    return _PARTS[_part(path)](path.partition(".")[2], before, after, names)


def _part(path: str) -> str:
    return path.partition(".")[0]


def _cash(key: str, before: Any, after: Any, names: Mapping[str, str]) -> Change:
    return _money(str(CASH_LABELS.get(key, key)), before, after)


def _share(key: str, before: Any, after: Any, names: Mapping[str, str]) -> Change | None:
    if key.startswith("grants."):
        grant = key.split(".")[1]
        one, two = (_of(value, "amount") for value in (before, after))
        return _money(_("Your part of “%(name)s”") % {"name": names.get(grant, grant)}, one, two)
    return _money(_("Your share: %(name)s") % {"name": SHARE_LABELS.get(key, key)}, before, after)


def _grant(path: str, before: Any, after: Any, names: Mapping[str, str]) -> Change | None:
    key, _dot, field = path.partition(".")
    name = {"name": names.get(key, key)}
    if not field:
        return _money(_("Grant “%(name)s”") % name, _of(before, "amount"), _of(after, "amount"))
    if field == "amount":
        return _money(_("Grant “%(name)s”") % name, before, after)
    return _money(_("Paid to “%(name)s”") % name, before, after) if field == "paid" else None


_BUCKET: Mapping[str, Callable[[], str]] = {
    "received": lambda: _("Received under “%(name)s”"),
    "paid": lambda: _("Paid under “%(name)s”"),
    "committed": lambda: _("Promised to grants under “%(name)s”"),
    "available": lambda: _("Free under “%(name)s”"),
}


def _bucket(path: str, before: Any, after: Any, names: Mapping[str, str]) -> Change | None:
    """Money that waits for its purpose has no name here: the fund's cash tells of it."""
    key, _dot, field = path.partition(".")
    if key not in names:
        return None
    name = {"name": names[key]}
    if not field:
        return _money(_BUCKET["available"]() % name, _of(before, "available"), _of(after, "available"))
    return _money(_BUCKET[field]() % name, before, after) if field in _BUCKET else None


def _measure(path: str, before: Any, after: Any, names: Mapping[str, str]) -> Change | None:
    code, _dot, field = path.partition(".")
    label = names.get(code, code)
    if not field:
        return Change(label, *(_quoted(one) for one in (before, after)))
    if field == "result":
        return Change(label, figure(before), figure(after))
    if field == "period":
        return Change(_("Period of “%(name)s”") % {"name": label}, _period(before), _period(after))
    return None


def _quoted(row: Any) -> str:
    return f"{figure(row['result'])} ({periods.label(row['period'])})" if row else ""


def _period(code: Any) -> str:
    return periods.label(code) if code else ""


def _pledge(path: str, before: Any, after: Any, names: Mapping[str, str]) -> Change | None:
    key, _dot, field = path.partition(".")
    if field not in {"", "amount", "up_to"}:
        return None
    label = _("Promised by %(name)s") % {"name": names.get(key.partition("#")[0]) or _("Anonymous")}
    if field:
        return _money(label, before, after)
    given = before or after
    one, two = (None if row is None else row.get("amount", row.get("up_to")) for row in (before, after))
    if one is None and two is None:  # the name alone may be told
        return Change(label, _("yes") if before else "", _("yes") if after else "")
    return _money(label, one, two, given.get("currency", HOME))


def _exchange(path: str, before: Any, after: Any, names: Mapping[str, str]) -> Change | None:
    if "." in path:
        return None
    return _money(_("Currency exchanged"), _of(before, "bought"), _of(after, "bought"))


def _outside(key: str, before: Any, after: Any, names: Mapping[str, str]) -> Change:
    kind, sector, rest = key.split("/")
    currency = rest.partition(".")[0]
    label = f"{OutsideKind(kind).label}, {SourceSector(sector).label}"
    one, two = (_of(value, "amount") if isinstance(value, Mapping) else value for value in (before, after))
    return _money(label, one, two, currency)


def _leverage(path: str, before: Any, after: Any, names: Mapping[str, str]) -> Change | None:
    """Cash by source; what stands beside it is listed by itself."""
    part, _dot, rest = path.partition(".")
    if part != "cash":
        return None
    sectors = rest.partition(".")[0].split()
    one, two = (_of(value, "amount") if isinstance(value, Mapping) else value for value in (before, after))
    return _money(_("Cash of: %(sources)s") % {"sources": report_words.sectors(sectors)}, one, two)


def _reconciled(path: str, before: Any, after: Any, names: Mapping[str, str]) -> Change | None:
    currency, _dot, field = path.partition(".")
    if field not in {"", "until"}:
        return None
    one, two = (value["until"] if isinstance(value, Mapping) else value for value in (before, after))
    return Change(f"{_('Bank reconciliation')}, {currency}", _day(one), _day(two))


def _days(label: Callable[[], str]) -> Callable[..., Change]:
    return lambda _rest, before, after, _names: Change(label(), _day(before), _day(after))


def _day(value: Any) -> str:
    return day_words(date.fromisoformat(value), "plain") if value else ""


def _of(row: Any, key: str) -> Any:
    return row[key] if isinstance(row, Mapping) else None


def _money(label: str, before: Any, after: Any, currency: str = HOME) -> Change:
    return Change(label, *("" if one is None else amount(one, currency) for one in (before, after)))


_PARTS: Mapping[str, Callable[..., Change | None]] = {
    "starts_on": _days(lambda: _("First day")),
    "as_of": _days(lambda: _("As of")),
    "cash": _cash,
    "share": _share,
    "buckets": _bucket,
    "grants": _grant,
    "pledges": _pledge,
    "exchange": _exchange,
    "outside": _outside,
    "leverage": _leverage,
    "measures": _measure,
    "reconciled": _reconciled,
}
