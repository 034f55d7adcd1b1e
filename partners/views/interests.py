"""Interests that people declared: one's own, and for the backbone and chairs those of the others."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit import selectors as audit
from initiative.scope import InitiativeMixin
from kernel import clock
from kernel.permissions import ask
from kernel.views import FormPage, Page, find
from partners.forms.partners import EndInterestForm, InterestForm
from partners.models import Interest, Organisation
from partners.selectors import interests as selectors
from partners.services import interests
from partners.views.scopes import circle


class InterestScope(InitiativeMixin):
    """One interest that the actor may see."""

    reach = "partners"
    actor: Any
    kwargs: dict[str, Any]

    def listed(self) -> str:
        """The page of all of them."""
        return reverse("partners:interests", args=[self.initiative.slug])

    def get_subject(self) -> Any:
        """The interest of the address, or 404."""
        rows = selectors.of_initiative(self.actor, self.initiative)
        return find(rows, public_id=self.kwargs["public_id"])


class InterestList(InitiativeMixin, Page):
    """Declared interests: running ones first."""

    policy = "visible"
    reach = "partners"
    template_name = "partners/interest_list.html"

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        rows = selectors.of_initiative(self.actor, self.initiative)
        today = clock.today()
        return {
            "title": _("Interests"),
            "crumbs": [(_("Interests"), "")],
            "tabs": circle(self.initiative, "interests", self.actor),
            "lines": [
                {"row": row, "runs": row.covers(today), "may_end": ask("partners.interest.end", self.actor, row)}
                for row in rows
            ],
            "new_url": reverse("partners:interest-new", args=[self.initiative.slug]),
        }


class InterestNew(InitiativeMixin, FormPage):
    """Declare one's own interest."""

    policy = "partners.interest.declare"
    reach = "partners"
    template_name = "initiative/form.html"
    form_class = InterestForm
    success_message = gettext_lazy("The interest was declared.")

    def ask(self, subject: Any) -> Any:
        return ask(self.policy, self.actor, self.request.user)

    def get_form_kwargs(self, subject: Any) -> dict[str, Any]:
        rows = Organisation.objects.visible_to(self.actor).in_initiative(self.initiative)  # type: ignore[attr-defined]
        return {"organisations": rows.order_by("name_key", "pk")}

    def get_context(self, subject: Any, form: Any) -> Mapping[str, Any]:
        listed = reverse("partners:interests", args=[self.initiative.slug])
        return {
            "title": _("New interest"),
            "lead": _("Whoever has an interest in an organisation takes no part in decisions about it."),
            "submit": _("Declare the interest"),
            "cancel_url": listed,
            "crumbs": [(_("Interests"), listed), (_("New interest"), "")],
            "after": [_("The backbone and the chairs see it; nobody else does."), _("It ends on the day you set.")],
        }

    def act(self, subject: Any, form: Any) -> Any:
        return interests.declare(
            actor=self.actor,  # type: ignore[attr-defined]
            person=self.person,
            initiative=self.initiative,
            **form.cleaned_data,
        )

    def get_success_url(self, subject: Any, result: Any) -> str:
        return reverse("partners:interests", args=[self.initiative.slug])


class InterestEnd(InterestScope, FormPage):
    """Set an interest's last day."""

    policy = "partners.interest.end"
    template_name = "initiative/form.html"
    form_class = EndInterestForm
    success_message = gettext_lazy("The interest has its last day.")

    def get_context(self, subject: Interest, form: Any) -> Mapping[str, Any]:
        return {
            "title": _("End of an interest"),
            "lead": str(subject.organisation),
            "submit": _("End the interest"),
            "cancel_url": self.listed(),
            "crumbs": [(_("Interests"), self.listed()), (_("End of an interest"), "")],
        }

    def act(self, subject: Interest, form: Any) -> Any:
        return interests.end(actor=self.actor, interest=subject, initiative=self.initiative, **form.cleaned_data)

    def get_success_url(self, subject: Any, result: Any) -> str:
        return self.listed()


class InterestHistory(InterestScope, Page):
    """Who declared it and who ended it."""

    policy = "visible"
    template_name = "audit/history.html"

    def get_context(self, subject: Interest) -> Mapping[str, Any]:
        return {
            "title": _("History: %(title)s") % {"title": subject.organisation},
            "lines": audit.history(self.actor, subject),
            "crumbs": [(_("Interests"), self.listed()), (_("History"), "")],
        }
