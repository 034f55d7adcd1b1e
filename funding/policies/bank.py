"""Money in: the bank's lines, receipts, reconciliation, reversals. It belongs to the treasurer."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from funding import workflow
from funding.models import ReceiptState
from funding.policies.rights import MONEY, NOT_READER, WRONG_STATE, director, holds, in_life, only, treasurer
from kernel.actor import Actor
from kernel.permissions import Answer, Denied, first, policy


@policy("funding.account.open")
def may_open_account(actor: Actor, fund: Any) -> Answer:
    """The treasurer."""
    return treasurer(actor, fund)


@policy("funding.bank.import")
def may_import(actor: Actor, fund: Any) -> Answer:
    """The treasurer."""
    return treasurer(actor, fund)


@policy("funding.bank.reconcile")
def may_reconcile(actor: Actor, fund: Any) -> Answer:
    """The treasurer."""
    return treasurer(actor, fund)


@policy("funding.receipt.list")
def may_list(actor: Actor, fund: Any) -> Answer:
    """Director and treasurer; for others there is no such list."""
    return only(holds(actor, fund.initiative_id, *MONEY), NOT_READER)


@policy("funding.receipt.match")
def may_match(actor: Actor, receipt: Any) -> Answer:
    """The treasurer, until it is assigned."""
    return first(treasurer(actor, receipt.fund), in_life(workflow.RECEIPT, "match", receipt))


@policy("funding.receipt.assign")
def may_assign(actor: Actor, receipt: Any) -> Answer:
    """The treasurer, while something of it has no purpose."""
    done = Denied("assigned", _("All of this money has its purpose already."))
    kept = only(receipt.state != ReceiptState.REVERSED, WRONG_STATE)
    return first(treasurer(actor, receipt.fund), kept, only(receipt.waiting > 0, done))


@policy("funding.receipt.unassign")
def may_unassign(actor: Actor, receipt: Any) -> Answer:
    """The treasurer; a receipt that was issued becomes void by it."""
    return first(treasurer(actor, receipt.fund), in_life(workflow.RECEIPT, "unassign", receipt))


@policy("funding.receipt.exchange")
def may_exchange(actor: Actor, receipt: Any) -> Answer:
    """The treasurer, of foreign money that was neither assigned nor changed."""
    home = Denied("home", _("This money is in shekels, or was exchanged already."))
    return first(treasurer(actor, receipt.fund), only(receipt.currency != "ILS" and receipt.home is None, home))


@policy("funding.receipt.issue")
def may_issue(actor: Actor, receipt: Any) -> Answer:
    """The treasurer, once it is assigned."""
    return first(treasurer(actor, receipt.fund), in_life(workflow.RECEIPT, "issue", receipt))


@policy("funding.entry.reverse")
def may_reverse(actor: Actor, entry: Any) -> Answer:
    """The director: another person than who posted it."""
    own = Denied("own_entry", _("You posted this entry, so another person has to reverse it."))
    return first(director(actor, entry.fund), only(actor.user_id is None or entry.by_id != actor.user_id, own))
