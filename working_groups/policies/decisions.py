"""Who may propose, table, answer, decide and record decisions."""

from django.utils.translation import gettext_lazy as _

from kernel.actor import Actor
from kernel.permissions import Answer, Denied, first, policy
from working_groups import workflow
from working_groups.models import Body, Decision, DecisionState, Response
from working_groups.policies.roles import CLOSED, NOT_CHAIR, NOT_RUNNER, TIED, chairs, in_life, only, runs, tied

NO_SEAT = Denied("no_seat", _("Only those who sit here with a vote answer."))


@policy("working_groups.decision.propose")
def may_propose_decision(actor: Actor, body: Body) -> Answer:
    """Who runs the body, and whoever votes there."""
    role = runs(actor, body) or actor.has(body.pk, "working_groups.votes")
    return first(only(role, NOT_RUNNER), only(body.is_open, CLOSED))


@policy("working_groups.decision.edit")
def may_edit_decision(actor: Actor, decision: Decision) -> Answer:
    """Who runs the body without a tie to the organisation concerned, and whoever proposed it, until it is tabled."""
    own = actor.user_id is not None and actor.user_id == decision.by_id
    proposed = decision.state == DecisionState.PROPOSED
    return first(
        only(own or runs(actor, decision.body), NOT_RUNNER),
        only(proposed, Denied("wrong_state", _("It was put to the body: its text no longer changes."))),
        only(own or not tied(actor, decision.concerns_id), TIED),
    )


@policy("working_groups.decision.translate")
def may_translate_decision(actor: Actor, decision: Decision) -> Answer:
    """As editing, also after it was decided: the text in the other languages only."""
    return first(only(runs(actor, decision.body), NOT_RUNNER), only(not tied(actor, decision.concerns_id), TIED))


@policy("working_groups.decision.table")
def may_table(actor: Actor, decision: Decision) -> Answer:
    """The chair, without a tie to the organisation concerned."""
    return first(
        only(chairs(actor, decision.body), NOT_CHAIR),
        only(decision.body.is_open, CLOSED),
        in_life(workflow.DECISION, "table", decision.state),
        only(not tied(actor, decision.concerns_id), TIED),
    )


@policy("working_groups.decision.respond")
def may_respond(actor: Actor, response: Response) -> Answer:
    """The person of the seat, while it is tabled, unless recused."""
    decision = response.decision
    own = actor.user_id is not None and actor.user_id == response.seat.person_id
    return first(
        only(own and actor.has(decision.body_id, "working_groups.votes"), NO_SEAT),
        only(decision.state == DecisionState.TABLED, Denied("wrong_state", _("Answers are closed."))),
        only(
            not response.is_recused, Denied("recused", _("You take no part in this decision: an interest is declared."))
        ),
    )


@policy("working_groups.decision.recuse")
def may_recuse(actor: Actor, response: Response) -> Answer:
    """The person of the seat, while it is tabled."""
    own = actor.user_id is not None and actor.user_id == response.seat.person_id
    return first(
        only(own or chairs(actor, response.decision.body), NO_SEAT),
        only(response.decision.state == DecisionState.TABLED, Denied("wrong_state", _("Answers are closed."))),
        only(not response.is_recused, Denied("recused", _("This seat is recused already."))),
    )


@policy("working_groups.decision.decide")
def may_decide(actor: Actor, decision: Decision) -> Answer:
    """The chair, unless recused."""
    answer = first(only(chairs(actor, decision.body), NOT_CHAIR), in_life(workflow.DECISION, "decide", decision.state))
    if not answer:
        return answer
    recused = Response.objects.filter(decision=decision, is_recused=True, seat__person_id=actor.user_id).exists()  # type: ignore[misc]
    sentence = _("You take no part in this decision: the co-chair records it.")
    return only(not recused, Denied("recused", sentence))


@policy("working_groups.decision.record")
def may_record_decision(actor: Actor, body: Body) -> Answer:
    """The chair: a decision taken in a meeting that was held."""
    return first(only(chairs(actor, body), NOT_CHAIR), only(body.is_open, CLOSED))
