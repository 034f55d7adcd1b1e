"""What a day brings by itself, each morning: instalments and tranches due, restrictions over, reports to be written."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from funding import schedules, workflow
from funding.models import (
    GranteeReport,
    GranteeReportState,
    GrantState,
    Instalment,
    InstalmentState,
    Pledge,
    PledgeState,
    Restriction,
    RestrictionState,
    Tranche,
    TrancheState,
)
from funding.selectors import matches
from funding.services.recording import note
from kernel import clock
from kernel.actor import Actor
from kernel.errors import Conflict, Refused
from kernel.permissions import Allowed, Denied, require
from kernel.workflow import move

REPORT_DAYS = 45
# A suspended grant still owes what it has to tell, and one that was ended its final report about what was paid.
REPORTING = (GrantState.ACTIVE, GrantState.SUSPENDED, GrantState.CLOSING, GrantState.CLOSED, GrantState.TERMINATED)
_OF_PLEDGE = ("pledge__funder__participation__organisation", "pledge__funder__fund__initiative", "pledge__replaces")


def mark_due(*, actor: Actor) -> int:
    """The portal itself. Twice on one day changes nothing the second time; each change is its own small act."""
    own = Denied("not_system", _("The portal does this by itself."))
    require(Allowed() if actor.is_system else own)
    today = clock.today()
    found = _matches(actor) + _instalments(actor)
    found += Tranche.objects.filter(state=TrancheState.PLANNED, due_on__lte=today).update(state=TrancheState.DUE)
    return found + _restrictions(actor) + _reports(actor)


def _restrictions(actor: Actor) -> int:
    """A bucket whose last day is over; what is left in it waits for a decision or the donor's consent."""
    count = 0
    over = Restriction.objects.filter(state=RestrictionState.OPEN, ends_on__lt=clock.today())
    for row in over.select_related("fund__initiative").order_by("pk"):
        with transaction.atomic():
            won = Restriction.objects.filter(pk=row.pk, state=row.state).update(state=RestrictionState.EXPIRED)
            if won == 1:
                told = {"state": [row.state, RestrictionState.EXPIRED], "available": [None, row.available]}
                note(actor, "restriction.expired", row, row.fund, told)
                count += 1
    return count


def _instalments(actor: Actor) -> int:
    today, count = clock.today(), 0
    late = Q(state__in=["scheduled", "due", "part_received"], due_on__lt=today)
    due = Q(state=InstalmentState.SCHEDULED, due_on=today)
    found = Instalment.objects.filter(late | due, pledge__state="signed", received__lt=F("amount") - F("lapsed"))
    rows = list(found.select_related(*_OF_PLEDGE))
    owed = matches.owed(rows, today)  # a matching promise is owed as far as others brought theirs
    for row in rows:
        if not owed[row.pk]:
            continue
        after = InstalmentState.OVERDUE if row.due_on < today else InstalmentState.DUE
        with transaction.atomic():
            won = Instalment.objects.filter(pk=row.pk, state=row.state, received=row.received).update(state=after)
            if won == 1:
                funder = row.pledge.funder
                told = {"state": [row.state, after], "still_owed": [None, owed[row.pk]]}
                note(actor, f"instalment.{after}", row, funder.fund, told, participation=funder.participation)
                count += 1
    return count


def _matches(actor: Actor) -> int:
    """What of a matching promise nobody earned until its day is expected no longer; told again if the bank's lines of
    that time come later."""
    count = 0
    over = Pledge.objects.filter(state=PledgeState.SIGNED, match_percent__gt=0, match_until__lt=clock.today())
    for pledge in over.select_related(
        "funder__participation__organisation", "funder__fund__initiative", "replaces"
    ).order_by("pk"):
        rows = list(pledge.instalments.order_by("due_on", "pk"))
        gone = matches.lapses(pledge, rows, clock.today())
        before = sum(row.lapsed for row in rows)
        with transaction.atomic():
            won = sum(_lapse(row, gone[row.pk]) for row in rows if gone.get(row.pk, row.lapsed) != row.lapsed)
            if won:
                told = {"lapsed": [before, sum(gone.values())]}
                note(actor, "pledge.match_lapsed", pledge, pledge.funder.fund, told,
                     participation=pledge.funder.participation)  # fmt: skip
                count += 1
    return count


def _lapse(row: Instalment, gone: int) -> int:
    """One guarded update: what was received meanwhile is looked at tomorrow."""
    if row.received + gone == row.amount:
        state: str = InstalmentState.LAPSED
    else:
        state = schedules.state(row.due_on, row.amount - gone, row.received, clock.today())
    found = Instalment.objects.filter(pk=row.pk, state=row.state, received=row.received, lapsed=row.lapsed)
    return found.update(lapsed=gone, state=state)


def _reports(actor: Actor) -> int:
    last = clock.today() + timedelta(days=REPORT_DAYS)
    rows = GranteeReport.objects.filter(
        state=GranteeReportState.SCHEDULED, due_on__lte=last, grant__state__in=REPORTING
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
