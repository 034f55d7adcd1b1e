"""A report's content with the names that stand behind its keys, as a page shows it. The content stays as it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from funding.models import (
    Account,
    EntryKind,
    Fund,
    Grant,
    OutsideKind,
    Restriction,
    SourceSector,
    Visibility,
)
from funding.policies import funds as policies
from funding.selectors import buckets, report_words
from kernel.actor import Actor
from partners.models import Participation
from working_groups.models import Decision


@dataclass(frozen=True)
class ReportLines:
    """What a report's page lists."""

    flow: tuple[tuple[Any, int, str], ...] = ()
    buckets: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    grants: tuple[Mapping[str, Any], ...] = ()
    pledges: tuple[Mapping[str, Any], ...] = ()
    outside: tuple[tuple[Any, Any, Mapping[str, Any]], ...] = ()
    share: tuple[tuple[Any, int, Decimal | None], ...] = ()
    own: Mapping[str, int] = field(default_factory=dict)
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
    ("paid", _("Paid")),
    ("committed", _("Promised to grants")),
    ("free", _("Still free")),
)
CASH_LABELS, SHARE_LABELS = dict(_FLOW), {**dict(_SHARE), "other": _("Fees and the like")}


def _open(actor: Actor, fund: Fund, rows: Iterable[Grant]) -> None:
    """Marks the grants and decisions whose pages this actor may open: a report names them to more than may read."""
    reads = policies.may_read_ledger(actor, fund)
    seen = None if reads else set(Grant.objects.visible_to(actor).filter(fund=fund).values_list("pk", flat=True))
    listed = list(rows)
    named = {row.allocation.decision_id for row in listed}
    decisions = set(Decision.objects.visible_to(actor).filter(pk__in=named).values_list("pk", flat=True))
    for row in listed:
        row.is_open = seen is None or row.pk in seen  # type: ignore[attr-defined]
        row.opens_decision = row.allocation.decision_id in decisions  # type: ignore[attr-defined]


def of(actor: Actor, fund: Fund, body: Mapping[str, Any]) -> ReportLines:
    """The lines, with names; six queries, however long the report."""
    rows = Restriction.objects.filter(fund=fund).select_related("funder")
    names_of = {row.public_id: buckets.name(actor, row, fund.initiative_id) for row in rows}
    grants = {
        row.public_id: row
        for row in Grant.objects.filter(fund=fund)
        .select_related(
            "participation__organisation", "allocation__decision__body__initiative", "factor", "fund__initiative"
        )
        .annotate(opens=Exists(Grant.objects.visible_to(actor).filter(pk=OuterRef("pk"))))
    }
    _open(actor, fund, grants.values())
    parties = Participation.objects.filter(initiative=fund.initiative_id).select_related("organisation", "person")
    names = {row.public_id: str(row) for row in parties}
    own = {one["grant"]: one["amount"] for one in body.get("share", {}).get("grants", ())}
    return ReportLines(
        flow=_flow(actor, fund, body),
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
    )


def _flow(actor: Actor, fund: Fund, body: Mapping[str, Any]) -> tuple[tuple[Any, int, str], ...]:
    cash = body["cash"]
    told = [(key, label) for key, label in _FLOW if cash[key] or key in {"opening", "free"}]
    return tuple((label, cash[key], _entries(actor, fund, key, body)) for key, label in told)


# What stands behind a figure in the journal: entries of an event in the period, or of an account until its end.
_KINDS = {
    "received": EntryKind.RECORDED,
    "refunded": EntryKind.REFUNDED,
    "exchanged": EntryKind.EXCHANGED,
    "paid": EntryKind.EXECUTED,
    "fees": EntryKind.CHARGED,
}
_ACCOUNTS = {"closing": Account.BANK, "committed": Account.RESERVE, "unassigned": Account.UNASSIGNED}


def _entries(actor: Actor, fund: Fund, key: str, body: Mapping[str, Any]) -> str:
    """The address of the journal's entries behind a figure, for who may read it; nothing where a sum has no entries."""
    asked = {"last": body["as_of"]}
    if key in _KINDS:
        asked |= {"kind": _KINDS[key].value, "first": body["starts_on"]}
    elif key in _ACCOUNTS:
        asked["account"] = _ACCOUNTS[key].value
    else:
        return ""
    if not policies.may_read_ledger(actor, fund):
        return ""
    journal = reverse("funding:ledger", args=[fund.initiative.slug, fund.public_id])
    return f"{journal}?{urlencode(asked)}"


def _share(body: Mapping[str, Any]) -> tuple[tuple[Any, int, Decimal | None], ...]:
    """A funder's own figures, each with its part of the fund's."""
    if "share" not in body:
        return ()
    wholes, mine = report_words.wholes(body), body["share"]
    return tuple((label, mine[key], report_words.part(mine[key], wholes[key])) for key, label in _SHARE)


def heads(body: Mapping[str, Any]) -> list[tuple[Any, int, str]]:
    """The figures at the head of the sheet, each with the part of the sheet that opens it."""
    cash = body["cash"]
    return [
        (_("Received"), cash["received"], "#money"),
        (_("Paid to grants"), cash["paid"], "#grants"),
        (_("Promised to grants, not paid yet"), cash["committed"], "#grants"),
        (_("Free to allocate"), cash["free"], "#buckets"),
    ]


def sums(lines: ReportLines) -> dict[str, int]:
    """What all grants of the report are together."""
    return {name: sum(one[name] or 0 for one in lines.grants) for name in ("amount", "paid", "own")}


def _bucket_name(row: Mapping[str, Any], names: Mapping[str, str]) -> str:
    if row["kind"] == "together":
        words = ngettext("%(count)s restriction", "%(count)s restrictions, told together", row["count"])
        return words % {"count": row["count"]}
    return names.get(row["restriction"], "")
