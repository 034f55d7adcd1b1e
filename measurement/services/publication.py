"""Publishing a cycle: the public sees its current values from then on; what is corrected later says so."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from audit import services as audit
from kernel import clock
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.permissions import require
from kernel.workflow import move
from measurement import workflow
from measurement.models import Cycle, Publication, ReportingRequest, RequestState
from measurement.policies.cycles import may_publish_cycle
from measurement.services import stale
from partners.selectors import mandates
from working_groups.models import Decision


def publish(*, actor: Actor, cycle: Cycle, decision: Decision | None = None) -> Publication:
    """Who: the director. What: the closed cycle's accepted values become public and its period is locked.

    Refuses while a report waits for review.
    """
    require(may_publish_cycle(actor, cycle))
    initiative = cycle.measure_set.initiative
    with transaction.atomic():
        waiting = ReportingRequest.objects.filter(cycle=cycle, state=RequestState.SUBMITTED).count()
        if waiting:
            raise Refused(
                _("Some reports still wait for review: accept or return them first."),
                "reports_wait",
            )
        move(cycle, "publish", workflow.CYCLE)
        row = Publication.objects.create(
            cycle=cycle, as_of=clock.now(), decision=decision, **mandates.stamp(actor, initiative=initiative)
        )
        definitions = set(cycle.requests.values_list("measures__definition", flat=True)) - {None}
        stale.mark(cycle.period, sorted(definitions))
        audit.record(
            actor=actor,
            kind="measurement.cycle.published",
            subject=cycle,
            initiative=initiative,
            changes={"decision": ["", str(decision)]} if decision else None,
        )
    return row
