"""Papers of a meeting or a decision: the list with the form that adds one, and the button that takes one away."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents import selectors as documents
from documents.models import Document
from kernel import permissions
from kernel.views import ActView, find
from working_groups.forms.materials import MaterialForm
from working_groups.models import Meeting
from working_groups.selectors import words
from working_groups.services import materials
from working_groups.views.decisions import InDecision
from working_groups.views.shared import InMeeting, Submit


def papers(actor: Any, thing: Any) -> list[Any]:
    """The papers of a thing; a meeting's with those of its items."""
    owners = [thing, *thing.items.filter(accepted=True)] if isinstance(thing, Meeting) else [thing]
    return documents.papers(actor, owners)


class Materials(Submit):
    """The list and the form. Reading is open to whoever sees the thing; the form asks its own policy."""

    policy = "visible"
    form_class = MaterialForm
    template_name = "working_groups/materials.html"
    title = gettext_lazy("Materials")
    submit = gettext_lazy("Add the file")
    success_message = gettext_lazy("The file was added.")
    remove_url: Any  # of the thing: the address of the button that takes a file away
    about: Any  # of the thing: what the files belong to, in a few words

    def ask(self, subject: Any) -> permissions.Answer:
        if self.request.method == "POST":
            return permissions.ask("working_groups.material.attach", self.actor, subject)
        return super().ask(subject)

    def get_form_kwargs(self, subject: Any) -> dict[str, Any]:
        return {"thing": subject}

    def get_context(self, subject: Any, form: Any) -> Mapping[str, Any]:
        actor: Any = self.actor
        return {
            **super().get_context(subject, form),
            "papers": papers(actor, subject),
            "thing": subject,
            "may_attach": permissions.ask("working_groups.material.attach", actor, subject),
            "may_remove": permissions.ask("working_groups.material.remove", actor, subject),
            "remove_url": self.remove_url(subject),
            "about": self.about(subject),
        }

    def act(self, subject: Any, form: Any) -> Any:
        return materials.attach(actor=self.actor, thing=subject, **form.cleaned_data)

    def get_success_url(self, subject: Any, result: Any) -> str:
        return self.request.path


class RemoveMaterial(ActView):
    """Take one away."""

    policy = "working_groups.material.remove"
    success_message = gettext_lazy("The file was taken away.")

    def act(self, subject: Any, **data: Any) -> None:
        rows = Document.objects.visible_to(self.actor)
        document = find(rows, public_id=self.request.POST.get("document", ""))
        materials.remove(actor=self.actor, thing=subject, document=document)

    def get_refusal_url(self, subject: Any) -> str:
        return self.request.path.removesuffix("remove/")

    def get_success_url(self, subject: Any, result: Any) -> str:
        return self.get_refusal_url(subject)


class MeetingMaterials(InMeeting, Materials):
    """Papers of a meeting and of its items."""

    def get_crumbs(self, title: str) -> Any:
        return self.meeting_crumbs((title, ""))

    def get_back_url(self, subject: Any) -> str:
        return self.url("meeting", self.body, self.meeting)

    def remove_url(self, subject: Any) -> str:
        """Where the button goes."""
        return self.url("meeting-materials-remove", self.body, self.meeting)

    def about(self, subject: Any) -> str:
        """What they belong to, in words."""
        return words.meeting_word(subject)


class MeetingMaterialRemove(InMeeting, RemoveMaterial):
    """Take a paper of a meeting away."""


class DecisionMaterials(InDecision, Materials):
    """Papers of a decision."""

    def get_back_url(self, subject: Any) -> str:
        return str(subject.get_absolute_url())

    def remove_url(self, subject: Any) -> str:
        """Where the button goes."""
        return self.url("decision-materials-remove", subject)

    def about(self, subject: Any) -> str:
        """What they belong to, in words."""
        return _("Decision %(number)s") % {"number": subject.number}


class DecisionMaterialRemove(InDecision, RemoveMaterial):
    """Take a paper of a decision away."""
