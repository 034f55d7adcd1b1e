"""Acts on the answers of seats to a tabled decision: respond, recuse."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kernel import clock, languages
from kernel.actor import Actor
from kernel.errors import Conflict, Invalid
from kernel.permissions import require
from partners.selectors import mandates
from working_groups.models import Answer, DecisionState, Response
from working_groups.policies import decisions as policies
from working_groups.services.decisions import note


@transaction.atomic
def respond(*, actor: Actor, response: Response, answer: str, reason: str = "", reason_language: str = "") -> Response:
    """The person of the seat. For, against, abstain; may change until it is decided. Refuses the recused."""
    require(policies.may_respond(actor, response))
    if answer not in Answer.values:
        raise Invalid(_("Choose for, against or abstain."), fields={"answer": [_("Choose one.")]})
    if answer == Answer.AGAINST and not reason.strip():
        sentence = _("An objection needs its reason, so that it can be met.")
        raise Invalid(sentence, fields={"reason": [sentence]})
    before = response.answer
    new = {
        **mandates.stamp(actor, participation=response.seat.participation),
        "answer": answer,
        "reason": reason,
        "reason_language": reason_language or languages.current(),
        "answered_at": clock.now(),
    }
    _write(response, new)
    note(actor, response.decision, "answered", {"answer": [before, answer]})
    return response


@transaction.atomic
def recuse(*, actor: Actor, response: Response, reason: str, reason_language: str = "") -> Response:
    """The person of the seat, or the chair for it. Takes no part. Refuses without a reason and once decided."""
    require(policies.may_recuse(actor, response))
    if not reason.strip():
        sentence = _("Say what the interest is.")
        raise Invalid(sentence, fields={"reason": [sentence]})
    new = {
        **mandates.stamp(actor, initiative=response.decision.body.initiative),
        "is_recused": True,
        "answer": "",
        "reason": reason,
        "reason_language": reason_language or languages.current(),
    }
    _write(response, new)
    note(actor, response.decision, "recused", {"is_recused": [False, True]})
    return response


def _write(response: Response, new: Mapping[str, Any]) -> None:
    won = Response.objects.filter(
        pk=response.pk, is_recused=False, locked_at__isnull=True, decision__state=DecisionState.TABLED
    ).update(**new)
    if won != 1:
        raise Conflict(_("Answers were closed meanwhile: reload to see the decision."), "moved_on")
    for name, value in new.items():
        setattr(response, name, value)
