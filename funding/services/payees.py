"""Bank accounts of grantees: given, confirmed by a second person, looked at under log. A change holds payments.

A number that no key opens is refused with a sentence, never guessed and never overwritten.
"""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from audit import services as audit
from funding import bank_numbers, sealing
from funding.models import PayeeAccount, PayeeState
from funding.policies import payments as policies
from kernel import clock, writing
from kernel.actor import Actor
from kernel.errors import Conflict, Refused
from kernel.permissions import require
from partners.models import Participation
from partners.selectors import mandates


def _note(actor: Actor, act: str, account: PayeeAccount, changes: dict[str, Any] | None = None) -> None:
    part = account.participation
    audit.record(
        actor=actor,
        kind=f"funding.payee.{act}",
        subject=account,
        initiative=part.initiative,
        organisation=part.organisation,
        about={"participation": part.pk},
        changes=changes,
        title=lambda: f"{part} {account}",
    )


@transaction.atomic
def propose(*, actor: Actor, participation: Participation, holder: str, bank_code: str, number: str) -> PayeeAccount:
    """The grantee's representative or finance contact. The number is sealed at once.

    Nothing is paid to it, nor to the one before, until another person confirmed or refused it.
    """
    require(policies.may_propose_account(actor, participation))
    bare = bank_numbers.account_number(number)
    values = writing.cleaned({"holder": holder}, names=["holder"]) | {"bank_code": bank_numbers.bank_code(bank_code)}
    account = PayeeAccount(
        participation=participation,
        last_digits=bare[-4:],
        **values,
        **mandates.stamp(actor, participation=participation),
    )
    account.sealed_number = sealing.seal(bare, account.public_id)
    writing.validate(account)
    PayeeAccount.objects.filter(participation=participation, state=PayeeState.PROPOSED).update(
        state=PayeeState.REPLACED  # what is confirmed is always the last that was given
    )
    account.save(force_insert=True)
    _note(actor, "proposed", account, {"last_digits": [None, account.last_digits]})
    return account


@transaction.atomic
def confirm(*, actor: Actor, account: PayeeAccount) -> PayeeAccount:
    """The treasurer, by a second way. The account before is replaced; approvals given for it are void from now on."""
    require(policies.may_confirm_account(actor, account))
    PayeeAccount.objects.filter(participation=account.participation_id, state=PayeeState.CONFIRMED).update(
        state=PayeeState.REPLACED
    )
    now = clock.now()
    won = PayeeAccount.objects.filter(pk=account.pk, state=PayeeState.PROPOSED).update(
        state=PayeeState.CONFIRMED, confirmed_by_id=actor.user_id, confirmed_at=now
    )
    if won != 1:
        raise Conflict(_("Somebody confirmed or replaced it just now: reload."), "moved_on")
    account.refresh_from_db()
    _note(actor, "confirmed", account)
    return account


@transaction.atomic
def refuse(*, actor: Actor, account: PayeeAccount, reason: str) -> PayeeAccount:
    """The treasurer, with a reason: it is not theirs. The account before stays, and payments to it go on."""
    require(policies.may_confirm_account(actor, account))
    reason = writing.needed("reason", reason, _("Say why the account is refused."))
    refused = PayeeAccount.objects.filter(pk=account.pk, state=PayeeState.PROPOSED).update(state=PayeeState.REFUSED)
    if refused != 1:
        raise Conflict(_("Somebody confirmed or replaced it just now: reload."), "moved_on")
    account.refresh_from_db()
    _note(actor, "refused", account, {"reason": ["", reason]})
    return account


@transaction.atomic
def look(*, actor: Actor, account: PayeeAccount) -> str:
    """The whole number, for the treasurer and that finance contact. Each look is an entry of the log."""
    require(policies.may_look(actor, account))
    _note(actor, "shown", account)
    return number(account)


def number(account: PayeeAccount) -> str:
    """The whole number, for acts that have asked who may know it. Refuses when the key of its time is not named."""
    try:
        return sealing.unseal(account.sealed_number, account.public_id)
    except sealing.Closed:
        said = _("No key opens this account's number: whoever runs the portal names the key of its time in FIELD_KEYS.")
        raise Refused(said, "no_key") from None


def reseal() -> tuple[int, int]:
    """Seal every number with the first of FIELD_KEYS, so that older ones may go. Gives how many, and how many are lost.

    No entry in the log: nobody looked at a number and none changed. A row that changes meanwhile is left to the next
    round.
    """
    done = lost = 0
    for account in PayeeAccount.objects.order_by("pk").iterator():
        try:
            bare = sealing.unseal(account.sealed_number, account.public_id)
        except sealing.Closed:
            lost += 1
            continue
        if not sealing.is_present(account.sealed_number):
            same = PayeeAccount.objects.filter(pk=account.pk, sealed_number=account.sealed_number)
            done += same.update(sealed_number=sealing.seal(bare, account.public_id))
    return done, lost


def require_settled(participation_id: int) -> None:
    """Refuses while a new account of the grantee waits for its second person: nobody knows which is right."""
    if PayeeAccount.objects.filter(participation=participation_id, state=PayeeState.PROPOSED).exists():
        said = _(
            "A new bank account waits for the treasurer's confirmation: payments wait until it is confirmed or refused."
        )
        raise Refused(said, "account_waits")


def current(participation_id: int) -> PayeeAccount | None:
    """The account that payments of this grantee go to."""
    return PayeeAccount.objects.filter(participation=participation_id, state=PayeeState.CONFIRMED).first()
