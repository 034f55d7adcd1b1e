"""The acts about grants: awarded, planned, sent, moved, amended, ended; a condition met; the grantee's account."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funding.forms import grants as forms
from funding.forms import payments as payment_forms
from funding.forms.fields import ReasonForm
from funding.models import Allocation, Condition, Grant, GrantState, Tranche
from funding.services import grant_changes, grants, payees, payments
from funding.views.acts import Act, Press, ThingAct, act, offered, press
from funding.views.bases import fund_url
from kernel import permissions
from kernel.permissions import Allowed

_GRANT = (
    "participation__organisation", "allocation__decision__body", "allocation__restriction", "allocation__guideline",
    "fund__body",
)  # fmt: skip


class Award(ThingAct):
    """Out of an allocation."""

    policy = "funding.grant.award"
    model = Allocation
    select = ("restriction", "decision__body", "guideline", "round__factor", "proposal__participation__organisation")
    argument = "allocation"
    form_class = forms.AwardForm
    service = staticmethod(grants.award)
    title = gettext_lazy("New grant")
    submit = gettext_lazy("Award the grant")
    success_message = gettext_lazy("The grant is awarded. Plan its tranches, then send the agreement.")

    def get_success_url(self, subject: Any, result: Any) -> str:
        """To the grant."""
        return str(result.get_absolute_url())


class OfGrant(ThingAct):
    """A form about a grant."""

    model = Grant
    select = _GRANT
    argument = "grant"


class Plan(OfGrant):
    """Tranches, budget, reports."""

    policy = "funding.grant.plan"
    form_class = forms.PlanForm
    service = staticmethod(grants.plan)
    title = gettext_lazy("Plan of the grant")
    submit = gettext_lazy("Save the plan")
    success_message = gettext_lazy("The plan is saved.")
    after = (
        gettext_lazy("The tranches and the budget add up to the grant; the last report is the final one."),
        gettext_lazy("A year after the end the grantee is asked once more what was preserved."),
    )


class Send(OfGrant):
    """The agreement goes out."""

    policy = "funding.grant.send"
    form_class = forms.AgreementForm
    paper = "agreement"
    service = staticmethod(grants.send)
    title = gettext_lazy("Send the agreement")
    submit = gettext_lazy("Send the agreement")
    success_message = gettext_lazy("The agreement is sent. The grantee signs it.")


class Amend(OfGrant):
    """More or less, by decision."""

    policy = "funding.grant.amend"
    form_class = forms.AmendGrantForm
    service = staticmethod(grant_changes.amend)
    title = gettext_lazy("Amendment of the grant")
    submit = gettext_lazy("Amend the grant")
    success_message = gettext_lazy("The grant is amended.")


class Suspend(OfGrant):
    """Nothing is paid meanwhile."""

    policy = "funding.grant.move"
    form_class = ReasonForm
    service = staticmethod(grants.suspend)
    title = gettext_lazy("Suspend the grant")
    submit = gettext_lazy("Suspend the grant")
    danger = True
    success_message = gettext_lazy("The grant is suspended: nothing is paid meanwhile.")


class Terminate(OfGrant):
    """Before its time, by decision."""

    policy = "funding.grant.move"
    form_class = forms.TerminateForm
    service = staticmethod(grant_changes.terminate)
    title = gettext_lazy("End the grant before its time")
    submit = gettext_lazy("End the grant")
    danger = True
    success_message = gettext_lazy("The grant is ended; what was not paid is free again.")


class GrantPress(Press):
    """A button about a grant."""

    policy = "funding.grant.move"
    model = Grant
    select = _GRANT
    argument = "grant"


class Activate(GrantPress):
    """From now on it is paid."""

    service = staticmethod(grants.activate)
    success_message = gettext_lazy("The grant is active.")


class WindUp(GrantPress):
    """No more payments."""

    service = staticmethod(grant_changes.wind_up)
    success_message = gettext_lazy("The grant is being closed: nothing more is paid.")


class Close(GrantPress):
    """In good order."""

    service = staticmethod(grant_changes.close)
    success_message = gettext_lazy("The grant is closed; what was not paid is free again.")


class Meet(ThingAct):
    """A condition other than a report."""

    policy = "funding.condition.meet"
    model = Condition
    of = "tranche__grant__fund"
    select = ("tranche__grant__participation__organisation", "report")
    argument = "condition"
    form_class = forms.MeetForm
    service = staticmethod(grant_changes.meet)
    title = gettext_lazy("A condition is met")
    submit = gettext_lazy("Mark the condition as met")
    success_message = gettext_lazy("The condition is met.")

    def get_thing(self, subject: Condition) -> Any:
        """The grant it is a condition of."""
        return subject.tranche.grant

    def get_facts(self, subject: Condition) -> Any:
        """Which."""
        return [(_("Condition"), str(subject))]


class Request(ThingAct):
    """The grantee asks for money of a tranche."""

    policy = "funding.payment.request"
    model = Tranche
    of = "grant__fund"
    select = ("grant__participation__organisation", "grant__allocation__restriction", "grant__fund__body")
    argument = "tranche"
    form_class = payment_forms.RequestForm
    service = staticmethod(payments.request)
    title = gettext_lazy("Payment request")
    submit = gettext_lazy("Ask for the payment")
    success_message = gettext_lazy("The payment is asked for. Two people approve it.")
    after = (
        gettext_lazy("The programme approves it, then finance; neither of them may be tied to you."),
        gettext_lazy("What they approve is exactly this: account, amount, invoice and document."),
    )

    def get_thing(self, subject: Tranche) -> Any:
        """The grant it is a part of."""
        return subject.grant

    def get_success_url(self, subject: Any, result: Any) -> str:
        """To the payment."""
        return str(result.get_absolute_url())


class AccountNew(OfGrant):
    """The grantee gives the account its money goes to."""

    policy = "funding.payee.propose"
    form_class = payment_forms.AccountForm
    title = gettext_lazy("Bank account of the grantee")
    submit = gettext_lazy("Give the account")
    success_message = gettext_lazy("The account is kept sealed. The treasurer confirms it by another way.")
    after = (gettext_lazy("Payments wait until another person has confirmed the account."),)

    def ask(self, subject: Any) -> permissions.Answer:
        """Asked about the partner."""
        return permissions.ask(self.policy, self.actor, subject.participation)

    def act(self, subject: Any, form: Any) -> Any:
        """Seal it."""
        return payees.propose(actor=self.actor, participation=subject.participation, **form.values())


def acts_of(actor: Any, grant: Grant) -> list[Any]:
    """What can be done about a grant, in its present state."""
    state, out = grant.state, []

    def offer(make: Any, name: str, policy: str, label: Any, **more: Any) -> None:
        url = fund_url(name, grant.fund, grant.public_id)
        out.append(make(actor, f"funding.grant.{policy}", grant, url, label, **more))

    offer(act, "grant-plan", "plan", _("Plan the grant"), icon="pencil")
    offer(act, "grant-send", "send", _("Send the agreement"), kind="primary", icon="send")
    if state in {GrantState.SIGNED, GrantState.SUSPENDED}:
        offer(press, "grant-activate", "move", _("Activate the grant"), kind="primary", icon="circle-check")
    if state in {GrantState.SIGNED, GrantState.ACTIVE, GrantState.SUSPENDED, GrantState.CLOSING}:
        offer(act, "grant-amend", "amend", _("Amend the grant"), icon="pencil")
    if state == GrantState.ACTIVE:
        offer(act, "grant-suspend", "move", _("Suspend"))
    if state in {GrantState.ACTIVE, GrantState.SUSPENDED}:
        sure = {"confirm": _("Begin to close this grant?"), "confirm_text": _("Nothing more is paid from then on.")}
        offer(press, "grant-wind-up", "move", _("Begin to close"), **sure)
    if state == GrantState.CLOSING:
        sure = {"confirm": _("Close this grant?"), "confirm_text": _("What was not paid is free again.")}
        offer(press, "grant-close", "move", _("Close the grant"), kind="primary", **sure)
    if state not in {GrantState.CLOSED, GrantState.TERMINATED}:
        offer(act, "grant-terminate", "move", _("End before its time"))
    url = fund_url("payee-new", grant.fund, grant.public_id)
    out.append(act(actor, "funding.payee.propose", grant.participation, url, _("Bank account"), icon="building-bank"))
    if actor.has(grant.participation_id, "partners.finance_contact"):
        out.append(Act(fund_url("payees", grant.fund), _("Accounts and who looked at them"), Allowed()))
    return offered(out)


def tranche_acts(actor: Any, tranche: Tranche) -> list[Any]:
    """What can be done about a tranche: asking for it, and marking its conditions."""
    grant, out = tranche.grant, []
    about = str(tranche.number)
    if grant.state == GrantState.ACTIVE and tranche.remaining and tranche.state in {"planned", "due"}:
        url = fund_url("payment-new", grant.fund, tranche.public_id)
        out.append(act(actor, "funding.payment.request", tranche, url, _("Ask for payment"), small=True, about=about))
    for one in tranche.conditions.all():
        if one.kind == "other" and one.met_on is None:
            url = fund_url("condition-meet", grant.fund, one.public_id)
            out.append(act(actor, "funding.condition.meet", one, url, _("Condition met"), small=True, about=str(one)))
    return offered(out)
