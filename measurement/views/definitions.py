"""Versions of a definition: read, drafted, edited, approved by language, piloted, agreed, put in force."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from kernel import languages
from kernel.views import ActView, FormPage, Page, find
from measurement.forms.measures import DefinitionForm
from measurement.models import Definition, Measure
from measurement.policies import measures as policies
from measurement.selectors import cells, measure_page
from measurement.services import definitions
from measurement.views.bases import HistoryPage
from measurement.views.measures import OfMeasure


class OfDefinition(OfMeasure):
    """Finds the version of the address."""

    def get_subject(self) -> Definition:  # type: ignore[override]
        """The version, or 404."""
        rows = Definition.objects.visible_to(self.actor).select_related("measure__initiative", "decision")
        return find(  # type: ignore[no-any-return]
            rows,
            measure__initiative=self.initiative,
            measure__public_id=self.kwargs["public_id"],
            version=self.kwargs["version"],
        )


class DefinitionPage(OfDefinition, Page):
    """One version with its texts in every language."""

    policy = "visible"
    template_name = "measurement/definition_detail.html"

    def get_context(self, subject: Definition) -> Mapping[str, Any]:
        """Texts side by side, and the acts."""
        title = _("Version %(n)s") % {"n": subject.version}
        return {
            "title": title,
            "crumbs": self.crumbs(subject.measure, title),
            "object": subject,
            "version": measure_page.version(subject, cells.words(self.initiative.pk)),
            "texts": [
                {
                    "code": code,
                    "name": get_language_info(code)["name_local"],
                    "direction": languages.direction(code),
                    "state": getattr(subject, languages.column("text_state", code)),
                    "label": getattr(subject, f"get_{languages.column('text_state', code)}_display")(),
                    **{name: getattr(subject, languages.column(name, code)) or "" for name in Definition.TEXTS},
                }
                for code in languages.codes()
            ],
            "may_edit": policies.may_edit_definition(self.actor, subject),
            "may_pilot": policies.may_pilot(self.actor, subject),
            "may_agree": policies.may_agree(self.actor, subject),
            "may_enact": policies.may_enact(self.actor, subject),
        }


class NewDefinition(OfMeasure, FormPage):
    """The next version: it starts from the last one."""

    policy = "measurement.definition.draft"
    template_name = "measurement/cycle_form.html"
    form_class = DefinitionForm
    success_message = gettext_lazy("The version is saved as a draft.")

    def get_form_kwargs(self, subject: Measure) -> dict[str, Any]:
        """What the last version said."""
        last = subject.definitions.order_by("-version").first()
        return {"initiative": self.initiative, "initial": DefinitionForm.initial_of(last) if last else {}}

    def get_context(self, subject: Measure, form: Any) -> Mapping[str, Any]:
        """Title and crumbs."""
        title = _("New version of the definition")
        return {
            "title": title,
            "lead": str(subject),
            "crumbs": self.crumbs(subject, title),
            "back": subject.get_absolute_url(),
            "button": _("Save the draft"),
        }

    def act(self, subject: Measure, form: Any) -> Any:
        """Draft."""
        return definitions.draft(actor=self.actor, measure=subject, columns=form.columns(), cells=form.cells())


class EditDefinition(OfDefinition, FormPage):
    """Edits a draft."""

    policy = "measurement.definition.edit"
    template_name = "measurement/cycle_form.html"
    form_class = DefinitionForm
    success_message = gettext_lazy("The version is saved.")

    def get_form_kwargs(self, subject: Definition) -> dict[str, Any]:
        """What it says."""
        return {"initiative": self.initiative, "initial": DefinitionForm.initial_of(subject)}

    def get_context(self, subject: Definition, form: Any) -> Mapping[str, Any]:
        """Title and crumbs."""
        title = _("Edit version %(n)s") % {"n": subject.version}
        return {
            "title": title,
            "lead": str(subject.measure),
            "crumbs": self.crumbs(subject.measure, title),
            "back": subject.get_absolute_url(),
            "button": _("Save the draft"),
        }

    def act(self, subject: Definition, form: Any) -> Any:
        """Edit."""
        return definitions.edit(actor=self.actor, definition=subject, columns=form.columns(), cells=form.cells())


class LanguageForm(forms.Form):
    """Which language is approved."""

    language = forms.ChoiceField(choices=lambda: [(code, code) for code in languages.codes()])


class ApproveDefinition(OfDefinition, ActView):
    """The texts of one language are as they should be."""

    policy = "measurement.definition.edit"
    form_class = LanguageForm
    success_message = gettext_lazy("The texts are approved.")

    def act(self, subject: Definition, **data: Any) -> Any:
        """Approve."""
        return definitions.approve(actor=self.actor, definition=subject, language=data["language"])


class PilotDefinition(OfDefinition, ActView):
    """Some partners try it."""

    policy = "measurement.definition.pilot"
    success_message = gettext_lazy("The version is being piloted.")

    def act(self, subject: Definition, **data: Any) -> Any:
        """Pilot."""
        return definitions.pilot(actor=self.actor, definition=subject)


class AgreeDefinition(OfDefinition, ActView):
    """The words are settled."""

    policy = "measurement.definition.agree"
    success_message = gettext_lazy("The version is agreed. The director puts it in force.")

    def act(self, subject: Definition, **data: Any) -> Any:
        """Agree."""
        return definitions.agree(actor=self.actor, definition=subject)


class EnactDefinition(OfDefinition, ActView):
    """Puts it in force."""

    policy = "measurement.definition.enact"
    success_message = gettext_lazy("The version is in force.")

    def act(self, subject: Definition, **data: Any) -> Any:
        """Enact."""
        return definitions.enact(actor=self.actor, definition=subject)


class DefinitionHistory(OfDefinition, HistoryPage):
    """What happened to a version."""

    def get_context(self, subject: Definition) -> Mapping[str, Any]:
        """The log, below the measure."""
        return {**super().get_context(subject), "crumbs": self.crumbs(subject.measure, _("History"))}
