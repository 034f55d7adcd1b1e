"""Relations with funders: their list, their page, the fit test, the dated log."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funding import fit
from funding.forms import funders as forms
from funding.models import Funder, FundReport
from funding.policies import pledges as policies
from funding.selectors import fellows, own_money
from funding.services import funders
from funding.views.acts import FundAct, ThingAct, act, offered
from funding.views.bases import HistoryPage, InFund, OfFund, crumbs, fund_url, tabs
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


class FunderHistory(HistoryPage):
    """What happened to a relation."""

    model = Funder
    select = (_PARTY,)
