"""Corrections of accepted values: the owner asks with a reason, another person accepts; the old one stays."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from audit import services as audit
from kernel import clock, writing
from kernel.actor import Actor
from kernel.errors import Conflict
from kernel.permissions import require
from kernel.workflow import move
from measurement import workflow
from measurement.models import Correction, Value
from measurement.policies import reviews as policies
from measurement.services import stale
from partners.models import Participation
from partners.selectors import mandates


@transaction.atomic
def request(
    *, actor: Actor, value: Value, participation: Participation, columns: Mapping[str, Any], reason: str
) -> Correction:
    """The organisation's representative or data officer. Another number in place of an accepted one, with a reason.

    Refuses a value that was replaced already, and a second open correction of the same value.
    """
    value.participation_id = participation.pk  # type: ignore[attr-defined]
    require(policies.may_request_correction(actor, value))
    reason = writing.needed("reason", reason, _("Say why the value is corrected."))
    if Value.objects.filter(replaces=value).exists():
        raise Conflict(_("This value was corrected already: reload to see the present one."), "replaced")
    correction = Correction(
        value=value,
        **columns,
        **writing.said("reason", reason, actor),
        **mandates.stamp(actor, participation=participation),
    )
    writing.check(correction)
    writing.insert(correction, _("A correction of this value is waiting already."), "correction_open")
    _record(actor, "correction_requested", correction, {"reason": ["", reason]}, participation)
    return correction


@transaction.atomic
def accept(*, actor: Actor, correction: Correction) -> Value:
    """Director or coordinator, another person. Writes the value that replaces the old one.

    Refuses if somebody replaced the value meanwhile.
    """
    require(policies.may_answer_correction(actor, correction))
    old = correction.value
    initiative = old.definition.measure.initiative
    move(correction, "accept", workflow.CORRECTION, answered_by_id=actor.user_id, answered_at=clock.now())
    value = Value(
        organisation_id=old.organisation_id,
        definition_id=old.definition_id,
        period=old.period,
        combination_id=old.combination_id,
        number=correction.number,
        weight=correction.weight,
        blank=correction.blank,
        quality=correction.quality,
        replaces=old,
        **mandates.stamp(actor, initiative=initiative),
    )
    writing.insert(value, _("This value was corrected already: reload to see the present one."), "replaced")
    stale.mark(old.period, [old.definition_id])
    changes = {"number": [str(old.number), str(value.number)], "reason": ["", correction.reason]}
    _record(actor, "corrected", correction, changes)
    return value


@transaction.atomic
def decline(*, actor: Actor, correction: Correction, answer: str) -> Correction:
    """The same people, with a reason."""
    require(policies.may_answer_correction(actor, correction))
    answer = writing.needed("answer", answer, _("Say why the correction is declined."))
    move(
        correction,
        "decline",
        workflow.CORRECTION,
        answered_by_id=actor.user_id,
        answered_at=clock.now(),
        **writing.said("answer", answer, actor),
    )
    _record(actor, "correction_declined", correction, {"answer": ["", answer]})
    return correction


def _record(
    actor: Actor,
    act: str,
    correction: Correction,
    changes: Mapping[str, Any],
    participation: Participation | None = None,
) -> None:
    value = correction.value
    initiative = value.definition.measure.initiative
    part = (
        participation or Participation.objects.filter(initiative=initiative, organisation=value.organisation_id).first()
    )
    audit.record(
        actor=actor,
        kind=f"measurement.value.{act}",
        subject=correction,
        changes=changes,
        initiative=initiative,
        organisation=value.organisation,
        about={"participation": part.pk} if part else {},
        title=lambda: f"{value.definition.measure}, {value.period}",
    )
