"""What of the fund waits for a person: payments, reports to write or review, instalments, money that lapses."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from funding.models import (
    OPEN_INSTALMENTS,
    Assessment,
    FundingRound,
    Grant,
    GranteeReport,
    GrantState,
    Instalment,
    PayeeAccount,
    PayeeState,
    Payment,
    PaymentApproval,
    PaymentState,
    Proposal,
    ProposalState,
    Receipt,
    ReceiptState,
    RoundState,
)
from funding.selectors import matches
from funding.selectors.answering import SIGNERS, TREASURER, answered, duty, matching, unsigned
from funding.selectors.assessing import ASSESSORS
from kernel.actor import Actor
from kernel.duties import Duty, in_order
from kernel.formatting import amount

WINDOW = timedelta(days=14)
ANY_HAND = (PaymentState.FINANCE_APPROVED, PaymentState.RETURNED)  # the file for the bank is made by either
BEFORE_THE_BANK = (PaymentState.REQUESTED, PaymentState.PROGRAMME_APPROVED, PaymentState.FINANCE_APPROVED)
STAFF = ("partners.director", "partners.coordinator")
LEADS = ("partners.representative", "partners.alternate")
CONTACTS = (*LEADS, "partners.finance_contact")


def for_person(actor: Actor, on: date, initiative: Any = None) -> list[Duty]:
    """All duties of a person about money, in one initiative or in all; each part asks only whom it concerns."""
    parts = [
        _accounts, _loose, answered, matching, _own_reports, _grants, unsigned, _instalments, _payments, _reviews,
        _rounds,
    ]  # fmt: skip
    duties = [one for part in parts for one in part(actor, on)]
    return in_order(duties if initiative is None else [one for one in duties if f"/{initiative.slug}/" in one.url])


def _payments(actor: Actor, on: date) -> Iterator[Duty]:
    """The next hand of each payment; whoever is tied to the grantee is not asked."""
    steps = {
        PaymentState.REQUESTED: actor.keys(*STAFF),
        PaymentState.PROGRAMME_APPROVED: actor.keys(*TREASURER),
        PaymentState.FINANCE_APPROVED: actor.keys(*TREASURER),
        PaymentState.INSTRUCTED: actor.keys("partners.director", *TREASURER),
        PaymentState.RETURNED: actor.keys(*TREASURER),
    }
    if not any(steps.values()):
        return
    ties = actor.keys("partners.interest", "partners.organisation")
    given = PaymentApproval.objects.filter(by=actor.user_id, fingerprint=F("payment__fingerprint")).values("payment")
    rows = Payment.objects.filter(state__in=[state for state, keys in steps.items() if keys])
    # Whoever asked, or has given a hand already, is nobody's next hand; a returned one goes out with the hands it has.
    rows = rows.exclude(~Q(state__in=ANY_HAND) & (Q(by=actor.user_id) | Q(pk__in=given)))
    # Nobody can approve or send what its account holds: the grantee, or whoever confirms the account, comes first.
    rows = rows.exclude(Q(state__in=BEFORE_THE_BANK) & (_REPLACED | Q(Exists(_offered()))))
    for row in rows.select_related("fund__initiative", "tranche__grant__participation__organisation").order_by("pk"):
        part = row.tranche.grant.participation
        if row.fund.initiative_id in steps[PaymentState(row.state)] and part.organisation_id not in ties:
            is_back = row.state == PaymentState.RETURNED
            said = _("Payment of %(amount)s came back") if is_back else _("Payment of %(amount)s waits for you")
            title = said % {"amount": amount(row.amount)}
            yield duty("payment", title, row.get_absolute_url(), _("Open the payment"), on, None, part)


_REPLACED = Q(account__state=PayeeState.REPLACED)


def _offered() -> Any:
    """The account that a payment's grantee gave and nobody confirmed or refused yet."""
    part = OuterRef("tranche__grant__participation")
    return PayeeAccount.objects.filter(participation=part, state=PayeeState.PROPOSED)


