"""Money in: matched by a person, given its purpose, exchanged, refunded, receipted. Until then it cannot be spent."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from funding import ledger, schedules, workflow
from funding.models import (
    HOME,
    BankLine,
    EntryKind,
    Exchange,
    Funder,
    Instalment,
    JournalEntry,
    Receipt,
    ReceiptPart,
    ReceiptState,
    Restriction,
    RestrictionKind,
    RestrictionState,
)
from funding.policies import bank as policies
from funding.schedules import Owed
from funding.services import bank, funders, funds, journal, pledges
from funding.services.recording import note
from kernel import clock, writing
from kernel.actor import Actor
from kernel.errors import Conflict, Invalid, Refused
from kernel.formatting import amount
from kernel.models import make_public_id
from kernel.permissions import require
from kernel.text import sentence
from kernel.workflow import move
from partners.selectors import mandates


@transaction.atomic
def match(*, actor: Actor, receipt: Receipt, funder: Funder, instalment: Instalment | None = None) -> Receipt:
    """The treasurer confirms from whom it is and for which instalment; what is more than its rest meets the later ones
    of the same pledge. A match made before is taken back first.

    Refuses another fund's funder, another funder's instalment, more than the pledge owes from that instalment on.
    """
    require(policies.may_match(actor, receipt))
    if funder.fund_id != receipt.fund_id:
        raise Invalid(_("Choose a funder of this fund."), fields={"funder": [_("Choose a funder of this fund.")]})
    if instalment is not None and instalment.pledge.funder_id != funder.pk:
        sentence = _("Choose an instalment of this funder.")
        raise Invalid(sentence, fields={"instalment": [sentence]})
    if instalment is not None and instalment.pledge.currency != receipt.currency:
        sentence = _("The pledge is in another currency than the money.")
        raise Invalid(sentence, fields={"instalment": [sentence]})
    _take_apart(receipt)
    move(receipt, "match", workflow.RECEIPT, funder=funder, instalment=instalment)
    if instalment is not None:
        _share_out(receipt, instalment)
        _take_rate(receipt, instalment)
    funders.follow(actor, funder, "activate", receipt.on)
    note(
        actor,
        "receipt.matched",
        receipt,
        receipt.fund,
        {"funder": [None, str(funder)], "instalment": [None, instalment.number if instalment else None]},
        participation=funder.participation,
    )
    return receipt


def _share_out(receipt: Receipt, first: Instalment) -> None:
    """The money meets the instalment chosen, then those after it: one transfer may pay two."""
    owed = pledges.owed_from(first)
    rows = [Owed(place, first.due_on, one.amount - one.lapsed, one.received) for place, one in enumerate(owed)]
    parts, left = schedules.fill(receipt.amount, rows)
    if left:
        rest = amount(receipt.amount - left, receipt.currency)
        template = _("From this instalment on %(rest)s are still to come, and more came: match it to the funder alone.")
        said = sentence(template, rest=rest)
        raise Invalid(said, "more_than_due", fields={"instalment": [said]})
    for place, part in parts.items():
        pledges.take(owed[place], part, receipt.on)
        ReceiptPart.objects.create(receipt=receipt, instalment=owed[place], amount=part)


def _take_apart(receipt: Receipt, some: int | None = None) -> None:
    """What it met is owed again: all of it, or so much of it, the latest instalment first."""
    left = receipt.amount if some is None else some
    for part in receipt.parts.select_related("instalment").order_by("-pk"):
        back = min(left, part.amount)
        if not back:
            break
        pledges.take(part.instalment, -back, clock.today())
        left -= back
        if back == part.amount:
            part.delete()
        else:
            ReceiptPart.objects.filter(pk=part.pk).update(amount=part.amount - back)


def _take_rate(receipt: Receipt, instalment: Instalment) -> None:
    """A foreign receipt is booked at its pledge's rate, so that an exchange shows the difference."""
    pledge = instalment.pledge
    if receipt.currency != HOME:
        rate = {"rate": pledge.rate, "rate_source": pledge.rate_source, "rate_on": pledge.rate_on}
        Receipt.objects.filter(pk=receipt.pk).update(**rate)
        for name, value in rate.items():
            setattr(receipt, name, value)


