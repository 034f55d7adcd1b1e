"""What a report's figures say in a sentence: whose cash lies in the pool beside whose, and a funder's own part of it.

It reads the kept content only and adds nothing to it, so an issued report says more clearly what it said, under the
hash it has. It tells who gave beside whom, never who brought whom: the pool can show no more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from funding import flow
from funding.models import HOME, OutsideKind, SourceSector
from kernel.charts import Part, Stack
from kernel.formatting import amount, day_words, figure

PHILANTHROPIC = "philanthropic"


@dataclass(frozen=True)
class Leverage:
    """The sentence, a bar of the sources where all of them may be told, and what stands beside the pool."""

    sentence: str
    sources: Stack | None
    beside: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """As lines of a document."""
        return (self.sentence, *self.beside)


def bank(body: Mapping[str, Any]) -> tuple[str, ...]:
    """Until which day books and bank were compared, one line a currency, and whether they said the same; a report whose
    money nobody compared yet says so."""
    out = []
    for one in body["reconciled"]:
        day, rest = day_words(date.fromisoformat(one["until"]), "plain"), one["statement"] - one["book"]
        if rest:
            words = {"day": day, "difference": amount(rest, one["currency"])}
            said = _("Compared with the bank on %(day)s: a difference of %(difference)s") % words
        else:
            said = _("Agrees with the bank on %(day)s") % {"day": day}
        out.append(said if one["currency"] == HOME else f"{one['currency']}: {said}")
    return tuple(out) or (_("Not compared with the bank yet"),)


def sectors(codes: Any) -> str:
    """Sectors as words; several that are told together in one."""
    return ", ".join(str(SourceSector(code).label) for code in codes)


def tone(codes: Sequence[str]) -> str:
    """The colour of a sector; several that are told together have none of their own."""
    return flow.TONES.get(codes[0], "avail") if len(codes) == 1 else "avail"


def per_shekel(body: Mapping[str, Any], minor: int | None) -> int | None:
    """How many agorot of a source lie in the pool for each philanthropic shekel, rounded down; None where that cannot
    be told."""
    base = _philanthropic(body)
    return minor * 100 // base if base and minor is not None else None


def _philanthropic(body: Mapping[str, Any]) -> int | None:
    """The philanthropic cash where it is told by itself."""
    found = [one["amount"] for one in body["leverage"]["cash"] if tuple(one["sectors"]) == (PHILANTHROPIC,)]
    return found[0] if found else None


def leverage(body: Mapping[str, Any]) -> Leverage:
    """Public, philanthropic and business cash at the date; aligned money and gifts in kind beside it, never in it."""
    return Leverage(_sentence(body), _stack(body), _beside(body))


def _sentence(body: Mapping[str, Any]) -> str:
    cash = [one for one in body["leverage"]["cash"] if one["amount"] is None or one["amount"] > 0]
    day = day_words(date.fromisoformat(body["as_of"]), "plain")
    if not cash:
        return _("No cash had come into the pool by %(day)s.") % {"day": day}
    base = _philanthropic(body)
    if any(one["amount"] is None for one in cash) or (
        base is None and any(PHILANTHROPIC in one["sectors"] for one in cash)
    ):
        return _("The sources of the cash are not told apart: it would tell of one funder alone.")
    others = [one for one in cash if tuple(one["sectors"]) != (PHILANTHROPIC,)]
    if not others:
        words = {"amount": amount(base), "day": day}
        return _("All the cash that came by %(day)s is philanthropic: %(amount)s. None came from others.") % words
    if not base:
        words = {"sources": " · ".join(sectors(one["sectors"]) for one in others), "day": day}
        return _("No philanthropic cash had come by %(day)s; what came is of: %(sources)s.") % words
    parts = " · ".join(f"{sectors(one['sectors'])} {amount(per_shekel(body, one['amount']))}" for one in others)
    template = _("Beside each shekel of philanthropic cash in the pool stood, on %(day)s, other cash: %(parts)s.")
    return template % {"day": day, "parts": parts}


def _stack(body: Mapping[str, Any]) -> Stack | None:
    cash = body["leverage"]["cash"]
    if any(one["amount"] is None for one in cash) or not any(one["amount"] > 0 for one in cash):
        return None
    parts = [
        Part(sectors(one["sectors"]), Decimal(one["amount"]) / 100, tone(one["sectors"]))
        for one in cash
        if one["amount"] > 0
    ]
    return Stack(_("The cash of the pool by source, in shekels"), tuple(parts))


def _beside(body: Mapping[str, Any]) -> tuple[str, ...]:
    """What is not in the ratio, by kind; sums of one currency only."""
    sums: dict[tuple[str, str], int] = {}
    for row in body["outside"]:
        key = (row["kind"], row["currency"])
        sums[key] = sums.get(key, 0) + row["amount"]
    if not sums:
        return ()
    told = [f"{OutsideKind(kind).label} {amount(whole, currency)}" for (kind, currency), whole in sorted(sums.items())]
    return (_("Beside the pool, and not counted in it: %(parts)s.") % {"parts": " · ".join(told)},)


def wholes(body: Mapping[str, Any]) -> dict[str, int | None]:
    """What a funder's own figures are a part of: all that came into the restrictions by the date, and where it is."""
    cash = [one["amount"] for one in body["leverage"]["cash"]]
    committed, free = body["cash"]["committed"], body["cash"]["free"]
    came = None if any(one is None for one in cash) else sum(cash)
    return {
        "came": came,
        "paid": None if came is None else came - committed - free,
        "committed": committed,
        "free": free,
    }


def part(own: int, whole: int | None) -> Decimal | None:
    """The share as a part of one; None where there is nothing to share."""
    return Decimal(own) / Decimal(whole) if whole is not None and 0 <= own <= whole and whole > 0 else None


def own_share(body: Mapping[str, Any]) -> str:
    """A funder's part of all that came, in a sentence; empty in a report of the whole fund."""
    if "share" not in body:
        return ""
    share = part(body["share"]["came"], wholes(body)["came"])
    if share is None:
        return ""
    return _("%(percent)s of the cash that came into the pool came from you.") % {"percent": percent(share)}


def percent(share: Decimal) -> str:
    """A share as it is written in a document."""
    return f"{figure((share * 100).quantize(Decimal('0.1'), rounding=ROUND_HALF_UP))}%"
