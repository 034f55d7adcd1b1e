"""What a day brings by itself, each morning: instalments and tranches due, restrictions over, reports to be written."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from funding import workflow
from funding.models import (
    GranteeReport,
    GranteeReportState,
    Instalment,
    InstalmentState,
    Restriction,
    RestrictionState,
    Tranche,
    TrancheState,
)
from funding.services.recording import note
from kernel import clock
from kernel.actor import Actor
from kernel.errors import Conflict, Refused
from kernel.permissions import Allowed, Denied, require
from kernel.workflow import move

REPORT_DAYS = 45


def mark_due(*, actor: Actor) -> int:
    """The portal itself. Twice on one day changes nothing the second time; each change is its own small act."""
    own = Denied("not_system", _("The portal does this by itself."))
    require(Allowed() if actor.is_system else own)
    today = clock.today()
    found = _instalments(actor)
    found += Tranche.objects.filter(state=TrancheState.PLANNED, due_on__lte=today).update(state=TrancheState.DUE)
    found += Restriction.objects.filter(state=RestrictionState.OPEN, ends_on__lt=today).update(
        state=RestrictionState.EXPIRED
    )
    return found + _reports(actor)


def _instalments(actor: Actor) -> int:
    today, count = clock.today(), 0
    late = Q(state__in=["scheduled", "due", "part_received"], due_on__lt=today)
    due = Q(state=InstalmentState.SCHEDULED, due_on=today)
    rows = Instalment.objects.filter(late | due, pledge__state="signed", received__lt=F("amount"))
    for row in rows.select_related("pledge__funder__participation__organisation", "pledge__funder__fund__initiative"):
        after = InstalmentState.OVERDUE if row.due_on < today else InstalmentState.DUE
        with transaction.atomic():
            won = Instalment.objects.filter(pk=row.pk, state=row.state, received=row.received).update(state=after)
            if won == 1:
                funder = row.pledge.funder
                told = {"state": [row.state, after], "rest": [None, row.amount - row.received]}
                note(actor, f"instalment.{after}", row, funder.fund, told, participation=funder.participation)
                count += 1
    return count


def _reports(actor: Actor) -> int:
    last = clock.today() + timedelta(days=REPORT_DAYS)
    rows = GranteeReport.objects.filter(
        state=GranteeReportState.SCHEDULED, due_on__lte=last, grant__state__in=["active", "closing", "closed"]
    ).select_related("grant__fund__initiative", "grant__participation__organisation")
    count = 0
    for row in rows:
        try:
            with transaction.atomic():
                move(row, "open", workflow.GRANTEE_REPORT)
                note(actor, "report.opened", row, row.grant.fund, participation=row.grant.participation)
                count += 1
        except (Conflict, Refused):  # the grantee began it meanwhile
            continue
    return count
