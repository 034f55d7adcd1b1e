"""The stages of an initiative: where it stands, entering one, changing one."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit import selectors as audit
from initiative.forms import EnterStageForm, StageForm, initial_of
from initiative.models import Stage
from initiative.scope import InitiativeMixin
from initiative.selectors import stages as selectors
from initiative.services import stages
from initiative.views.tabs import course
from kernel import languages
from kernel.views import FormPage, Page, ScopedDetail, find


class StageList(InitiativeMixin, Page):
    """Where the initiative stands."""

    policy = "visible"
    reach = "partners"
    template_name = "initiative/stage_list.html"

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        return {
            "title": _("Stages"),
            "crumbs": [(_("Stages"), "")],
            "tabs": course(self.initiative, "stages"),
            "lines": selectors.lines(self.actor, self.initiative),
            "entries": selectors.entries(self.actor, self.initiative),
        }


class StageScope(InitiativeMixin):
    """One stage of this initiative."""

    reach = "partners"

    def get_subject(self) -> Any:
        rows = Stage.objects.visible_to(self.actor).filter(initiative=self.initiative)  # type: ignore[attr-defined]
        return find(rows.select_related("initiative"), public_id=self.kwargs["public_id"])

    def stages_url(self) -> str:
        """The page of all stages."""
        return reverse("initiative:stages", args=[self.initiative.slug])


class StageEdit(StageScope, FormPage):
    """Change what a stage is called, and its planned dates."""

    policy = "initiative.stage.change"
    template_name = "initiative/form.html"
    form_class = StageForm
    success_message = gettext_lazy("The stage was saved.")

    def get_form_kwargs(self, subject: Stage) -> dict[str, Any]:
        return {"initial": initial_of(subject, "name", "starts_on", "ends_on")}

    def get_context(self, subject: Stage, form: Any) -> Mapping[str, Any]:
        return {
            "title": _("Change of a stage"),
            "submit": _("Save the stage"),
            "crumbs": [(_("Stages"), self.stages_url()), (_("Change of a stage"), "")],
            "cancel_url": self.stages_url(),
            "history_url": reverse("initiative:stage-history", args=[self.initiative.slug, subject.public_id]),
        }

    def act(self, subject: Stage, form: Any) -> Any:
        return stages.change(actor=self.actor, stage=subject, **form.cleaned_data)

    def get_success_url(self, subject: Any, result: Any) -> str:
        return self.stages_url()


class StageEnter(StageScope, FormPage):
    """Enter a stage, with the day and the reason."""

    policy = "initiative.stage.enter"
    template_name = "initiative/form.html"
    form_class = EnterStageForm
    success_message = gettext_lazy("The initiative has entered the stage.")

    def get_context(self, subject: Stage, form: Any) -> Mapping[str, Any]:
        return {
            "title": _("Entering the stage %(stage)s") % {"stage": languages.text(subject, "name").value},
            "submit": _("Enter the stage"),
            "crumbs": [(_("Stages"), self.stages_url()), (_("Entering a stage"), "")],
            "cancel_url": self.stages_url(),
            "after": [_("Everybody who takes part sees the new stage and the reason."), _("The entry stays for good.")],
        }

    def act(self, subject: Stage, form: Any) -> Any:
        return stages.enter(actor=self.actor, stage=subject, **form.cleaned_data)

    def get_success_url(self, subject: Any, result: Any) -> str:
        return self.stages_url()


class StageHistory(StageScope, ScopedDetail):
    """What was changed in a stage."""

    policy = "visible"
    template_name = "audit/history.html"

    def get_context(self, subject: Stage) -> Mapping[str, Any]:
        return {
            "title": _("History: %(title)s") % {"title": languages.text(subject, "name").value},
            "lines": audit.history(self.actor, subject),
            "crumbs": [(_("Stages"), self.stages_url()), (_("History"), "")],
        }
