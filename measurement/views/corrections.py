"""Corrections of accepted values, and what an organisation lets others see."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiative.scope import InitiativeMixin
from kernel.permissions import Answer
from kernel.views import ActorMixin, ActView, FormPage, Page, find
from measurement.forms.corrections import ConsentForm, CorrectionForm, DeclineForm, WithdrawForm
from measurement.models import Correction, Measure
from measurement.policies import reviews as policies
from measurement.selectors import own_values
from measurement.services import consents, corrections
from measurement.views.measures import OfMeasure, measures_crumb
from partners.models import Participation


class _Mine:
    """The participation of one's own organisation in this initiative."""

    def own_participation(self, *grants: str) -> Participation:
        """The own participation, or 404."""
        found = own_values.part(self.actor, self.initiative, *grants)  # type: ignore[attr-defined]
        if found is None:
            raise Http404
        return found


class AskCorrection(_Mine, OfMeasure, FormPage):
    """The organisation asks for another number in place of an accepted one."""

    policy = "visible"
    template_name = "measurement/cycle_form.html"
    form_class = CorrectionForm
    success_message = gettext_lazy("The correction was asked for. Another person decides about it.")

    def get_form_kwargs(self, subject: Measure) -> dict[str, Any]:
        """The own values of the measure."""
        self.values = {one.key: one for one in own_values.own(self.own_participation(), subject)}
        return {"values": [(one.key, one.label) for one in self.values.values()]}

    def get_context(self, subject: Measure, form: Any) -> Mapping[str, Any]:
        """Title and crumbs."""
        title = _("Ask for a correction")
        return {
            "title": title,
            "lead": str(subject),
            "crumbs": self.crumbs(subject, title),
            "back": subject.get_absolute_url(),
            "button": _("Ask for the correction"),
        }

    def act(self, subject: Measure, form: Any) -> Any:
        """Ask."""
        data = form.cleaned_data
        corrections.request(
            actor=self.actor,
            value=self.values[data["value"]].value,
            participation=self.own_participation(),
            columns={name: data[name] for name in ("number", "weight", "quality")},
            reason=data["reason"],
        )
        return subject


class OfCorrection(InitiativeMixin, ActorMixin):
    """Finds the correction of the address."""

    reach = "backbone"

    def get_subject(self) -> Correction:
        """The correction, or 404."""
        rows = Correction.objects.visible_to(self.actor).select_related(
            "value__definition__measure__initiative", "value__organisation"
        )
        return find(  # type: ignore[no-any-return]
            rows, value__definition__measure__initiative=self.initiative, public_id=self.kwargs["public_id"]
        )

    def get_success_url(self, subject: Correction, result: Any) -> str:
        """The measure."""
        return subject.value.definition.measure.get_absolute_url()

    def get_refusal_url(self, subject: Correction) -> str:
        """The measure."""
        return subject.value.definition.measure.get_absolute_url()


class AcceptCorrection(OfCorrection, ActView):
    """Writes the value that replaces the old one."""

    policy = "measurement.correction.answer"
    success_message = gettext_lazy("The correction was accepted.")

    def act(self, subject: Correction, **data: Any) -> Any:
        """Accept."""
        return corrections.accept(actor=self.actor, correction=subject)


class DeclineCorrection(OfCorrection, FormPage):
    """Declines it, with a reason."""

    policy = "measurement.correction.answer"
    template_name = "measurement/cycle_form.html"
    form_class = DeclineForm
    success_message = gettext_lazy("The correction was declined.")

    def get_context(self, subject: Correction, form: Any) -> Mapping[str, Any]:
        """Title and crumbs."""
        title = _("Decline the correction")
        measure = subject.value.definition.measure
        return {
            "title": title,
            "lead": str(measure),
            "crumbs": [(str(measure), measure.get_absolute_url()), (title, "")],
            "back": measure.get_absolute_url(),
            "button": title,
        }

    def act(self, subject: Correction, form: Any) -> Any:
        """Decline."""
        return corrections.decline(actor=self.actor, correction=subject, answer=form.cleaned_data["answer"])


class Consents(_Mine, InitiativeMixin, Page):
    """What the own organisation lets others see, measure by measure."""

    reach = "partners"
    policy = "visible"
    template_name = "measurement/consent_list.html"

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """The measures with their consents."""
        participation = self.own_participation("partners.own")
        title = _("Who sees our values")
        return {
            "title": title,
            "crumbs": [measures_crumb(self.initiative.slug), (title, "")],
            "participation": participation,
            "rows": own_values.agreed(participation),
            "may_give": policies.may_give_consent(self.actor, participation.organisation),
        }


class _Consenting(_Mine, OfMeasure):
    """Whose values it is about: the participation one represents, else the one of a mandate that may not decide."""

    policy = "measurement.consent.give"

    @cached_property
    def participation(self) -> Participation:
        """The own participation, or 404."""
        try:
            return self.own_participation("partners.representative")
        except Http404:
            return self.own_participation("partners.own")

    def ask(self, subject: Measure) -> Answer:
        """Asked of the organisation, before what was typed is read."""
        return super().ask(self.participation.organisation)


class GiveConsent(_Consenting, FormPage):
    """The representative lets others see the organisation's values of a measure."""

    template_name = "measurement/cycle_form.html"
    form_class = ConsentForm
    success_message = gettext_lazy("The consent was recorded. It can be withdrawn at any time.")

    def get_context(self, subject: Measure, form: Any) -> Mapping[str, Any]:
        """Title and crumbs."""
        title = _("Give consent")
        back = reverse("measurement:consents", args=[self.initiative.slug])
        return {
            "title": title,
            "lead": str(subject),
            "crumbs": [(_("Who sees our values"), back), (title, "")],
            "back": back,
            "button": title,
        }

    def act(self, subject: Measure, form: Any) -> Any:
        """Give."""
        return consents.give(actor=self.actor, participation=self.participation, measure=subject, **form.cleaned_data)

    def get_success_url(self, subject: Measure, result: Any) -> str:
        """The list."""
        return reverse("measurement:consents", args=[self.initiative.slug])


class WithdrawConsent(_Consenting, ActView):
    """The representative withdraws a consent."""

    form_class = WithdrawForm
    success_message = gettext_lazy("The consent was withdrawn. It counts from now on.")

    def act(self, subject: Measure, **data: Any) -> Any:
        """Withdraw."""
        return consents.withdraw(actor=self.actor, participation=self.participation, measure=subject, **data)

    def get_success_url(self, subject: Measure, result: Any) -> str:
        """The list."""
        return reverse("measurement:consents", args=[self.initiative.slug])

    def get_refusal_url(self, subject: Measure) -> str:
        """The list."""
        return reverse("measurement:consents", args=[self.initiative.slug])
