"""The rules a fund runs under: guidelines and their versions, restrictions; the page with accounts and closed books."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from funding.forms import funds as forms
from funding.models import BankAccount, Guideline, OutsideMoney, Restriction, RestrictionKind
from funding.selectors import buckets
from funding.services import funds
from funding.services import restrictions as restricting
from funding.views.acts import FormAct, FundAct, ThingAct, act, offered
from funding.views.bases import InFund, OfFund, crumbs, fund_url, tabs
from initiative.scope import InitiativeMixin
from kernel import languages
from kernel.views import Page


class RulesPage(OfFund, Page):
    """What the fund runs under, in one place."""

    policy = "funding.fund.read"
    template_name = "funding/rules.html"

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """Guidelines, restrictions, accounts, closed periods, money beside the pool."""
        actor = self.actor
        rows = Restriction.objects.visible_to(actor).filter(fund=subject).exclude(kind=RestrictionKind.UNASSIGNED)
        restrictions = [
            (row, buckets.name(actor, row, subject.initiative_id), self._acts(row, subject))
            for row in rows.select_related("fund", "factor", "goal", "funder").order_by("pk")
        ]
        return {
            "title": _("Rules and accounts"),
            "object": subject,
            "crumbs": crumbs(subject, (_("Rules and accounts"), "")),
            "tabs": tabs(actor, subject, "rules"),
            "guidelines": list(
                Guideline.objects.visible_to(actor)
                .filter(fund=subject)
                .select_related("fund__initiative")
                .order_by("-number")
            ),
            "restrictions": restrictions,
            "has_acts": any(acts for _row, _name, acts in restrictions),
            "accounts": list(BankAccount.objects.visible_to(actor).filter(fund=subject).order_by("pk")),
            "closes": list(subject.closes.order_by("-closed_until")[:10]),
            "outside": list(
                OutsideMoney.objects.visible_to(actor).filter(fund=subject, replaced_by=None).order_by("-on")
            ),
            "acts": self._page_acts(subject),
        }

    def _acts(self, row: Restriction, fund: Any) -> list[Any]:
        out = []
        for name, policy, label in (
            ("restriction-edit", "funding.restriction.edit", _("Change")),
            ("restriction-release", "funding.restriction.release", _("Release")),
        ):
            url = fund_url(name, fund, row.public_id)
            out.append(act(self.actor, policy, row, url, label, small=True, about=str(row)))
        return offered(out)

    def _page_acts(self, fund: Any) -> dict[str, list[Any]]:
        """Each part of the page with the act that adds to it; the fund's own stands in the head."""
        offers = (
            ("fund", "fund-edit", "funding.fund.edit", _("Change the fund")),
            ("guidelines", "guideline-new", "funding.guideline.draft", _("Next version of the guidelines")),
            ("restrictions", "restriction-new", "funding.restriction.add", _("New restriction")),
            ("accounts", "account-new", "funding.account.open", _("New bank account")),
            ("outside", "outside-new", "funding.outside.record", _("Money beside the pool")),
            ("closes", "close", "funding.period.close", _("Close the books")),
        )
        return {
            part: offered([act(self.actor, policy, fund, fund_url(name, fund), label, small=part != "fund")])
            for part, name, policy, label in offers
        }


class FundNew(InitiativeMixin, FormAct):
    """A fund of the initiative."""

    policy = "funding.fund.open"
    form_class = forms.NewFundForm
    service = staticmethod(funds.open_fund)
    argument = "initiative"
    title = gettext_lazy("New fund")
    submit = pgettext_lazy("act", "Open the fund")
    success_message = gettext_lazy("The fund is open. Adopt its guidelines next.")

    def get_subject(self) -> Any:
        """The initiative."""
        return self.initiative

    def get_context(self, subject: Any, form: Any) -> Mapping[str, Any]:
        """The words of the page."""
        from funding.views.funds import list_url

        title = str(self.title)
        crumb = [(_("Pooled funds"), list_url(subject)), (title, "")]
        return {"title": title, "crumbs": crumb, "submit": self.submit, "cancel_url": list_url(subject)}

    def get_success_url(self, subject: Any, result: Any) -> str:
        """To the fund."""
        return str(result.get_absolute_url())


