"""The settings of an initiative and their history."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit import selectors as audit
from initiative.forms import SettingsForm, values_of
from initiative.scope import InitiativeMixin
from initiative.services import initiatives
from kernel.views import FormPage, Page


class Settings(InitiativeMixin, FormPage):
    """Change names, dates, languages and look."""

    policy = "initiative.initiative.change"
    reach = "partners"
    template_name = "initiative/settings.html"
    form_class = SettingsForm
    success_message = gettext_lazy("The settings were saved.")

    def get_form_kwargs(self, subject: Any) -> dict[str, Any]:
        return {"initiative": self.initiative}

    def get_context(self, subject: Any, form: Any) -> Mapping[str, Any]:
        slug = self.initiative.slug
        return {
            "title": _("Settings of the initiative"),
            "crumbs": [(_("Settings"), "")],
            "cancel_url": reverse("initiative:settings", args=[slug]),
            "links": [
                (reverse("initiative:stages", args=[slug]), _("Stages")),
                (reverse("initiative:goals", args=[slug]), _("Goals")),
                (reverse("initiative:factors", args=[slug]), _("Factors of the road map")),
                (reverse("initiative:settings-history", args=[slug]), _("History of the settings")),
            ],
        }

    def act(self, subject: Any, form: Any) -> Any:
        return initiatives.change(
            actor=self.actor,
            initiative=self.initiative,
            seen=form.cleaned_data.get("version"),
            picture=form.cleaned_data.get("logo"),
            **values_of(form, "logo"),
        )

    def get_success_url(self, subject: Any, result: Any) -> str:
        return reverse("initiative:settings", args=[self.initiative.slug])


class SettingsHistory(InitiativeMixin, Page):
    """What was changed in the settings, and by whom."""

    policy = "visible"
    reach = "partners"
    template_name = "audit/history.html"

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        return {
            "title": _("History of the settings"),
            "lines": audit.history(self.actor, self.initiative),
            "crumbs": [
                (_("Settings"), reverse("initiative:settings", args=[self.initiative.slug])),
                (_("History"), ""),
            ],
        }
