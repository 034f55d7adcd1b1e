"""How a proposal was assessed: points by criterion and person, and the weighted mean."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from funding.models import Assessment, Proposal
from kernel.actor import Actor

ASSESSORS = 2  # people whose points a proposal needs before its round is assessed


@dataclass(frozen=True)
class Scores:
    """What assessors gave. `mean` is the weighted share of all points, as a share of one."""

    lines: tuple[Any, ...]
    people: int
    mean: Decimal | None


def scores(actor: Actor, proposal: Proposal) -> Scores:
    """Points as far as the reader may see them: the applicant and whoever is tied to it see none."""
    rows = list(
        Assessment.objects.visible_to(actor)
        .filter(proposal=proposal)
        .select_related("criterion", "by")
        .order_by("criterion__position", "pk")
    )
    most = sum(row.criterion.weight * row.criterion.points for row in rows)
    given = sum(row.criterion.weight * row.points for row in rows)
    mean = Decimal(given) / Decimal(most) if most else None
    return Scores(tuple(rows), len({row.by_id for row in rows}), mean)


def means(actor: Actor, proposals: list[Proposal]) -> dict[int, Scores]:
    """The same for the proposals of a round; one query."""
    rows = Assessment.objects.visible_to(actor).filter(proposal__in=[one.pk for one in proposals])
    by: dict[int, list[Any]] = {}
    for row in rows.select_related("criterion"):
        by.setdefault(row.proposal_id, []).append(row)
    out = {}
    for key, found in by.items():
        most = sum(row.criterion.weight * row.criterion.points for row in found)
        given = sum(row.criterion.weight * row.points for row in found)
        out[key] = Scores((), len({row.by_id for row in found}), Decimal(given) / Decimal(most))
    return out
