"""Funds, guidelines, restrictions and the closing of books."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from funding import workflow
from funding.models import Grant, GuidelineState, RestrictionKind, RestrictionState
from funding.policies.rights import (
    MONEY,
    NOT_MONEY,
    NOT_READER,
    READERS,
    STAFF,
    director,
    holds,
    in_life,
    money,
    only,
    reads,
    treasurer,
)
from kernel.actor import Actor
from kernel.permissions import Allowed, Answer, Denied, first, policy


@policy("funding.fund.read")
def may_read(actor: Actor, fund: Any) -> Answer:
    """The fund's page: whoever sees the fund; what it shows is scoped by itself."""
    return Allowed()


@policy("funding.open_grants.read")
def may_read_open_grants(actor: Actor, fund: Any) -> Answer:
    """The grants as open data: whoever reads them one by one; of a public fund whoever sees the fund."""
    reader = Grant.objects.visible_to(actor).filter(fund=fund)
    return only(fund.is_public or bool(reads(actor, fund)) or reader.exists(), NOT_READER)


@policy("funding.ledger.read")
def may_read_ledger(actor: Actor, fund: Any) -> Answer:
    """The journal: staff of the money and the committee; for others there is none."""
    return reads(actor, fund)


@policy("funding.forecast.read")
def may_read_forecast(actor: Actor, fund: Any) -> Answer:
    """What is promised month by month: staff of the money, committee and evaluator; never another funder, wherever it
    sits: by its own part it would read what the others keep to themselves."""
    circle = holds(actor, fund.initiative_id, *READERS, "partners.evaluator")
    is_staff = holds(actor, fund.initiative_id, *STAFF, *MONEY)
    gives = not is_staff and fund.funders.filter(participation__in=actor.keys("partners.funder")).exists()
    return only(circle and not gives, NOT_READER)


@policy("funding.fund.open")
def may_open(actor: Actor, initiative: Any) -> Answer:
    """Director and treasurer."""
    return only(holds(actor, initiative.pk, *MONEY), NOT_MONEY)


@policy("funding.fund.edit")
def may_edit(actor: Actor, fund: Any) -> Answer:
    """Director and treasurer."""
    return money(actor, fund)


@policy("funding.guideline.draft")
def may_draft(actor: Actor, fund: Any) -> Answer:
    """Director and treasurer."""
    return money(actor, fund)


@policy("funding.guideline.edit")
def may_edit_guideline(actor: Actor, guideline: Any) -> Answer:
    """The same, until it is adopted."""
    adopted = Denied("wrong_state", _("These guidelines were adopted: write the next version."))
    return first(money(actor, guideline.fund), only(guideline.state == GuidelineState.DRAFTED, adopted))


@policy("funding.guideline.adopt")
def may_adopt(actor: Actor, guideline: Any) -> Answer:
    """The director; the act asks for the decision."""
    return first(director(actor, guideline.fund), in_life(workflow.GUIDELINE, "adopt", guideline))


@policy("funding.restriction.add")
def may_add_restriction(actor: Actor, fund: Any) -> Answer:
    """Director and treasurer."""
    return money(actor, fund)


@policy("funding.restriction.edit")
def may_edit_restriction(actor: Actor, restriction: Any) -> Answer:
    """The same, while it is open."""
    released = Denied("released", _("This restriction was released: its money lies elsewhere now."))
    return first(money(actor, restriction.fund), only(restriction.state != RestrictionState.RELEASED, released))


@policy("funding.restriction.release")
def may_release(actor: Actor, restriction: Any) -> Answer:
    """The director: a designation by decision, a donor's restriction by the donor's document."""
    bound = Denied("not_restricted", _("There is nothing to release: this money is free."))
    kinds = (RestrictionKind.DONOR, RestrictionKind.DESIGNATED)
    return first(director(actor, restriction.fund), only(restriction.kind in kinds, bound))


@policy("funding.period.close")
def may_close(actor: Actor, fund: Any) -> Answer:
    """The treasurer."""
    return treasurer(actor, fund)


@policy("funding.report.make")
def may_report(actor: Actor, fund: Any) -> Answer:
    """The treasurer."""
    return treasurer(actor, fund)


@policy("funding.report.own")
def may_report_own(actor: Actor, funder: Any) -> Answer:
    """The treasurer, and the funder itself."""
    own = actor.has(funder.participation_id, "partners.own")
    return Allowed() if own else treasurer(actor, funder.fund)
