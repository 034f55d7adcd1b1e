"""What a funder sees first: its money in each fund, its share by the last report, its results, who else is in."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from funding.models import Funder, FundReport
from funding.selectors import own_money, report_words
from funding.selectors.own_money import OwnMoney
from kernel.actor import Actor
from partners.models import Participation


@dataclass(frozen=True)
class Giver:
    """Another funder as far as it allows: a name or none, an amount, a range or neither."""

    name: str
    amount: int | None
    up_to: int | None
    currency: str


@dataclass(frozen=True)
class OwnBoard:
    """One fund that the organisation gives to. Without a report of its own there is no share and nobody beside it."""

    funder: Funder
    money: tuple[OwnMoney, ...]
    report: FundReport | None
    share: Mapping[str, Any] | None
    sentence: str
    others: tuple[Giver, ...]


def of(actor: Actor, initiative: Any) -> tuple[OwnBoard, ...]:
    """The boards of the organisations that the actor represents here: three queries and three for each fund.

    The share and the others are those that the last own report kept, no later ones.
    """
    mine = _mine(actor, initiative).select_related(
        "fund__initiative", "participation__organisation", "participation__person"
    )
    relations = list(mine.order_by("pk"))
    if not relations:
        return ()
    reports = _last_reports(actor, relations)
    bodies = {key: json.loads(report.content) for key, report in reports.items()}
    names = _names(bodies)
    return tuple(_board(one, reports.get(one.pk), bodies.get(one.pk, {}), names) for one in relations)


def shared_goals(actor: Actor, initiative: Any) -> frozenset[int]:
    """The keys of the goals whose results these organisations answer for too."""
    rows = _mine(actor, initiative).filter(goals__isnull=False)
    return frozenset(rows.values_list("goals__goal", flat=True))


def _mine(actor: Actor, initiative: Any) -> Any:
    return Funder.objects.filter(participation__in=actor.keys("partners.funder"), fund__initiative=initiative)


def _last_reports(actor: Actor, relations: list[Funder]) -> dict[int, FundReport]:
    rows = FundReport.objects.visible_to(actor).filter(Q(funder__in=relations)).order_by("number")
    return {row.funder_id: row for row in rows.select_related("fund__initiative")}


def _names(bodies: Mapping[int, Mapping[str, Any]]) -> dict[str, str]:
    wanted = {one["funder"] for body in bodies.values() for one in body["pledges"] if "funder" in one}
    if not wanted:
        return {}
    parts = Participation.objects.filter(public_id__in=wanted).select_related("organisation", "person")
    return {row.public_id: str(row) for row in parts}


def _board(funder: Funder, report: FundReport | None, body: Mapping[str, Any], names: Mapping[str, str]) -> OwnBoard:
    own = funder.participation.public_id
    others = tuple(
        Giver(names.get(one.get("funder", ""), ""), one.get("amount"), one.get("up_to"), one.get("currency", ""))
        for one in body.get("pledges", ())
        if one.get("funder") != own
    )
    return OwnBoard(
        funder=funder,
        money=tuple(own_money.of(funder)),
        report=report,
        share=body.get("share"),
        sentence=report_words.own_share(body) if body else "",
        others=others,
    )