class FundEdit(FundAct):
    """Name, body, whether the public sees it."""

    policy = "funding.fund.edit"
    form_class = forms.FundEditForm
    service = staticmethod(funds.change)
    back = "rules"
    title = gettext_lazy("Edit the fund")
    submit = gettext_lazy("Save the fund")
    success_message = gettext_lazy("The fund is saved.")


class GuidelinePage(InFund, Page):
    """One version of the guidelines."""

    policy = "visible"
    model = Guideline
    select = ("decision__body__initiative", "fund__body", "upper_body")
    template_name = "funding/guideline.html"

    def get_context(self, subject: Guideline) -> Mapping[str, Any]:
        """Text, criteria, amounts, the acts."""
        fund = subject.fund
        title = _("Guidelines, version %(number)s") % {"number": subject.number}
        acts = [
            act(
                self.actor,
                f"funding.guideline.{policy}",
                subject,
                fund_url(name, fund, subject.public_id),
                label,
                kind=kind,
            )
            for name, policy, label, kind in (
                ("guideline-edit", "edit", _("Change the draft"), ""),
                ("guideline-adopt", "adopt", _("Adopt the guidelines"), "primary"),
            )
        ]
        return {
            "title": title,
            "object": subject,
            "crumbs": crumbs(fund, (_("Rules and accounts"), fund_url("rules", fund)), (title, "")),
            "text": languages.text(subject, "text"),
            "criteria": list(subject.criteria.order_by("position")),
            "acts": offered(acts),
        }


class GuidelineNew(FundAct):
    """The next version."""

    policy = "funding.guideline.draft"
    form_class = forms.GuidelineForm
    service = staticmethod(funds.draft_guideline)
    back = "rules"
    title = gettext_lazy("Next version of the guidelines")
    submit = gettext_lazy("Save the draft")
    success_message = gettext_lazy("The version is drafted. It binds once a decision adopts it.")


class OfGuideline(ThingAct):
    """A form about a version."""

    model = Guideline
    select = ("fund__body", "upper_body")
    argument = "guideline"


class GuidelineEdit(OfGuideline):
    """Until it is adopted."""

    policy = "funding.guideline.edit"
    form_class = forms.GuidelineForm
    service = staticmethod(funds.change_guideline)
    title = gettext_lazy("Draft of the guidelines")
    submit = gettext_lazy("Save the draft")
    success_message = gettext_lazy("The draft is saved.")


class GuidelineAdopt(OfGuideline):
    """By a decision."""

    policy = "funding.guideline.adopt"
    form_class = forms.AdoptForm
    service = staticmethod(funds.adopt)
    title = gettext_lazy("Adopt the guidelines")
    submit = gettext_lazy("Adopt the guidelines")
    success_message = gettext_lazy("The guidelines are in force.")
    after = (gettext_lazy("The version before is replaced; what ran under it goes on naming it."),)


class RestrictionNew(FundAct):
    """A bucket under a rule."""

    policy = "funding.restriction.add"
    form_class = forms.RestrictionForm
    service = staticmethod(restricting.add)
    back = "rules"
    title = gettext_lazy("New restriction")
    submit = gettext_lazy("Add the restriction")
    success_message = gettext_lazy("The restriction is added.")

    def get_success_url(self, subject: Any, result: Any) -> str:
        """Back to the rules."""
        return self.get_back_url(subject)


class OfRestriction(ThingAct):
    """A form about a restriction."""

    model = Restriction
    select = ("fund__body", "funder", "factor", "goal", "decision")
    argument = "restriction"
    back = "rules"


class RestrictionEdit(OfRestriction):
    """Its name; its rule until money came under it."""

    policy = "funding.restriction.edit"
    form_class = forms.RestrictionEditForm
    service = staticmethod(restricting.change)
    title = gettext_lazy("Edit the restriction")
    submit = gettext_lazy("Save the restriction")
    success_message = gettext_lazy("The restriction is saved.")


class RestrictionRelease(OfRestriction):
    """Its free money goes to another."""

    policy = "funding.restriction.release"
    form_class = forms.ReleaseForm
    service = staticmethod(restricting.release)
    title = gettext_lazy("Release of restricted money")
    submit = gettext_lazy("Release the money")
    danger = True
    success_message = gettext_lazy("The money lies under the other restriction now.")
    after = (
        gettext_lazy("What a donor bound, only the donor lifts: attach the consent."),
        gettext_lazy("What the committee designated, its decision lifts."),
    )