def _accounts(actor: Actor, on: date) -> Iterator[Duty]:
    """Accounts of grantees that wait for a second person: payments to that grantee wait with them."""
    keys = actor.keys(*TREASURER)
    if not keys:
        return
    rows = PayeeAccount.objects.filter(participation__initiative__in=keys, state=PayeeState.PROPOSED)
    rows = rows.exclude(by=actor.user_id).select_related("participation__organisation")
    asked = {row.participation_id: row for row in rows}
    grants = Grant.objects.filter(participation__in=asked).select_related("fund__initiative").order_by("-pk")
    funds = {grant.participation_id: grant.fund for grant in grants}
    for key, row in asked.items():
        if key in funds:
            title = _("Bank account of %(name)s waits for your confirmation") % {"name": row.participation}
            url = f"{funds[key].get_absolute_url()}payments/accounts/"
            yield duty("account", title, url, _("To the accounts"), on, None, row.participation)


_STEPS = {
    RoundState.OPENED: gettext_lazy("Close the assessment of “%(round)s”"),
    RoundState.ASSESSED: gettext_lazy("Recommend amounts in “%(round)s”"),
    RoundState.DECIDED: gettext_lazy("Announce the results of “%(round)s”"),
}


def _rounds(actor: Actor, on: date) -> Iterator[Duty]:
    """Proposals to assess, one line a round, and for the staff that runs the round its next step."""
    staff = actor.keys(*STAFF)
    keys = {*staff, *actor.keys("working_groups.steering")}
    if not keys:
        return
    rows = FundingRound.objects.filter(
        Exists(Proposal.objects.filter(round=OuterRef("pk"))), fund__initiative__in=keys, state__in=list(_STEPS)
    ).annotate(is_thin=Exists(_thin()), waiting=_count(_thin().exclude(_not_for(actor))))
    for row in rows.select_related("fund__initiative").order_by("pk"):
        if row.state == RoundState.OPENED and row.waiting:
            title = ngettext(
                "One proposal of “%(round)s” waits for your assessment",
                "%(count)s proposals of “%(round)s” wait for your assessment",
                row.waiting,
            ) % {"count": row.waiting, "round": row}
            yield duty("assess", title, row.get_absolute_url(), _("To the round"), on, row.closes_on, row.fund)
        if row.fund.initiative_id in staff and _is_next(row, on):
            title = _STEPS[RoundState(row.state)] % {"round": row}
            yield duty("round", title, row.get_absolute_url(), _("To the round"), on, None, row.fund)


def _thin() -> Any:
    """The proposals of a round that fewer people assessed than a round asks for."""
    people = _count(Assessment.objects.filter(proposal=OuterRef("pk")).order_by(), "by")
    rows = Proposal.objects.filter(round=OuterRef("pk"), state=ProposalState.SUBMITTED)
    return rows.annotate(people=people).filter(people__lt=ASSESSORS)


def _not_for(actor: Actor) -> Q:
    """Proposals that this person does not assess: all of a round with a tied applicant, and those that it assessed.

    Whoever may assess is asked, staff and committee: with members recused the staff is often the second pair of eyes.
    """
    tied = actor.keys("partners.interest", "partners.organisation")
    competes = Proposal.objects.exclude(state=ProposalState.WITHDRAWN).filter(participation__organisation__in=tied)
    done = Assessment.objects.filter(by=actor.user_id).values("proposal")
    return Q(round__in=competes.values("round")) | Q(pk__in=done)


def _count(rows: Any, of: str = "pk") -> Any:
    """How many different ones, beside a row of another table."""
    counted = rows.order_by().values(one=Value(1)).annotate(total=Count(of, distinct=True)).values("total")
    return Coalesce(Subquery(counted), 0)


def _is_next(round: Any, on: date) -> bool:
    """Whether the step after its state may be taken: an open round is over, and each proposal is assessed."""
    return round.state != RoundState.OPENED or (round.closes_on < on and not round.is_thin)


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
        title = ngettext("One receipt waits for its purpose", "%(count)s receipts wait for their purpose", count)
        title %= {"count": count}
        yield duty("receipt", title, f"{fund.get_absolute_url()}receipts/", _("Open the receipts"), on, None, fund)


def _owed(on: date) -> Q:
    """Reports that were sent, and those that did not come by their day."""
    return Q(state="submitted") | Q(state__in=["open", "returned"], due_on__lt=on)


