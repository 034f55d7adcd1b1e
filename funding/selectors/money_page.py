"""The public page of money: what the fund's last report says, as far as every pledge and every grant allows.

It reads a kept report and no live balance: what came on one day is not the difference of two looks. An amount that
could be subtracted is not told (`funding.disclosure`), and neither are totals that a grant kept back would fall out of.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext as _

from funding import disclosure
from funding.flow import Picture
from funding.models import HOME, Fund, FundReport, Grant, Receipt
from funding.selectors import report_page, report_sheet
from initiative.models import Initiative
from kernel.actor import Actor


@dataclass(frozen=True)
class MoneyView:
    """One public fund."""

    fund: Fund
    report: FundReport | None = None
    terms: tuple[tuple[str, int], ...] = ()
    free: int = 0
    picture: Picture | None = None
    grants: tuple[Mapping[str, Any], ...] = ()
    kept_back: int = 0
    pledges: tuple[Mapping[str, Any], ...] = ()
    reconciled: date | None = None
    agrees: bool = True

    @property
    def granted(self) -> int:
        """What the grants shown are worth together."""
        return sum(one["amount"] for one in self.grants)

    @property
    def paid(self) -> int:
        """What of it was paid."""
        return sum(one["paid"] for one in self.grants)


def of(initiative: Initiative) -> list[MoneyView]:
    """Every public fund of an initiative."""
    newest = FundReport.objects.filter(fund=OuterRef("pk"), funder__isnull=True).order_by("-as_of", "-number")
    rows = Fund.objects.public().filter(initiative=initiative).select_related("initiative").order_by("pk")
    funds = list(rows.annotate(newest=Subquery(newest.values("pk")[:1])))
    reports = FundReport.objects.in_bulk([fund.newest for fund in funds if fund.newest])
    return [_view(fund, reports.get(fund.newest)) for fund in funds]


def is_told(initiative: Initiative) -> bool:
    """Whether the initiative has a public page of money; one query."""
    return Fund.objects.public().filter(initiative=initiative).exists()  # type: ignore[no-any-return]


def with_rows(initiative: Initiative) -> Iterable[Fund]:
    """The public funds that have something to publish: a grant, or money that came."""
    grants, came = Grant.objects.filter(fund=OuterRef("pk")), Receipt.objects.filter(fund=OuterRef("pk"))
    rows = Fund.objects.public().filter(Exists(grants) | Exists(came), initiative=initiative)
    return rows.select_related("initiative").order_by("pk")


def _view(fund: Fund, report: FundReport | None) -> MoneyView:
    if report is None:
        return MoneyView(fund)
    body = json.loads(report.content)
    lines = report_page.of(Actor.system(), fund, body)
    open_grants = set(published(fund).values_list("public_id", flat=True))
    shown = tuple(one for one in lines.grants if one["grant"] in open_grants)
    kept_back = len(lines.grants) - len(shown)
    is_told = kept_back == 0 or kept_back >= disclosure.LEAST
    came = [one["amount"] for one in body["leverage"]["cash"]]
    whole = sum(came) if came and None not in came and is_told else None
    return MoneyView(
        fund=fund,
        report=report,
        terms=_terms(whole, body, lines.grants) if whole is not None else (),
        free=body["cash"]["free"],
        picture=report_sheet.picture(body, lines, str(fund)) if whole is not None else None,
        grants=shown,
        kept_back=kept_back,
        pledges=lines.pledges,
        agrees=all(one["statement"] == one["book"] for one in body["reconciled"] if one["currency"] == HOME),
        reconciled=next((until for currency, until in lines.reconciled if currency == HOME), None),
    )


def _terms(whole: int, body: Mapping[str, Any], grants: tuple[Mapping[str, Any], ...]) -> tuple[tuple[str, int], ...]:
    """What stands before what is free: in, out, promised; fees and the like where there are any."""
    paid, committed = sum(one["paid"] for one in grants), body["cash"]["committed"]
    rest = whole - paid - committed - body["cash"]["free"]
    found = [(_("In"), whole), (_("Out to grants"), paid), (_("Promised to grants, not paid yet"), committed)]
    return (*found, (_("Fees and the like"), rest)) if rest else tuple(found)


def published(*funds: Fund) -> Any:
    """Grants that the guidelines they ran under let be known; never a single person's."""
    rows = Grant.objects.filter(fund__in=funds, allocation__guideline__publishes_grants=True)
    return rows.filter(participation__organisation__isnull=False)
