"""What every act here does with the log and with decisions: one entry, its keys, its title."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from audit import services as audit
from funding.models import Fund
from kernel.actor import Actor
from kernel.errors import Refused
from working_groups.models import Decision, Outcome


def note(
    actor: Actor,
    kind: str,
    subject: models.Model,
    fund: Fund,
    changes: Mapping[str, Any] | None = None,
    *,
    participation: Any = None,
    title: str = "",
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
        title=title or f"{fund}: {subject}",
    )


def adopted(decision: Decision | None, fund: Fund, organisation_id: int | None = None) -> Decision:
    """The decision that an act stands on: adopted by the fund's body, and about that organisation if one is named."""
    if decision is None:
        raise Refused(_("Money moves by a decision: choose the one that says so."), "no_decision")
    if not decision.is_decided or decision.outcome != Outcome.ADOPTED:
        raise Refused(_("This decision was not adopted."), "not_adopted")
    if decision.body.initiative_id != fund.initiative_id or (fund.body_id and decision.body_id != fund.body_id):
        raise Refused(_("This decision is of another body than the fund's."), "foreign")
    if organisation_id is not None and decision.concerns_id not in {None, organisation_id}:
        raise Refused(_("This decision is about another organisation."), "foreign")
    return decision