@transaction.atomic
def assign(*, actor: Actor, receipt: Receipt, parts: Mapping[Restriction, int]) -> JournalEntry:
    """The treasurer gives money its purpose, its own entry. The sum of a bound pledge goes to its bucket only.

    Refuses more than waits, a closed bucket, a bucket of another fund, currency or donor.
    """
    require(policies.may_assign(actor, receipt))
    total = sum(parts.values())
    if not parts or any(part <= 0 for part in parts.values()) or total > receipt.waiting:
        raise Invalid(_("Share out what waits of this receipt, and no more."), "more_than_waits")
    currency = receipt.currency if receipt.home is None else HOME
    for bucket in parts:
        _fits(receipt, bucket, currency)
    waiting = funds.waiting_bucket(receipt.fund, currency)
    entry = journal.begin(
        actor,
        receipt.fund,
        EntryKind.ASSIGNED,
        clock.today(),
        f"assign:{receipt.public_id}:{make_public_id()}",
    )
    won = Receipt.objects.filter(pk=receipt.pk, assigned=receipt.assigned).update(assigned=F("assigned") + total)
    if won != 1:
        raise Conflict(_("Somebody assigned this money just now: reload."), "moved_on")
    receipt.assigned += total
    if receipt.state in {ReceiptState.RECORDED, ReceiptState.MATCHED}:
        move(receipt, "assign", workflow.RECEIPT)
    keys = {bucket.pk: part for bucket, part in parts.items()}
    journal.finish(entry, ledger.assigned(keys, waiting.pk, currency, receipt.funder_id))
    note(
        actor,
        "receipt.assigned",
        receipt,
        receipt.fund,
        {str(bucket): [None, part] for bucket, part in parts.items()},
        participation=receipt.funder.participation if receipt.funder else None,
    )
    return entry


def _fits(receipt: Receipt, bucket: Restriction, currency: str) -> None:
    if bucket.fund_id != receipt.fund_id or bucket.kind == RestrictionKind.UNASSIGNED or bucket.currency != currency:
        raise Invalid(_("Choose a restriction of this fund and currency."), "foreign")
    if bucket.state != RestrictionState.OPEN:
        raise Refused(_("This restriction is closed: money no longer goes under it."), "closed")
    if bucket.kind == RestrictionKind.DONOR and bucket.funder_id != receipt.funder_id:
        raise Refused(_("This restriction is another donor's."), "other_donor")
    if receipt.instalment is not None:
        bound = receipt.instalment.pledge.restriction
        if bound.kind == RestrictionKind.DONOR and bucket.pk != bound.pk:
            raise Refused(_("The donor bound this money: it goes under the pledge's own restriction."), "bound")


@transaction.atomic
def unassign(*, actor: Actor, receipt: Receipt, reason: str) -> Receipt:
    """The treasurer takes assignments back by linked reversals. Refuses once something of it is spent or promised.

    A receipt that was issued is void from then on: its number is never given again, and the log names it.
    """
    require(policies.may_unassign(actor, receipt))
    reason = writing.needed("reason", reason, _("Say why it is reversed."))
    void = receipt.paper_number if receipt.state == ReceiptState.RECEIPT_ISSUED else None
    made = JournalEntry.objects.filter(
        fund=receipt.fund, source__startswith=f"assign:{receipt.public_id}:", reversed_by__isnull=True
    )
    undone = 0
    for entry in made.order_by("number"):
        journal.undo(actor, entry, clock.today(), reason)
        undone += sum(leg.amount for leg in journal.legs_of(entry) if leg.amount > 0)
    move(receipt, "unassign", workflow.RECEIPT, assigned=receipt.assigned - undone)  # what went back stays away
    if receipt.instalment is not None:
        _take_apart(receipt)
        Receipt.objects.filter(pk=receipt.pk).update(instalment=None)
        receipt.instalment = None
    told: dict[str, Any] = {"reason": ["", reason]}
    if void is not None:
        told["paper_number"] = [void, None]
    giver = receipt.funder.participation if void is not None and receipt.funder is not None else None
    note(actor, "receipt.unassigned", receipt, receipt.fund, told, participation=giver)
    return receipt


