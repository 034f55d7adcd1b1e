"""Who may add papers to a meeting, to one of its items, or to a decision, and take them away again."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kernel.actor import Actor
from kernel.permissions import Answer, Denied, first, policy
from working_groups.models import Decision, Meeting
from working_groups.policies.roles import NOT_RUNNER, TIED, only, runs, tied

LOCKED = Denied("locked", _("The minutes are locked, and the materials with them."))
DECIDED = Denied("decided", _("This was decided on with its papers: they stay."))


def _is_locked(meeting: Meeting) -> bool:
    minutes = getattr(meeting, "minutes", None)
    return minutes is not None and minutes.locked_at is not None


@policy("working_groups.material.attach")
def may_attach(actor: Actor, thing: Any) -> Answer:
    """Who runs the meetings of its body; for a meeting until its minutes are locked, for a decision unless tied."""
    is_decision = isinstance(thing, Decision)
    return first(
        only(runs(actor, thing.body), NOT_RUNNER),
        only(is_decision or not _is_locked(thing), LOCKED),
        only(not is_decision or not tied(actor, thing.concerns_id), TIED),
    )


@policy("working_groups.material.remove")
def may_remove(actor: Actor, thing: Any) -> Answer:
    """As adding; the papers of a decision that was taken stay."""
    kept = isinstance(thing, Decision) and thing.decided_at is not None
    return first(may_attach(actor, thing), only(not kept, DECIDED))
