"""Reports of the fund: made as of a day, kept with their hash, made again to the same hash, re-issued as later ones."""

import json
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from funding import canonical
from funding.models import Fund, Funder, FundReport
from funding.policies import funds as policies
from funding.selectors import fund_report, positions, report_measures
from funding.services.recording import note
from kernel import clock, writing
from kernel.actor import Actor
from kernel.errors import Invalid
from kernel.permissions import require


@transaction.atomic
def make(
    *,
    actor: Actor,
    fund: Fund,
    starts_on: date,
    as_of: date,
    funder: Funder | None = None,
    replaces: FundReport | None = None,
) -> FundReport:
    """The treasurer; a funder makes its own. Kept with its content, its hash and what it was made of.

    Refuses a day to come, a period that ends before it begins, and a second re-issue of the same report.
    """
    require(policies.may_report_own(actor, funder) if funder is not None else policies.may_report(actor, fund))
    _check_period(starts_on, as_of)
    within = positions.bound(fund, as_of)
    moment = clock.now()
    measures = canonical.plain(report_measures.frozen(fund, as_of))
    body = fund_report.content(fund, within, starts_on, moment, funder, measures)
    report = FundReport(
        fund=fund,
        funder=funder,
        number=_next(fund),
        starts_on=starts_on,
        as_of=as_of,
        method=fund_report.METHOD,
        last_entry=within.last_entry or 0,
        content=canonical.written(body),
        hash=canonical.hash_of(body),
        replaces=replaces,
        by_id=actor.user_id,
        at=moment,
    )
    writing.inserted(report, _("Somebody made a report just now: make yours again."), "moved_on")
    part = funder.participation if funder is not None else None
    note(actor, "fund_report.made", report, fund, {"hash": [None, report.hash]}, participation=part)
    return report


def _check_period(starts_on: date, as_of: date) -> None:
    if starts_on > as_of:
        said = _("The period ends before it begins: choose an earlier first day or a later last one.")
        raise Invalid(said, "backwards", fields={"starts_on": [said]})
    if as_of > clock.today():
        said = _("Choose a period that is over or runs until today.")
        raise Invalid(said, "to_come", fields={"as_of": [said]})


def _next(fund: Fund) -> int:
    return int(FundReport.objects.filter(fund=fund).aggregate(last=Max("number"))["last"] or 0) + 1


def again(report: FundReport) -> str:
    """The hash of the report made again from the facts of then."""
    return fund_report.hash_again(report)


def drift(report: FundReport) -> list[tuple[str, Any, Any]]:
    """What the facts say otherwise than the report: nothing, while nobody bent them."""
    return canonical.differences(json.loads(report.content), fund_report.again(report))


def changed_since(report: FundReport) -> list[tuple[str, Any, Any]]:
    """What a re-issue lists: this report beside the one it replaces."""
    if report.replaces is None:
        return []
    return canonical.differences(json.loads(report.replaces.content), json.loads(report.content))