def _reviews(actor: Actor, on: date) -> Iterator[Duty]:
    """Who runs the fund reviews what was sent, and asks for what is late or gives it more time."""
    keys = actor.keys(*STAFF)
    if not keys:
        return
    rows = GranteeReport.objects.filter(_owed(on), grant__fund__initiative__in=keys).exclude(
        grant__participation__organisation__in=actor.keys("partners.interest", "partners.organisation")
    )
    for row in rows.select_related("grant__fund__initiative", "grant__participation__organisation"):
        part, url, words = row.grant.participation, row.get_absolute_url(), {"title": row.grant.title}
        if row.state == "submitted":
            title = _("Report of a grantee to review: %(title)s") % words
            yield duty("review", title, url, _("Review the report"), on, None, part)
        else:
            title = _("Report of a grantee not received: %(title)s") % words
            yield duty("late_report", title, url, _("Open the report"), on, row.due_on, part)


def _own_reports(actor: Actor, on: date) -> Iterator[Duty]:
    keys = actor.keys(*LEADS)
    if not keys:
        return
    rows = GranteeReport.objects.filter(grant__participation__in=keys, state__in=["open", "returned"])
    for row in rows.select_related("grant__fund__initiative", "grant__participation__organisation"):
        came_back = row.state == "returned"
        said = _("A question about the report on the grant: %(title)s") if came_back else None
        title = (said or _("Report about the grant: %(title)s")) % {"title": row.grant.title}
        yield duty(
            "report", title, row.get_absolute_url(), _("Write the report"), on, row.due_on, row.grant.participation
        )


def _grants(actor: Actor, on: date) -> Iterator[Duty]:
    """An agreement that the grantee signs, and a payment whose account changed since it was asked for; one query."""
    signs, asks = actor.keys(*SIGNERS), actor.keys(*CONTACTS)
    if not signs and not asks:
        return
    held = Payment.objects.filter(_REPLACED, tranche__grant=OuterRef("pk"), state__in=[*BEFORE_THE_BANK, "returned"])
    first = {name: Subquery(held.order_by("pk").values(name)[:1]) for name in ("public_id", "amount")}
    rows = Grant.objects.annotate(held=first["public_id"], held_amount=first["amount"]).filter(
        Q(participation__in=signs, state=GrantState.AGREEMENT_SENT) | Q(participation__in=asks, held__isnull=False)
    )
    for row in rows.select_related("fund__initiative", "participation__organisation"):
        if row.held is not None:
            title = _("Take the new bank account into the payment of %(amount)s") % {"amount": amount(row.held_amount)}
            url = f"{row.fund.get_absolute_url()}payments/{row.held}/"
            yield duty("renew", title, url, _("Open the payment"), on, None, row.participation)
            continue
        title = _("Grant agreement to sign: %(title)s") % {"title": row.title}
        yield duty("agreement", title, row.get_absolute_url(), _("Open the grant"), on, None, row.participation)


def _instalments(actor: Actor, on: date) -> Iterator[Duty]:
    """What the funder itself promised and has not sent; the treasurer sees what is late."""
    own, treasures = actor.keys("partners.funder"), actor.keys(*TREASURER)
    if not own and not treasures:
        return
    rows = Instalment.objects.filter(
        state__in=OPEN_INSTALMENTS, pledge__state="signed", due_on__lte=on + WINDOW
    ).select_related(
        "pledge__funder__fund__initiative", "pledge__funder__participation__organisation", "pledge__replaces"
    )
    mine = Q(pledge__funder__participation__in=own) | Q(pledge__funder__fund__initiative__in=treasures)
    found = list(rows.filter(mine).order_by("due_on", "pk"))
    owed = matches.owed(found, on)
    for row in found:
        funder = row.pledge.funder
        late = row.due_on < on and funder.fund.initiative_id in treasures
        if not owed[row.pk]:
            continue
        if funder.participation_id in own or late:
            title = _("Pledge instalment of %(amount)s") % {"amount": amount(owed[row.pk], row.pledge.currency)}
            url = row.pledge.get_absolute_url()
            yield duty("instalment", title, url, _("Open the pledge"), on, row.due_on, funder.participation)
