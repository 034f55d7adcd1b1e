"""A report's content with the names that stand behind its keys, as a page shows it. The content stays as it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from funding.models import Fund, Grant, OutsideKind, Restriction, SourceSector, Visibility
from funding.selectors import buckets, report_words
from kernel.actor import Actor
from measurement.models import Measure
from partners.models import Participation


@dataclass(frozen=True)
class ReportLines:
    """What a report's page lists."""

    flow: tuple[tuple[Any, int], ...] = ()
    buckets: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    grants: tuple[Mapping[str, Any], ...] = ()
    pledges: tuple[Mapping[str, Any], ...] = ()
    outside: tuple[tuple[Any, Any, Mapping[str, Any]], ...] = ()
    share: tuple[tuple[Any, int, Decimal | None], ...] = ()
    own: Mapping[str, int] = field(default_factory=dict)
    measures: Mapping[str, str] = field(default_factory=dict)
    reconciled: tuple[tuple[str, date], ...] = ()


_FLOW = (
    ("opening", _("Opening balance")),
    ("received", _("Received")),
    ("refunded", _("Refunded")),
    ("exchanged", _("Exchanged from foreign money")),
    ("paid", _("Paid to grants")),
    ("fees", _("Bank fees")),
    ("closing", _("Closing balance")),
    ("committed", _("Of it promised to grants")),
    ("unassigned", _("Of it waiting for its purpose")),
    ("free", _("Of it free")),
)
_SHARE = (
    ("came", _("Came from you")),
    ("paid", _("Spent")),
    ("committed", _("Promised to grants")),
    ("free", _("Still free")),
)


def of(actor: Actor, fund: Fund, body: Mapping[str, Any]) -> ReportLines:
    """The lines, with names; five queries, however long the report."""
    rows = Restriction.objects.filter(fund=fund).select_related("funder")
    names_of = {row.public_id: buckets.name(actor, row, fund.initiative_id) for row in rows}
    grants = {
        row.public_id: row
        for row in Grant.objects.filter(fund=fund).select_related(
            "participation__organisation", "allocation__decision__body__initiative", "factor", "fund__initiative"
        )
    }
    parties = Participation.objects.filter(initiative=fund.initiative_id).select_related("organisation", "person")
    names = {row.public_id: str(row) for row in parties}
    own = {one["grant"]: one["amount"] for one in body.get("share", {}).get("grants", ())}
    return ReportLines(
        flow=tuple(
            (label, body["cash"][key]) for key, label in _FLOW if body["cash"][key] or key in {"opening", "free"}
        ),
        buckets=tuple((_bucket_name(row, names_of), row) for row in body["buckets"] if row["kind"] != "unassigned"),
        grants=tuple(
            {
                **row,
                "row": grants.get(row["grant"]),
                "own": own.get(row["grant"]),
                "decided": date.fromisoformat(row["decided_on"]) if row["decided_on"] else None,
            }
            for row in body["grants"]
        ),
        pledges=tuple(
            {**row, "name": names.get(row.get("funder", ""), ""), "label": Visibility(row["visibility"]).label}
            for row in body["pledges"]
        ),
        outside=tuple(
            (OutsideKind(row["kind"]).label, SourceSector(row["sector"]).label, row) for row in body["outside"]
        ),
        share=_share(body),
        own=own,
        reconciled=tuple((one["currency"], date.fromisoformat(one["until"])) for one in body["reconciled"]),
        measures={row.code: str(row) for row in Measure.objects.filter(initiative=fund.initiative_id)},
    )


def _share(body: Mapping[str, Any]) -> tuple[tuple[Any, int, Decimal | None], ...]:
    """A funder's own figures, each with its part of the fund's."""
    if "share" not in body:
        return ()
    wholes, mine = report_words.wholes(body), body["share"]
    return tuple((label, mine[key], report_words.part(mine[key], wholes[key])) for key, label in _SHARE)


def heads(body: Mapping[str, Any]) -> list[tuple[Any, int]]:
    """The figures at the head of the sheet."""
    cash = body["cash"]
    return [
        (_("Received"), cash["received"]),
        (_("Paid to grants"), cash["paid"]),
        (_("Promised to grants, not paid yet"), cash["committed"]),
        (_("Free to allocate"), cash["free"]),
    ]


def sums(lines: ReportLines) -> dict[str, int]:
    """What all grants of the report are together."""
    return {name: sum(one[name] or 0 for one in lines.grants) for name in ("amount", "paid", "own")}


def _bucket_name(row: Mapping[str, Any], names: Mapping[str, str]) -> str:
    if row["kind"] == "together":
        words = ngettext("%(count)s restriction", "%(count)s restrictions, told together", row["count"])
        return words % {"count": row["count"]}
    return names.get(row["restriction"], "")
