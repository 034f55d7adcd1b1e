"""Relations with funders and the acts about pledges: drafted, changed, signed, amended, written off."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from funding import fit
from funding.forms import pledges as forms
from funding.models import Funder, FundReport, Instalment, Pledge
from funding.policies import pledges as policies
from funding.selectors import fellows, own_money
from funding.services import funders, pledges
from funding.views.acts import FundAct, ThingAct, act, offered
from funding.views.bases import HistoryPage, InFund, OfFund, crumbs, fund_url, tabs
from kernel.formatting import amount, day_words
from kernel.views import Page, ScopedList
from working_groups.models import Seat

_PARTY = "participation__organisation"
_PLEDGE = ("funder__participation__organisation", "funder__fund__initiative", "restriction", "replaces")


class FunderList(OfFund, ScopedList):
    """Relations with funders, prospects among them."""

    policy = "funding.funder.list"
    model = Funder
    template_name = "funding/funder_list.html"
    sorts = {"created": ("created_at",)}

    def get_queryset(self) -> QuerySet[Any]:
        """Of this fund."""
        return super().get_queryset().filter(fund=self.get_subject()).select_related(_PARTY, "fund__initiative")

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """Title, tabs, the act."""
        add = act(
            self.actor, "funding.funder.add", subject, fund_url("funder-new", subject), _("Add a funder"),
            kind="primary", icon="plus",
        )  # fmt: skip
        return {
            "title": _("Funders"),
            "object": subject,
            "crumbs": crumbs(subject, (_("Funders"), "")),
            "tabs": tabs(self.actor, subject, "funders"),
            "acts": offered([add]),
        }


class FunderPage(InFund, Page):
    """One relation: role, results it shares, its log, its pledges."""

    policy = "visible"
    model = Funder
    select = (_PARTY,)
    template_name = "funding/funder.html"

    def get_context(self, subject: Funder) -> Mapping[str, Any]:
        """What was promised and came, its share, the log."""
        fund, actor = subject.fund, self.actor

        def offer(name: str, policy: str, label: Any, **more: Any) -> Any:
            return act(actor, policy, subject, fund_url(name, fund, subject.public_id), label, **more)

        told = FundReport.objects.visible_to(actor).filter(funder=subject).order_by("-number")
        reports = list(told.select_related("fund__initiative"))
        return {
            "title": str(subject),
            "object": subject,
            "money": own_money.of(subject),
            "share": own_money.share(reports),
            "crumbs": crumbs(fund, (_("Funders"), fund_url("funders", fund)), (str(subject), ""))
            if policies.may_list_funders(actor, fund)
            else crumbs(fund, (str(subject), "")),
            "steps": list(subject.steps.select_related("by").order_by("-on", "-pk")),
            "seats": list(
                Seat.objects.visible_to(actor)
                .filter(participation=subject.participation)
                .select_related("body__initiative", "person")
                .order_by("-starts_on", "-pk")
            ),
            "fellows": fellows.of(actor, subject),
            "goals": [row.goal for row in subject.goals.select_related("goal")],
            "pledges": list(subject.pledges.select_related(*_PLEDGE).order_by("-pk")),
            "reports": reports,
            "came": own_money.entries(actor, subject),
            "fit_url": fund_url("funder-fit", fund, subject.public_id)
            if policies.may_edit_funder(actor, subject)
            else "",
            "acts": offered(
                [
                    offer("pledge-new", "funding.pledge.draft", _("New pledge"), kind="primary", icon="plus"),
                    offer("funder-edit", "funding.funder.edit", _("Change the relation"), icon="pencil"),
                    offer("funder-step", "funding.funder.move", _("Add to the log"), icon="history"),
                ]
            ),
        }


class FunderNew(FundAct):
    """Begin a relation."""

    policy = "funding.funder.add"
    form_class = forms.FunderForm
    service = staticmethod(funders.add)
    back = "funders"
    title = gettext_lazy("New funder")
    submit = gettext_lazy("Add the funder")
    success_message = gettext_lazy("The funder is added, as a prospect.")


class OfFunder(ThingAct):
    """A form about a relation."""

    model = Funder
    select = (_PARTY,)
    argument = "funder"


class FunderEdit(OfFunder):
    """Role, fit, results it shares."""

    policy = "funding.funder.edit"
    form_class = forms.RelationForm
    service = staticmethod(funders.change)
    title = gettext_lazy("Edit the relation")
    submit = gettext_lazy("Save the relation")
    success_message = gettext_lazy("The relation is saved.")


class FunderFit(OfFunder):
    """Six questions that suggest how involved the funder should be."""

    policy = "funding.funder.edit"
    form_class = forms.FitForm
    service = staticmethod(funders.answer_fit)
    title = gettext_lazy("Fit test")
    submit = gettext_lazy("See what fits")
    lead = gettext_lazy("Six questions about needs, character and aspirations. There is no better answer.")
    after = (
        gettext_lazy("The answers suggest a place on the continuum of involvement, from a gift to shared leadership."),
        gettext_lazy("Where needs, character and aspirations pull apart, it is said: talk before you choose."),
        gettext_lazy("The choice stays with the funder: role and involvement are changed in the relation."),
    )

    def get_success_message(self, result: Any) -> str:
        """The suggestion, and what pulls apart."""
        roles = " / ".join(str(role.label) for role in result.roles)
        said = _("The answers suggest: %(step)s. Roles that fit: %(roles)s.") % {
            "step": result.involvement.label,
            "roles": roles,
        }
        if result.apart is None:
            return said
        low, high = (fit.PARTS[part] for part in result.apart)
        apart = _("%(high)s and %(low)s pull apart: talk about it before you choose.")
        return f"{said} {apart % {'high': high, 'low': low}}"


class FunderStep(OfFunder):
    """One line of the log."""

    policy = "funding.funder.move"
    form_class = forms.StepForm
    service = staticmethod(funders.advance)
    title = gettext_lazy("Add to the log")
    submit = gettext_lazy("Add to the log")
    success_message = gettext_lazy("It stands in the log.")


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


class FunderHistory(HistoryPage):
    """What happened to a relation."""

    model = Funder
    select = (_PARTY,)
