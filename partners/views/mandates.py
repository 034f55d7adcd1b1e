"""Who acts for a partner: its mandates, giving one with an invitation, ending one."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit import selectors as audit
from kernel import languages
from kernel.views import ActView, FormPage, Page
from partners.forms.partners import EndMandateForm, MandateForm
from partners.models import Mandate, Participation
from partners.selectors import people
from partners.services import invitations, mandates
from partners.views.scopes import MandateScope, PartnerScope


class MandateList(PartnerScope, Page):
    """The mandates of a participation, running ones first."""

    policy = "partners.mandate.view"
    template_name = "partners/mandate_list.html"
    tab = "mandates"

    def get_context(self, subject: Participation) -> Mapping[str, Any]:
        return {
            **self.frame(subject, _("People")),
            "lines": people.mandates_of(self.actor, subject),
            "new_url": self.url("mandate-new", subject),
        }


class MandateNew(PartnerScope, FormPage):
    """Invite somebody under a mandate: person, mandate and invitation in one act."""

    policy = "partners.mandate.grant"
    template_name = "initiative/form.html"
    form_class = MandateForm
    success_message = gettext_lazy("The mandate was given.")

    def get_form_kwargs(self, subject: Participation) -> dict[str, Any]:
        return {"participation": subject}

    def get_context(self, subject: Participation, form: Any) -> Mapping[str, Any]:
        return {
            **self.frame(subject, _("New mandate"), _("New mandate")),
            "lead": self.name_of(subject).value,
            "submit": _("Give the mandate"),
            "cancel_url": self.url("mandates", subject),
            "after": [
                _("Whoever is new here gets an invitation by mail, for 14 days."),
                _("The mandate holds from its first day to its last."),
                _("The history tells who gave it."),
            ],
        }

    def act(self, subject: Participation, form: Any) -> Any:
        data = form.cleaned_data
        return invitations.bring(
            actor=self.actor,
            participation=subject,
            kind=data["kind"],
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            document=data["document"],
            **form.person(),
        )

    def get_success_url(self, subject: Participation, result: Any) -> str:
        return self.url("mandates", subject)


class MandateEnd(MandateScope, FormPage):
    """Set a mandate's last day."""

    policy = "partners.mandate.end"
    template_name = "initiative/form.html"
    form_class = EndMandateForm
    success_message = gettext_lazy("The mandate has its last day.")

    def get_context(self, subject: Mandate, form: Any) -> Mapping[str, Any]:
        title = _("End of a mandate")
        return {
            **self.frame(subject.participation, title, title),
            "lead": f"{languages.text(subject.person, 'name').value} · {subject.get_kind_display()}",
            "submit": _("End the mandate"),
            "danger": True,
            "cancel_url": self.url("mandates", subject.participation),
            "after": [_("What was done under it stays valid."), _("From the next day on it gives no right.")],
        }

    def act(self, subject: Mandate, form: Any) -> Any:
        return mandates.end(actor=self.actor, mandate=subject, **form.cleaned_data)

    def get_success_url(self, subject: Mandate, result: Any) -> str:
        return self.url("mandates", subject.participation)


class MandateRemind(MandateScope, ActView):
    """Send a new invitation to whoever has not joined."""

    policy = "partners.mandate.end"
    success_message = gettext_lazy("A new invitation is on its way.")

    def act(self, subject: Mandate, **data: Any) -> Any:
        return invitations.remind(actor=self.actor, mandate=subject)

    def get_refusal_url(self, subject: Mandate) -> str:
        return self.url("mandates", subject.participation)

    def get_success_url(self, subject: Mandate, result: Any) -> str:
        return self.url("mandates", subject.participation)


class MandateHistory(MandateScope, Page):
    """Who gave it and who ended it."""

    policy = "visible"
    template_name = "audit/history.html"

    def get_context(self, subject: Mandate) -> Mapping[str, Any]:
        title = _("History of a mandate")
        return {**self.frame(subject.participation, title, title), "lines": audit.history(self.actor, subject)}
