"""What of the fund waits for a person: payments, reports to write or review, instalments, money that lapses."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from funding.models import (
    OPEN_INSTALMENTS,
    Assessment,
    Grant,
    GranteeReport,
    GrantState,
    Instalment,
    Payment,
    PaymentState,
    Proposal,
    ProposalState,
    Receipt,
    ReceiptState,
    Restriction,
    RestrictionState,
    RoundState,
)
from funding.selectors.assessing import ASSESSORS
from kernel.actor import Actor
from kernel.duties import Duty, in_order, urgency
from kernel.formatting import amount

WINDOW = timedelta(days=14)
STAFF = ("partners.director", "partners.coordinator")
TREASURER = ("partners.treasurer",)
LEADS = ("partners.representative", "partners.alternate")


def for_person(actor: Actor, on: date, initiative: Any = None) -> list[Duty]:
    """All duties of a person about money, in one initiative or in all; each part asks only whom it concerns."""
    parts = (_payments, _assessments, _loose, _lapsing, _reviews, _own_reports, _agreements, _instalments)
    duties = [duty for part in parts for duty in part(actor, on)]
    return in_order(duties if initiative is None else [duty for duty in duties if f"/{initiative.slug}/" in duty.url])


def _duty(kind: str, title: Any, url: str, label: Any, on: date, due_on: date | None = None, who: Any = "") -> Duty:
    return Duty(
        kind=f"funding.{kind}", title=title, url=url, due_on=due_on, act_label=label, organisation=str(who or ""),
        urgency=urgency(due_on, on),
    )  # fmt: skip


def _payments(actor: Actor, on: date) -> Iterator[Duty]:
    """The next hand of each payment; whoever is tied to the grantee is not asked."""
    steps = {
        PaymentState.REQUESTED: actor.keys(*STAFF),
        PaymentState.PROGRAMME_APPROVED: actor.keys(*TREASURER),
        PaymentState.FINANCE_APPROVED: actor.keys(*TREASURER),
        PaymentState.INSTRUCTED: actor.keys("partners.director"),
    }
    if not any(steps.values()):
        return
    ties = actor.keys("partners.interest", "partners.organisation")
    rows = Payment.objects.filter(state__in=[state for state, keys in steps.items() if keys])
    for row in rows.select_related("fund__initiative", "tranche__grant__participation__organisation").order_by("pk"):
        part = row.tranche.grant.participation
        if row.fund.initiative_id in steps[PaymentState(row.state)] and part.organisation_id not in ties:
            title = _("Payment of %(amount)s waits for you") % {"amount": amount(row.amount)}
            yield _duty("payment", title, row.get_absolute_url(), _("Open the payment"), on, None, part)


def _assessments(actor: Actor, on: date) -> Iterator[Duty]:
    """Proposals that fewer people assessed than a round asks for, one line a round; never one's own or a tied one.

    The committee alone is asked: the staff, who may assess too, run the round and see on its page who did.
    """
    keys = actor.keys("working_groups.steering")
    if not keys:
        return
    asked = Proposal.objects.filter(
        round__fund__initiative__in=keys, round__state=RoundState.OPENED, state=ProposalState.SUBMITTED
    ).exclude(participation__organisation__in=actor.keys("partners.interest", "partners.organisation"))
    asked = asked.exclude(pk__in=Assessment.objects.filter(by=actor.user_id).values("proposal"))
    asked = asked.annotate(people=Count("assessments__by", distinct=True)).filter(people__lt=ASSESSORS)
    counts: dict[Any, int] = {}
    for row in asked.select_related("round__fund__initiative").order_by("pk"):
        counts[row.round] = counts.get(row.round, 0) + 1
    for round, count in counts.items():
        words = {"count": count, "round": round}
        title = ngettext(
            "One proposal of “%(round)s” waits for your assessment",
            "%(count)s proposals of “%(round)s” wait for your assessment",
            count,
        )
        yield _duty(
            "assess", title % words, round.get_absolute_url(), _("To the round"), on, round.closes_on, round.fund
        )


def _loose(actor: Actor, on: date) -> Iterator[Duty]:
    """Money without a purpose: one line a fund."""
    keys = actor.keys(*TREASURER)
    if not keys:
        return
    rows = Receipt.objects.filter(
        fund__initiative__in=keys, state__in=[ReceiptState.RECORDED, ReceiptState.MATCHED], assigned__lt=F("amount")
    ).select_related("fund__initiative")
    counts: dict[Any, int] = {}
    for row in rows:
        counts[row.fund] = counts.get(row.fund, 0) + 1
    for fund, count in counts.items():
        title = _("Receipts without a purpose: %(count)s") % {"count": count}
        yield _duty("receipt", title, f"{fund.get_absolute_url()}receipts/", _("Open the receipts"), on, None, fund)


def _lapsing(actor: Actor, on: date) -> Iterator[Duty]:
    """Free money whose restriction ends within ninety days."""
    keys = actor.keys(*TREASURER, "partners.director")
    if not keys:
        return
    rows = Restriction.objects.filter(
        fund__initiative__in=keys, state=RestrictionState.OPEN, available__gt=0, ends_on__lte=on + timedelta(days=90)
    )
    for row in rows.select_related("fund__initiative"):
        words = {"amount": amount(row.available, row.currency), "name": row.own_name}
        title = _("%(amount)s under “%(name)s” are about to lapse") % words
        yield _duty("lapse", title, row.get_absolute_url(), _("Open the fund"), on, row.ends_on)


def _reviews(actor: Actor, on: date) -> Iterator[Duty]:
    keys = actor.keys(*STAFF)
    if not keys:
        return
    rows = GranteeReport.objects.filter(grant__fund__initiative__in=keys, state="submitted")
    for row in rows.select_related("grant__fund__initiative", "grant__participation__organisation"):
        title = _("Report of a grantee to review: %(title)s") % {"title": row.grant.title}
        yield _duty("review", title, row.get_absolute_url(), _("Review the report"), on, None, row.grant.participation)


def _own_reports(actor: Actor, on: date) -> Iterator[Duty]:
    keys = actor.keys(*LEADS)
    if not keys:
        return
    rows = GranteeReport.objects.filter(grant__participation__in=keys, state__in=["open", "returned"])
    for row in rows.select_related("grant__fund__initiative", "grant__participation__organisation"):
        title = _("Report about the grant: %(title)s") % {"title": row.grant.title}
        yield _duty(
            "report", title, row.get_absolute_url(), _("Write the report"), on, row.due_on, row.grant.participation
        )


def _agreements(actor: Actor, on: date) -> Iterator[Duty]:
    keys = actor.keys("partners.representative", "partners.signatory")
    if not keys:
        return
    rows = Grant.objects.filter(participation__in=keys, state=GrantState.AGREEMENT_SENT)
    for row in rows.select_related("fund__initiative", "participation__organisation"):
        title = _("Grant agreement to sign: %(title)s") % {"title": row.title}
        yield _duty("agreement", title, row.get_absolute_url(), _("Open the grant"), on, None, row.participation)


def _instalments(actor: Actor, on: date) -> Iterator[Duty]:
    """What the funder itself promised and has not sent; the treasurer sees what is late."""
    own, treasures = actor.keys("partners.funder"), actor.keys(*TREASURER)
    if not own and not treasures:
        return
    rows = Instalment.objects.filter(
        state__in=OPEN_INSTALMENTS, pledge__state="signed", due_on__lte=on + WINDOW
    ).select_related("pledge__funder__fund__initiative", "pledge__funder__participation__organisation")
    for row in rows:
        funder = row.pledge.funder
        late = row.due_on < on and funder.fund.initiative_id in treasures
        if funder.participation_id in own or late:
            title = _("Pledge instalment of %(amount)s") % {
                "amount": amount(row.amount - row.received, row.pledge.currency)
            }
            url = row.pledge.get_absolute_url()
            yield _duty("instalment", title, url, _("Open the pledge"), on, row.due_on, funder.participation)
