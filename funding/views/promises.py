"""Pledges: drafted, changed, signed, amended, written off."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from funding.forms import pledges as forms
from funding.models import Instalment, Pledge
from funding.services import funders, pledges
from funding.views.acts import FundAct, ThingAct, act, offered
from funding.views.bases import fund_url
from funding.views.funders import OfFunder
from kernel.formatting import amount, day_words

_PARTY = "participation__organisation"
_PLEDGE = ("funder__participation__organisation", "funder__fund__initiative", "restriction", "replaces")


class PledgeNew(OfFunder):
    """Draft a promise."""

    policy = "funding.pledge.draft"
    form_class = forms.PledgeForm
    service = staticmethod(pledges.draft)
    title = gettext_lazy("New pledge")
    submit = gettext_lazy("Save the draft")
    success_message = gettext_lazy("The pledge is drafted. It counts once the funder signs it.")
    after = (
        gettext_lazy("The funder's representative or signatory signs it; from then on nothing of it changes."),
        gettext_lazy("Money is matched to its instalments when the bank says that it came."),
    )

    def get_success_url(self, subject: Any, result: Any) -> str:
        """To the draft."""
        return str(result.get_absolute_url())


class OfPledge(ThingAct):
    """A form about a pledge."""

    model = Pledge
    of = "funder__fund"
    select = _PLEDGE
    argument = "pledge"


class PledgeEdit(OfPledge):
    """Change a draft."""

    policy = "funding.pledge.edit"
    form_class = forms.PledgeEditForm
    service = staticmethod(pledges.change)
    title = gettext_lazy("Draft of a pledge")
    submit = gettext_lazy("Save the draft")
    success_message = gettext_lazy("The draft is saved.")


class PledgeAmend(OfPledge):
    """A later pledge for what has not come yet."""

    policy = "funding.pledge.amend"
    form_class = forms.AmendForm
    service = staticmethod(pledges.amend)
    title = gettext_lazy("Amendment of a pledge")
    submit = gettext_lazy("Save the amendment")
    success_message = gettext_lazy("The amendment is drafted. Once it is signed, the earlier pledge ends.")
    after = (gettext_lazy("The earlier pledge stays as it was signed; its open instalments are replaced."),)

    def get_success_url(self, subject: Any, result: Any) -> str:
        """To the amendment."""
        return str(result.get_absolute_url())


class PledgeSign(OfPledge):
    """The funder signs; a letter may go with it."""

    policy = "funding.pledge.sign"
    form_class = forms.SignPledgeForm
    service = staticmethod(pledges.sign)
    title = gettext_lazy("Sign the pledge")
    submit = gettext_lazy("Sign the pledge")
    success_message = gettext_lazy("The pledge is signed.")
    after = (gettext_lazy("What is signed no longer changes: a change is an amendment."),)

    def get_facts(self, subject: Pledge) -> Any:
        """The exact thing that is signed."""
        rows = subject.instalments.order_by("number")
        parts = [f"{day_words(one.due_on, 'plain')}: {amount(one.amount, subject.currency)}" for one in rows]
        return [
            (_("Amount"), amount(subject.amount, subject.currency)),
            (_("Restriction"), subject.restriction.own_name),
            (_("Instalments"), "\n".join(parts)),
        ]


class OfInstalment(ThingAct):
    """A form about an instalment."""

    model = Instalment
    of = "pledge__funder__fund"
    select = ("pledge__funder__participation__organisation", "pledge__funder__fund__body")
    argument = "instalment"

    def get_thing(self, subject: Instalment) -> Any:
        """The pledge it is a part of."""
        return subject.pledge

    def get_facts(self, subject: Instalment) -> Any:
        """Which one it is."""
        return [
            (_("Pledge"), subject.pledge.funder),
            (pgettext("money", "Due on"), day_words(subject.due_on, "plain")),
            (_("Still to come"), amount(subject.rest, subject.pledge.currency)),
        ]


class Weigh(OfInstalment):
    """How probable its coming is."""

    policy = "funding.instalment.weigh"
    form_class = forms.WeighForm
    service = staticmethod(pledges.weigh)
    title = gettext_lazy("Probability of an instalment")
    lead = gettext_lazy("The forecast of cash counts the instalment by it, and nothing else does.")
    submit = gettext_lazy("Save the probability")
    success_message = gettext_lazy("The probability is saved. The forecast counts by it.")


class WriteOff(OfInstalment):
    """Give an instalment up, by decision."""

    policy = "funding.instalment.write_off"
    form_class = forms.WriteOffForm
    service = staticmethod(pledges.write_off)
    title = gettext_lazy("Write an instalment off")
    submit = gettext_lazy("Write it off")
    danger = True
    success_message = gettext_lazy("The instalment is written off.")


class OutsideNew(FundAct):
    """Money or things beside the pool."""

    policy = "funding.outside.record"
    form_class = forms.OutsideForm
    service = staticmethod(funders.record_outside)
    back = "rules"
    title = gettext_lazy("Money beside the pool")
    lead = gettext_lazy("Aligned money, a public match, a gift in kind: told beside the pool, never in its cash.")
    submit = gettext_lazy("Record the money")
    success_message = gettext_lazy("It is recorded beside the pool.")

    def get_success_url(self, subject: Any, result: Any) -> str:
        """Back to the rules and accounts."""
        return self.get_back_url(subject)


def acts_of(actor: Any, pledge: Pledge) -> list[Any]:
    """What can be done about a pledge."""
    fund = pledge.funder.fund

    def offer(name: str, policy: str, label: Any, **more: Any) -> Any:
        return act(actor, policy, pledge, fund_url(name, fund, pledge.public_id), label, **more)

    return offered(
        [
            offer("pledge-edit", "funding.pledge.edit", _("Change the draft"), icon="pencil"),
            offer("pledge-amend", "funding.pledge.amend", _("Amend the pledge"), icon="pencil"),
        ]
    )
