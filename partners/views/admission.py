"""Bringing in: an organisation, a person without one, a new initiative, a director where none is left."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiative.models import Initiative
from initiative.scope import InitiativeMixin
from kernel import languages
from kernel.views import FormPage, find
from partners.forms.admission import AdmissionForm, OpeningForm
from partners.forms.partners import IndividualForm, PersonFields
from partners.services import invitations, openings


class PartnerNew(InitiativeMixin, FormPage):
    """Invite an organisation, new or known, with its first representative."""

    policy = "partners.participation.invite"
    reach = "partners"
    template_name = "initiative/form.html"
    form_class = AdmissionForm
    success_message = gettext_lazy("The partner was invited.")

    def get_form_kwargs(self, subject: Any) -> dict[str, Any]:
        return {"initiative": self.initiative}

    def get_context(self, subject: Any, form: Any) -> Mapping[str, Any]:
        listed = reverse("partners:participations", args=[self.initiative.slug])
        return {
            "title": _("New partner"),
            "submit": _("Invite the partner"),
            "cancel_url": listed,
            "crumbs": [(_("Partners"), listed), (_("New partner"), "")],
            "after": [
                _("The representative gets an invitation, in the language chosen."),
                _("The organisation accepts, after the privacy notice."),
                _("You activate it; then reports and meetings begin."),
            ],
        }

    def act(self, subject: Any, form: Any) -> Any:
        return invitations.admit(
            actor=self.actor,
            initiative=self.initiative,
            organisation=form.profile(),
            kind=form.cleaned_data["part"],
            starts_on=form.cleaned_data["starts_on"],
            representative=form.representative(),
        )


class PersonNew(InitiativeMixin, FormPage):
    """Invite somebody who takes part without an organisation."""

    policy = "partners.participation.invite"
    reach = "partners"
    template_name = "initiative/form.html"
    form_class = IndividualForm
    success_message = gettext_lazy("The person was invited.")

    def get_context(self, subject: Any, form: Any) -> Mapping[str, Any]:
        listed = reverse("partners:participations", args=[self.initiative.slug])
        return {
            "title": _("New participant without an organisation"),
            "lead": _("Academics and activists take part as people; nobody must invent an organisation."),
            "submit": _("Invite the person"),
            "cancel_url": listed,
            "crumbs": [(_("Partners"), listed), (_("New participant"), "")],
            "after": [_("The person gets an invitation and answers after the privacy notice.")],
        }

    def act(self, subject: Any, form: Any) -> Any:
        return invitations.bring_individual(
            actor=self.actor, initiative=self.initiative, kind=form.cleaned_data["kind"], **form.person()
        )


class InitiativeNew(FormPage):
    """Open an initiative with its backbone organisation and its director."""

    policy = "initiative.initiative.open"
    template_name = "initiative/form.html"
    form_class = OpeningForm
    success_message = gettext_lazy("The initiative is open. Its director gets an invitation.")

    def get_context(self, subject: Any, form: Any) -> Mapping[str, Any]:
        return {
            "title": _("New initiative"),
            "submit": _("Open the initiative"),
            "cancel_url": f"/{self.actor.language}/",
            "crumbs": [(_("New initiative"), "")],
            "after": [
                _("The stages of its kind are copied."),
                _("The director gets an invitation and gives the backbone's other mandates."),
                _("Nobody outside sees the initiative until its settings say so."),
            ],
        }

    def act(self, subject: Any, form: Any) -> Any:
        return openings.open_initiative(
            actor=self.actor, backbone=form.backbone(), director=form.director(), **form.initiative()
        )


class InitiativeDirector(FormPage):
    """Name a director where none is left."""

    policy = "partners.mandate.name_director"
    template_name = "initiative/form.html"
    form_class = PersonFields
    success_message = gettext_lazy("The director was named.")

    def get_subject(self) -> Initiative:
        if not self.actor.keys("accounts.admin"):
            raise Http404
        return find(Initiative.objects.visible_to(self.actor), slug=self.kwargs["slug"])  # type: ignore[no-any-return]

    def get_context(self, subject: Initiative, form: Any) -> Mapping[str, Any]:
        return {
            "title": _("New director"),
            "lead": languages.text(subject, "name").value,
            "submit": _("Name the director"),
            "cancel_url": f"/{self.actor.language}/",
            "crumbs": [(_("New director"), "")],
            "after": [_("The director gets an invitation and gives the backbone's other mandates.")],
        }

    def act(self, subject: Initiative, form: Any) -> Any:
        openings.name_director(actor=self.actor, initiative=subject, **form.person())

    def get_success_url(self, subject: Any, result: Any) -> str:
        return f"/{self.actor.language}/"
