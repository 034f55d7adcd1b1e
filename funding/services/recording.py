"""What every act here does with the log and with decisions: one entry, its keys, its title."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from audit import services as audit
from funding.models import Fund, Guideline
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.text import sentence
from working_groups.models import Body, Decision, Outcome

_FOREIGN = _("This decision is of another body than the fund's.")


def note(
    actor: Actor,
    kind: str,
    subject: models.Model,
    fund: Fund,
    changes: Mapping[str, Any] | None = None,
    *,
    participation: Any = None,
    title: Any = None,
) -> None:
    """The one entry of an act about money; `participation` is the funder's or the grantee's."""
    audit.record(
        actor=actor,
        kind=f"funding.{kind}",
        subject=subject,
        initiative=fund.initiative,
        organisation=participation.organisation if participation is not None else None,
        about={"participation": participation.pk} if participation is not None else None,
        changes=changes,
        title=title or (lambda: f"{fund}: {subject}"),
    )


def body_of(fund: Fund, rules: Guideline, amount: int) -> Body | None:
    """Who decides about that much: the fund's body, or the one that the guidelines name above an amount."""
    return rules.upper_body if rules.upper_above and amount > rules.upper_above else fund.body


def adopted(
    decision: Decision | None, fund: Fund, organisation_id: int | None = None, *, body: Body | None = None
) -> Decision:
    """The decision that an act stands on: adopted by the fund's body, or by the one given, and about nobody or
    that organisation; without one, about nobody."""
    if decision is None:
        raise Refused(_("Money moves by a decision: choose the one that says so."), "no_decision")
    if not decision.is_decided or decision.outcome != Outcome.ADOPTED:
        raise Refused(_("This decision was not adopted."), "not_adopted")
    wanted = body.pk if body is not None else fund.body_id
    if body is not None and decision.body_id != wanted:
        said = sentence(_("Above the amount of the guidelines another body decides: %(body)s."), body=body)
        raise Refused(said if wanted != fund.body_id else _FOREIGN, "foreign")
    if decision.body.initiative_id != fund.initiative_id or (wanted and decision.body_id != wanted):
        raise Refused(_FOREIGN, "foreign")
    if decision.concerns_id not in {None, organisation_id}:
        raise Refused(_("This decision is about another organisation."), "foreign")
    return decision