@transaction.atomic
def exchange(*, actor: Actor, receipt: Receipt, sold_line: BankLine, bought_line: BankLine) -> Exchange:
    """The treasurer. Foreign money of a receipt was changed: two lines of the bank. Its difference is its own."""
    require(policies.may_exchange(actor, receipt))
    fund = receipt.fund
    if receipt.assigned or -sold_line.amount != receipt.amount or sold_line.account.currency != receipt.currency:
        raise Invalid(_("Choose the line by which exactly this money was sold."), "not_this_money")
    if bought_line.amount <= 0 or bought_line.account.currency != HOME or bought_line.account.fund_id != fund.pk:
        raise Invalid(_("Choose the line by which shekels came."), "no_shekels")
    take_back(actor, bought_line, _("What came is an exchange."))
    booked = bought_line.amount
    if receipt.instalment is not None:  # else nobody promised it at a rate
        booked = int((Decimal(receipt.amount) * receipt.rate).to_integral_value())
    foreign, home = funds.waiting_bucket(fund, receipt.currency), funds.waiting_bucket(fund, HOME)
    legs = ledger.exchanged(receipt.amount, receipt.currency, foreign.pk, bought_line.amount, booked, home.pk, HOME)
    source = f"exchange:{receipt.public_id}"
    day = journal.open_day(fund, bought_line.on)
    entry = journal.post(actor, fund, EntryKind.EXCHANGED, day, source, legs)
    borne, difference = None, bought_line.amount - booked
    if difference:
        own = ledger.exchange_borne(difference, home.pk)
        borne = journal.post(actor, fund, EntryKind.EXCHANGE_BORNE, day, f"{source}:borne", own)
    row = Exchange(
        receipt=receipt, sold_line=sold_line, bought_line=bought_line, booked=booked, entry=entry, borne=borne,
        **mandates.stamp(actor, initiative=fund.initiative),
    )  # fmt: skip
    writing.inserted(row, _("This money was exchanged already."))
    won = Receipt.objects.filter(pk=receipt.pk, home__isnull=True, assigned=0).update(home=bought_line.amount)
    if won != 1:
        raise Conflict(_("Somebody assigned this money just now: reload."), "moved_on")
    receipt.home = bought_line.amount
    told = {"in_shekels": [None, receipt.home], "exchange_difference": [None, difference]}
    note(actor, "receipt.exchanged", receipt, fund, told)
    return row


def take_back(actor: Actor, line: BankLine, reason: Any) -> None:
    """What was booked as a receipt is something else: its entry is reversed, if nobody used it yet."""
    receipt = Receipt.objects.filter(line=line).exclude(state=ReceiptState.REVERSED).first()
    if receipt is None:
        return
    won = Receipt.objects.filter(pk=receipt.pk, state=ReceiptState.RECORDED, assigned=0).update(
        state=ReceiptState.REVERSED
    )
    if won != 1:
        raise Refused(_("This line is a receipt that was used already."), "used")
    journal.undo(actor, receipt.entry, journal.open_day(receipt.fund, line.on), str(reason))


@transaction.atomic
def refund(*, actor: Actor, receipt: Receipt, line: BankLine, reason: str) -> JournalEntry:
    """The treasurer. Money without a purpose went back to its sender by this line. Refuses more than waits."""
    require(policies.may_assign(actor, receipt))
    reason = writing.needed("reason", reason, _("Say why it went back."))
    fits = line.amount < 0 and -line.amount <= receipt.waiting and line.account.currency == receipt.currency
    if not fits or receipt.home is not None or bank.is_booked(line):
        raise Invalid(_("Choose the line by which this money went back."), "not_this_money")
    bucket = funds.waiting_bucket(receipt.fund, receipt.currency)
    legs = ledger.refunded(-line.amount, bucket.pk, receipt.currency)
    said, day = writing.said("reason", reason, actor), journal.open_day(receipt.fund, line.on)
    entry = journal.post(actor, receipt.fund, EntryKind.REFUNDED, day, bank.source_of(line), legs, **said)
    won = Receipt.objects.filter(pk=receipt.pk, assigned=receipt.assigned).update(assigned=F("assigned") - line.amount)
    if won != 1:
        raise Conflict(_("Somebody assigned this money just now: reload."), "moved_on")
    receipt.assigned -= line.amount
    _take_apart(receipt, -line.amount)
    note(actor, "receipt.refunded", receipt, receipt.fund, {"amount": [None, -line.amount], "reason": ["", reason]})
    return entry


@transaction.atomic
def issue(*, actor: Actor, receipt: Receipt) -> Receipt:
    """The treasurer. The paper given for money, numbered in its fund without a gap; a void one keeps its number until
    the money has another, later one."""
    require(policies.may_issue(actor, receipt))
    last = Receipt.objects.filter(fund=receipt.fund).aggregate(last=Max("paper_number"))["last"] or 0
    try:
        with transaction.atomic():
            move(receipt, "issue", workflow.RECEIPT, paper_number=last + 1)
    except IntegrityError:
        raise Conflict(_("Another receipt took this number just now: issue it again."), "moved_on") from None
    note(
        actor,
        "receipt.issued",
        receipt,
        receipt.fund,
        {"paper_number": [None, last + 1]},
        participation=receipt.funder.participation if receipt.funder else None,
    )
    return receipt
