"""What an organisation lets others see of its own values, measure by measure. Withdrawing is a later row."""

from typing import Any

from django.db import transaction

from audit import services as audit
from kernel import clock, writing
from kernel.actor import Actor
from kernel.permissions import require
from measurement.models import Consent, Measure
from measurement.policies import reviews as policies
from partners.models import Participation
from partners.selectors import mandates


@transaction.atomic
def give(
    *,
    actor: Actor,
    participation: Participation,
    measure: Measure,
    audience: str,
    grain: str = "total",
    purpose: str = "",
) -> Consent:
    """The organisation's representative. Others may see its values of a measure, at that grain, from today on."""
    return _decide(actor, participation, measure, True, audience=audience, grain=grain, **_said(purpose, actor))


@transaction.atomic
def withdraw(*, actor: Actor, participation: Participation, measure: Measure, audience: str) -> Consent:
    """The organisation's representative. It counts from the next read; what was published keeps its notice."""
    return _decide(actor, participation, measure, False, audience=audience)


def _said(purpose: str, actor: Actor) -> dict[str, str]:
    return writing.said("purpose", purpose, actor)


def _decide(actor: Actor, participation: Participation, measure: Measure, is_given: bool, **columns: Any) -> Consent:
    organisation = participation.organisation
    require(policies.may_give_consent(actor, organisation))
    consent = Consent(
        organisation=organisation,
        measure=measure,
        is_given=is_given,
        starts_on=clock.today(),
        **columns,
        **mandates.stamp(actor, participation=participation),
    )
    writing.check(consent)
    consent.save(force_insert=True)
    audit.record(
        actor=actor,
        kind=f"measurement.consent.{'given' if is_given else 'withdrawn'}",
        subject=consent,
        changes={"audience": ["", columns["audience"]]},
        initiative=measure.initiative,
        organisation=organisation,
        about={"participation": participation.pk},
        title=measure,
    )
    return consent
