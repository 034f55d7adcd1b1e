"""One partner in an initiative: its profile and part, its history, and the acts on its participation."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit import selectors as audit
from kernel.forms import CleanForm
from kernel.views import ActView, FormPage, Page
from partners.forms.partners import AcceptForm, DeclineForm, OrganisationForm, ReasonForm
from partners.models import Participation
from partners.selectors import profile
from partners.selectors.directory import LOOK
from partners.services import organisations, participations
from partners.views.scopes import PartnerScope
from partners.workflow import PARTICIPATION


class PartnerDetail(PartnerScope, Page):
    """Profile, part in the initiative, and what may be done."""

    policy = "visible"
    template_name = "partners/partner_detail.html"
    tab = "partner"

    def get_context(self, subject: Participation) -> Mapping[str, Any]:
        organisation = subject.organisation
        look, icon = LOOK[subject.state]  # type: ignore[index]
        return {
            **self.frame(subject),
            "profile": profile.profile(organisation) if organisation else None,
            "parts": profile.parts(self.actor, organisation) if organisation else [],
            "state_look": look,
            "state_icon": icon,
            "acts": PARTICIPATION.acts(subject.state),
            "reason_shown": bool(subject.reason) and self.may_read_reason(subject),
        }

    def may_read_reason(self, subject: Participation) -> bool:
        """A reason concerns the two sides."""
        return self.actor.has(subject.pk, "partners.own") or self.actor.has(self.initiative.pk, "partners.backbone")


class PartnerHistory(PartnerScope, Page):
    """What happened to the participation, its organisation and, for its own people and staff, its mandates."""

    policy = "visible"
    template_name = "partners/partner_history.html"
    tab = "partner-history"

    def get_context(self, subject: Participation) -> Mapping[str, Any]:
        subjects = profile.subjects_of(self.actor, subject)
        return {**self.frame(subject, _("History")), "lines": audit.histories(self.actor, subjects)}


class PartnerEdit(PartnerScope, FormPage):
    """Change the organisation's profile from within the initiative."""

    policy = "partners.organisation.change"
    template_name = "initiative/form.html"
    form_class = OrganisationForm
    success_message = gettext_lazy("The profile was saved.")

    def ask(self, subject: Participation) -> Any:
        from kernel.permissions import ask

        if subject.organisation is None:
            from partners.policies import NOT_THERE

            return NOT_THERE
        return ask(self.policy, self.actor, subject.organisation)

    def get_form_kwargs(self, subject: Participation) -> dict[str, Any]:
        return {"organisation": subject.organisation}

    def get_context(self, subject: Participation, form: Any) -> Mapping[str, Any]:
        return {
            **self.frame(subject, _("Change of the profile"), _("Change of the profile")),
            "submit": _("Save the profile"),
            "lead": self.name_of(subject).value,
            "after": [_("The change is seen in all initiatives of the organisation."), _("The history keeps both.")],
        }

    def act(self, subject: Participation, form: Any) -> Any:
        values = dict(form.cleaned_data)
        seen, picture = values.pop("version", None), values.pop("logo", None)
        owner: Any = subject.organisation  # `ask` refused a group of people
        organisations.change(actor=self.actor, organisation=owner, seen=seen, picture=picture, **values)

    def get_success_url(self, subject: Participation, result: Any) -> str:
        return self.url("partner", subject)


class ParticipationForm(PartnerScope, FormPage):
    """An act on a participation that takes a form; a subclass names the act and its words."""

    template_name = "initiative/form.html"
    form_class: ClassVar[type[CleanForm]] = ReasonForm
    words: ClassVar[dict[str, Any]] = {}
    danger: ClassVar[bool] = False

    def get_context(self, subject: Participation, form: Any) -> Mapping[str, Any]:
        title = str(self.words["title"])
        return {
            **self.frame(subject, title, title),
            "lead": self.name_of(subject).value,
            "submit": self.words["submit"],
            "after": self.words["after"],
            "notices": self.words.get("notices", ()),
            "danger": self.danger,
        }

    def get_success_url(self, subject: Participation, result: Any) -> str:
        return self.url("partner", subject)


class Accept(ParticipationForm):
    """Accept after the privacy notice was shown."""

    policy = "partners.participation.answer"
    template_name = "partners/participation_accept.html"
    form_class = AcceptForm
    success_message = gettext_lazy("Thank you: the invitation was accepted.")
    words = {
        "title": gettext_lazy("Acceptance of the invitation"),
        "submit": gettext_lazy("Accept the invitation"),
        "after": (
            gettext_lazy("The backbone completes the details with you."),
            gettext_lazy("Once it is active, reports and meetings begin."),
        ),
    }

    def act(self, subject: Participation, form: Any) -> Any:
        return participations.accept(actor=self.actor, participation=subject, **form.cleaned_data)


class Decline(ParticipationForm):
    """Decline, with a reason if one wants."""

    policy = "partners.participation.answer"
    form_class = DeclineForm
    danger = True
    success_message = gettext_lazy("The invitation was declined.")
    words = {
        "title": gettext_lazy("Declining the invitation"),
        "submit": gettext_lazy("Decline the invitation"),
        "after": (gettext_lazy("The backbone is told. A new invitation stays possible."),),
    }

    def act(self, subject: Participation, form: Any) -> Any:
        return participations.decline(actor=self.actor, participation=subject, **form.cleaned_data)

    def get_success_url(self, subject: Participation, result: Any) -> str:
        return f"/{self.actor.language}/"


class Pause(ParticipationForm):
    """Pause, with a reason."""

    policy = "partners.participation.pause"
    success_message = gettext_lazy("The participation is paused.")
    words = {
        "title": gettext_lazy("Pause of a participation"),
        "submit": gettext_lazy("Pause the participation"),
        "after": (
            gettext_lazy("Its people read as before and write nothing."),
            gettext_lazy("No new reports are asked of it until it is resumed."),
        ),
    }

    def act(self, subject: Participation, form: Any) -> Any:
        return participations.pause(actor=self.actor, participation=subject, **form.cleaned_data)


class End(ParticipationForm):
    """End for good, with a reason."""

    policy = "partners.participation.end"
    danger = True
    success_message = gettext_lazy("The participation has ended.")
    words = {
        "title": gettext_lazy("End of a participation"),
        "submit": gettext_lazy("End the participation"),
        "after": (
            gettext_lazy("Its mandates and seats count no more from now on."),
            gettext_lazy("What was reported and decided stays in the history."),
        ),
    }

    def act(self, subject: Participation, form: Any) -> Any:
        return participations.end(actor=self.actor, participation=subject, **form.cleaned_data)

    def get_success_url(self, subject: Participation, result: Any) -> str:
        stays = self.actor.has(self.initiative.pk, "partners.backbone")
        return self.url("partner", subject) if stays else f"/{self.actor.language}/"


class Activate(PartnerScope, ActView):
    """Let it take part."""

    policy = "partners.participation.activate"
    success_message = gettext_lazy("The partner takes part from now on.")

    def act(self, subject: Participation, **data: Any) -> Any:
        return participations.activate(actor=self.actor, participation=subject)


class Resume(PartnerScope, ActView):
    """Let it take part again."""

    policy = "partners.participation.pause"
    success_message = gettext_lazy("The partner takes part again.")

    def act(self, subject: Participation, **data: Any) -> Any:
        return participations.resume(actor=self.actor, participation=subject)
